"""Prefix sums modulo 2: the plugin's hooks."""

from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING

from thinkers import ModelCard, hookimpl

if TYPE_CHECKING:
    from thinkers_prefix_sums.baselines import CumulativeXor
    from thinkers_prefix_sums.problem import PrefixSums


@hookimpl
def thinkers_problems() -> "Iterable[type[PrefixSums]]":
    """The problem."""
    from thinkers_prefix_sums.problem import PrefixSums

    return [PrefixSums]


@hookimpl
def thinkers_baselines() -> "Iterable[CumulativeXor]":
    """Its classical solution."""
    from thinkers_prefix_sums.baselines import CumulativeXor

    return [CumulativeXor()]


@hookimpl
def thinkers_models() -> Iterable[ModelCard]:
    """The models that ship in the wheel."""
    return ModelCard.folder(files("thinkers_prefix_sums") / "models")
