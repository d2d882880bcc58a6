"""Checks of what the methods of a plugin's thinker return, see `thinkers.problems.returns`."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from torch import Tensor

from thinkers.certify import Certificate, Piece
from thinkers.problems.returns import Fault, unless


def _embedded(thinker: Any, arguments: Mapping[str, Any], found: Any) -> str:
    rows = arguments["inputs"].shape[0]
    if thinker.tuple_state:
        holds = isinstance(found, tuple) and all(_is_float(part, rows) for part in found)
        return unless(holds and len(found) > 0, "a tuple of float tensors, row for row")
    return unless(_is_batch(found, rows), "a float tensor, row for row")


def _stepped(thinker: Any, arguments: Mapping[str, Any], found: Any) -> str:
    before = arguments["thought"]
    if isinstance(before, tuple):
        shapes = [tuple(part.shape) for part in before]
        after = found if isinstance(found, tuple) else ()
        holds = shapes == [tuple(getattr(part, "shape", ())) for part in after]
        return "" if holds else f"a tuple of float tensors of shapes {shapes}"
    shape = before.shape
    if isinstance(found, Tensor) and found.shape == shape and found.dtype.is_floating_point:
        return ""  # asked at every iteration: nothing is worded where all is well
    return f"a float tensor of shape {tuple(shape)}"


def _read_out(thinker: Any, arguments: Mapping[str, Any], found: Any) -> str:
    thought = arguments["thought"]
    rows = (thought[0] if isinstance(thought, tuple) else thought).shape[0]
    holds = _is_batch(found, rows) and found.ndim > 2
    return unless(holds, "a float tensor of scores, row for row, for each class and position")


def _recalled(thinker: Any, arguments: Mapping[str, Any], found: Any) -> str:
    rows = arguments["inputs"].shape[0]
    if isinstance(found, tuple):
        holds = all(isinstance(part, Tensor) and part.shape[:1] == (rows,) for part in found)
        return unless(holds and len(found) > 0, "a tuple of tensors, row for row")
    holds = found is None or _is_batch(found, rows)
    return unless(holds, "a float tensor, row for row, or None")


def _is_batch(found: Any, rows: int) -> bool:
    return _is_float(found, rows) and found.ndim > 1


def _is_float(found: Any, rows: int) -> bool:
    return (
        isinstance(found, Tensor) and found.dtype.is_floating_point and found.shape[:1] == (rows,)
    )


def _chain(thinker: Any, arguments: Mapping[str, Any], found: Any) -> str:
    holds = found is None or (
        isinstance(found, list | tuple) and all(isinstance(each, Piece) for each in found)
    )
    return unless(holds, "a chain of pieces or None")


def _contraction(thinker: Any, arguments: Mapping[str, Any], found: Any) -> str:
    return unless(found is None or isinstance(found, Certificate), "a Certificate or None")


def _constant(thinker: Any, arguments: Mapping[str, Any], found: Any) -> str:
    holds = found is None or (isinstance(found, int | float) and isfinite(found) and found >= 0)
    return unless(holds, "a number of at least 0, or None")


def _anything(thinker: Any, arguments: Mapping[str, Any], found: Any) -> str:
    return ""


FAULTS: Mapping[str, Fault] = {
    "__init__": _anything,
    "embed": _embedded,
    "step": _stepped,
    "readout": _read_out,
    "recall": _recalled,
    "cached_weights": _anything,
    "pieces": _chain,
    "certificate": _contraction,
    "lipschitz": _constant,
    "readout_lipschitz": _constant,
}
"""For each method of `Thinker`, what is wrong with what it gives back."""
