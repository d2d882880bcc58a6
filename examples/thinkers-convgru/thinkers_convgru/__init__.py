"""A thinker plugin: its one hook."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from thinkers import hookimpl

if TYPE_CHECKING:
    from thinkers_convgru.dt_convgru import ConvGRU


@hookimpl
def thinkers_thinkers() -> "Iterable[type[ConvGRU]]":
    """The architecture."""
    from thinkers_convgru.dt_convgru import ConvGRU

    return [ConvGRU]
