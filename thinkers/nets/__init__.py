"""Recurrent architectures. Importing this package imports no torch; its names load lazily."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thinkers.nets.dt import DT as DT
    from thinkers.nets.dt_cp import DTCP as DTCP
    from thinkers.nets.dt_g import DTG as DTG
    from thinkers.nets.dt_l import DTL as DTL
    from thinkers.nets.dt_m import DTM as DTM
    from thinkers.nets.dt_mono import DTMono as DTMono
    from thinkers.nets.dt_mp import DTMP as DTMP
    from thinkers.nets.dt_om import DTOM as DTOM
    from thinkers.nets.dt_os import DTOS as DTOS
    from thinkers.nets.dt_r import DTR as DTR
    from thinkers.nets.thinker import Thinker as Thinker

_HOMES = {
    "DT": "dt",
    "DTCP": "dt_cp",
    "DTG": "dt_g",
    "DTL": "dt_l",
    "DTM": "dt_m",
    "DTMono": "dt_mono",
    "DTMP": "dt_mp",
    "DTOM": "dt_om",
    "DTOS": "dt_os",
    "DTR": "dt_r",
    "Thinker": "thinker",
}

__all__ = ["DT", "DTCP", "DTG", "DTL", "DTM", "DTMP", "DTOM", "DTOS", "DTR", "DTMono", "Thinker"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
