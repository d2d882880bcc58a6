"""Prefix sums modulo 2: the plugin's hooks."""

from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from thinkers import ModelCard, Result, hookimpl
from thinkers_prefix_sums.instance import Bits as Bits
from thinkers_prefix_sums.instance import bits_of as bits_of

if TYPE_CHECKING:
    from thinkers_prefix_sums.baselines import CumulativeXor, Doubling
    from thinkers_prefix_sums.problem import PrefixSums


def solve_bits(bits: ArrayLike | str, **options: Any) -> Result[Bits, Bits]:
    """The running parity of bits, found by a shipped model, and checked.

    Args:
        bits: `(n,)` of 0 and 1, or text such as `0110`.
        **options: As of `thinkers.solve_one`.

    Returns:
        `solution` is `(n,)` int64: for each position whether the ones so far are odd in number.

    Raises:
        InvalidInstanceError: They are no bits.
    """
    from thinkers import solve_one

    return solve_one("prefix_sums", bits_of(bits), **options)


@hookimpl
def thinkers_problems() -> "Iterable[type[PrefixSums]]":
    """The problem."""
    from thinkers_prefix_sums.problem import PrefixSums

    return [PrefixSums]


@hookimpl
def thinkers_baselines() -> "Iterable[CumulativeXor | Doubling]":
    """Its classical solutions."""
    from thinkers_prefix_sums.baselines import CumulativeXor, Doubling

    return [CumulativeXor(), Doubling()]


@hookimpl
def thinkers_models() -> Iterable[ModelCard]:
    """The models that ship in the wheel."""
    return ModelCard.folder(files("thinkers_prefix_sums") / "models")
