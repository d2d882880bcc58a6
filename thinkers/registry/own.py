"""The architectures of `thinkers.nets` as a plugin, by the same hooks as any other."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from thinkers.registry.marker import hookimpl

if TYPE_CHECKING:
    from thinkers.nets import Thinker


@hookimpl
def thinkers_thinkers() -> "Iterable[type[Thinker]]":
    """The architectures of the core."""
    from thinkers.nets.dt import DT
    from thinkers.nets.dt_cp import DTCP
    from thinkers.nets.dt_g import DTG
    from thinkers.nets.dt_l import DTL
    from thinkers.nets.dt_m import DTM
    from thinkers.nets.dt_mono import DTMono
    from thinkers.nets.dt_mp import DTMP
    from thinkers.nets.dt_om import DTOM
    from thinkers.nets.dt_os import DTOS
    from thinkers.nets.dt_r import DTR

    return [DT, DTR, DTL, DTM, DTG, DTOS, DTOM, DTCP, DTMono, DTMP]
