"""What is wrong with the numbers of a batch, whose shapes and types are right.

The checks of plugins and the first batch of a training are held to the same rules.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers.errors import PluginError
from thinkers.problems.batch import Batch
from thinkers.problems.encoding import Encoding
from thinkers.problems.origin import package_of
from thinkers.problems.returns import place
from thinkers.problems.signature import Signature

ROOM = 1e-4
"""How far the sum of a row of targets may be from 1, by rounding."""


def unsound(batch: Batch, signature: Signature) -> str:
    """What is wrong with the numbers of a batch, in words; empty where nothing is.

    Inputs are finite, each instance has a position that counts, and targets are choices that the
    signature and the mask have.
    """
    if not np.isfinite(batch.inputs).all():
        return "inputs that are not finite"
    counted = batch.mask.reshape(len(batch.mask), -1).any(1)
    if not counted.all():
        return f"a mask that counts no position of instance {int(counted.argmin())}"
    if batch.targets is None:
        return ""
    if signature.target == "row":
        return _unsound_rows(batch.targets, batch.mask)
    return _unsound_classes(batch.targets, batch.mask, signature.classes)


def _unsound_classes(targets: NDArray[Any], mask: NDArray[np.bool_], classes: int) -> str:
    least, most = int(targets.min()), int(targets.max())
    if least < 0 or most >= classes:
        return f"targets from {least} to {most}, expected classes from 0 to {classes - 1}"
    return ""


def _unsound_rows(targets: NDArray[Any], mask: NDArray[np.bool_]) -> str:
    if not np.isfinite(targets).all() or (targets < 0).any():
        return "targets that are not from 0 to 1"
    if np.where(mask, 0, targets).any():
        return "targets outside the mask"
    sums = targets.sum(-1)[mask.any(-1)]
    if abs(sums - 1).max() > ROOM:
        return f"rows of targets that sum to {sums[abs(sums - 1).argmax()]:.6g}, expected 1"
    return ""


def require_sound(encoding: Encoding[Any, Any], batch: Batch) -> None:
    """See that a batch of an encoding is sound, before something is learned from it.

    Raises:
        PluginError: It is not; says the encoding, its file and line, and what is wrong.
    """
    if fault := unsound(batch, encoding.signature):
        kind = type(encoding)
        raise PluginError(
            f"{place(kind.encode)}: encode of {kind.__name__} gave {fault}",
            package=package_of(kind),
        )
