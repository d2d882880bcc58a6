"""The hook of the plugin. What is heavy is imported inside it, so that `thinkers` starts fast."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from thinkers import hookimpl

if TYPE_CHECKING:
    from thinkers_elkai.baseline import Elkai


@hookimpl
def thinkers_baselines() -> "Iterable[Elkai]":
    """LKH as a baseline of the problem `tsp`, which another distribution brings."""
    from thinkers_elkai.baseline import Elkai

    return [Elkai()]
