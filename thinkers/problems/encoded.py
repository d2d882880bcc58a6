"""What the methods of a plugin's encodings give back, see `returns`: shapes, types, and where."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from thinkers.problems.batch import Batch
from thinkers.problems.graph import lists_fault
from thinkers.problems.least_steps import Correctness
from thinkers.problems.marks import Heat
from thinkers.problems.returns import Fault, an_answer, answers_to_each, unless
from thinkers.problems.signature import Signature
from thinkers.problems.wording import shown


def _shape(encoding: Any, arguments: Mapping[str, Any], found: Any) -> str:
    own = encoding.signature
    holds = isinstance(found, tuple) and len(found) == own.axes and all(map(_is_length, found))
    if not holds:
        return f"a tuple of {own.axes} whole numbers above 0"
    square = own.layout != "matrix" or own.bipartite or found[0] == found[1]
    return unless(square, "as many columns as rows: the matrix is not bipartite")


def _is_length(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _encoded(encoding: Any, arguments: Mapping[str, Any], found: Any) -> str:
    if not isinstance(found, Batch):
        return "a Batch"
    instances, own = arguments["instances"], encoding.signature
    if len(instances) == 0:
        return ""
    shape = encoding.shape(instances[0])
    fault = _arrays_fault(own, found, len(instances), shape) or _places_fault(own, found)
    if fault or arguments.get("solutions") is None:
        return fault
    return _targets_fault(own, found, (len(instances), *own.chosen(shape)))


def _arrays_fault(own: Signature, found: Batch, count: int, shape: tuple[int, ...]) -> str:
    """What is wrong with the types and shapes of the arrays beside the targets."""
    wanted: dict[str, tuple[str, tuple[int, ...]]] = {
        "inputs": ("f", (count, own.channels, *shape)),
        "mask": ("b", (count, *own.chosen(shape))),
    }
    if own.node_channels:
        wanted["nodes"] = "f", (count, own.node_channels, shape[0])
    if own.globals:
        wanted["globals"] = "f", (count, own.globals)
    if own.padded:
        wanted["present"] = "b", (count, *shape)
    if own.layout == "graph":
        wanted["neighbours"] = "iu", (count, *shape)
    for name in ("nodes", "globals", "present", "neighbours"):
        if name not in wanted and getattr(found, name) is not None:
            return f"no {name}, of which its signature says nothing"
    faults = (_array_fault(name, getattr(found, name), *each) for name, each in wanted.items())
    return next(filter(None, faults), "")


def _places_fault(own: Signature, found: Batch) -> str:
    """What is wrong with where positions are said to be, and whether one counts that is nowhere."""
    there = found.present
    if found.neighbours is not None:
        if fault := lists_fault(found.neighbours):
            return fault
        there = found.neighbours >= 0
    if there is None:
        return ""
    if found.present is not None:
        rows, columns = there.any(2, keepdims=True), there.any(1, keepdims=True)
        if not np.array_equal(rows & columns, there):
            return "present to be True where both the row and the column are there"
    if own.target == "node":
        fits = found.present is None or not (found.mask & ~there.any(2)).any()
    else:
        fits = not (found.mask & ~there).any()
    return unless(fits, "a mask that counts no position which is not there")


def _targets_fault(own: Signature, found: Batch, shape: tuple[int, ...]) -> str:
    row = own.target == "row"
    fault = _array_fault("targets", found.targets, "f" if row else "iu", shape)
    for name in ("decidable_from", "interim_targets"):
        if not fault and getattr(found, name) is not None:
            fault = _array_fault(name, getattr(found, name), "iu", shape)
    if fault or found.targets is None or not found.targets.size:
        return fault
    if not row:
        least, most = int(found.targets.min()), int(found.targets.max())
        fits = 0 <= least <= most < own.classes
        return unless(fits, f"targets from 0 to {own.classes - 1}, got {least} to {most}")
    if found.targets[~found.mask].any():
        return "targets that are 0 where the mask forbids the choice"
    asked = found.mask.any(-1)
    right = np.allclose(found.targets.sum(-1)[asked], 1, atol=1e-3)
    return unless(right, "rows of targets that sum to 1 where the mask allows a choice")


KINDS = {"f": "floats", "b": "booleans", "iu": "whole numbers"}
"""What numpy's kinds of types hold."""


def _array_fault(name: str, array: object, kinds: str, shape: tuple[int, ...]) -> str:
    if isinstance(array, np.ndarray) and array.dtype.kind in kinds and array.shape == shape:
        return ""
    return f"{name} to be an array of {KINDS[kinds]} of shape {shape}, got {shown(array)}"


def _augmented(encoding: Any, arguments: Mapping[str, Any], found: Any) -> str:
    if not isinstance(found, Batch):
        return "a Batch"
    before, after = _kinds(arguments["batch"]), _kinds(found)
    return unless(before == after, "a batch of the same shapes and types")


def _kinds(batch: Batch) -> dict[str, tuple[Any, Any]]:
    """Type and shape of each array, as far as it is one."""
    return {
        name: (getattr(array, "dtype", None), getattr(array, "shape", None))
        for name, array in batch.arrays().items()
    }


def _lost(encoding: Any, arguments: Mapping[str, Any], found: Any) -> str:
    graded = getattr(arguments["logits"], "requires_grad", False)
    holds = getattr(found, "shape", None) == () and getattr(found, "requires_grad", None) == graded
    return unless(holds, "a scalar tensor that depends on the logits")


def _share(encoding: Any, arguments: Mapping[str, Any], found: Any) -> str:
    return unless(found is None or is_share(found), "a number from 0 to 1, or None")


def _heat(encoding: Any, arguments: Mapping[str, Any], found: Any) -> str:
    return unless(isinstance(found, Heat), "a Heat")


def _proof(encoding: Any, arguments: Mapping[str, Any], found: Any) -> str:
    return unless(isinstance(found, Correctness), "a Correctness")


def is_share(value: object) -> bool:
    """Whether it is a number from 0 to 1."""
    return isinstance(value, int | float | np.number) and bool(0 <= value <= 1)


ENCODING_FAULTS: Mapping[str, Fault] = {
    "shape": _shape,
    "encode": _encoded,
    "decode": an_answer,
    "decode_each": answers_to_each,
    "augment": _augmented,
    "accuracy": _share,
    "confidence": _share,
    "heat": _heat,
    "loss": _lost,
    "prove": _proof,
}
"""For each method of `Encoding`, what is wrong with what it gives back."""
