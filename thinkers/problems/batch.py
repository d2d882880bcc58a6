"""Encoded batches: arrays of numbers, and the signature that says their shapes."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Layout = Literal["sequence", "grid", "matrix"]
"""Where a thought lives: on a line, on a plane, or on the ordered pairs of a set."""


@dataclass(frozen=True)
class Signature:
    """The shapes that an encoding gives a thinker and asks back.

    Attributes:
        layout: `sequence` has one axis of positions; `grid` and `matrix` have two.
        channels: Numbers per position going in, >= 1.
        classes: Scores per position coming out, >= 1.
        target: `class`: each position chooses one of its classes. `row`: each row of a matrix
            chooses one of its columns, off the diagonal; then `classes` is 1.
        pointwise: Whether `decode` reads nothing but the class of the highest score at each
            position that counts, so that an answer is final once these are.
        near: For `matrix`, two channels that are the smaller the nearer: one that orders the
            columns of each row, one that orders the rows of each column. None where there is no
            such order.
    """

    layout: Layout
    channels: int
    classes: int
    target: Literal["class", "row"] = "class"
    pointwise: bool = False
    near: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.channels < 1 or self.classes < 1:
            raise ValueError("expected channels >= 1 and classes >= 1")
        if (self.target == "row") != (self.layout == "matrix") or (
            self.target == "row" and self.classes != 1
        ):
            raise ValueError("expected the target 'row' with layout 'matrix' and 1 class only")
        if self.near and (self.layout != "matrix" or max(self.near) >= self.channels):
            raise ValueError("expected near to name two channels of a matrix")

    @property
    def axes(self) -> int:
        """How many axes of positions: 1 or 2."""
        return 1 if self.layout == "sequence" else 2

    def margin(self, scores: NDArray[np.float32], mask: NDArray[np.bool_]) -> float:
        """The margin: the least difference of best and second best score, over choices that count.

        Args:
            scores: `(classes, *shape)` float32 logits of one instance.
            mask: `(*shape)` bool, as in `Batch`.

        Returns:
            At least 0: the smaller, the nearer to another answer; `inf` where nothing is left to
            choose, 0 where scores are no numbers.
        """
        if self.target == "row":
            allowed = mask & ~np.eye(len(mask), dtype=bool)
            choices = np.where(allowed, scores[0], -np.inf)[allowed.any(1)]
        else:
            choices = scores[:, mask].T
        if not choices.size or choices.shape[1] < 2:
            return float("inf")
        best = np.partition(choices, -2, axis=1)[:, -2:]
        with np.errstate(invalid="ignore"):
            least = float((best[:, 1] - best[:, 0]).min())
        return 0.0 if np.isnan(least) else least


@dataclass(frozen=True, eq=False)
class Batch:
    """Encoded instances of one shape.

    Attributes:
        inputs: `(b, channels, *shape)` float32.
        mask: `(b, *shape)` bool, the positions whose answer counts; for target `row`, the rows
            and columns that do.
        targets: for target `class`, `(b, *shape)` int64 class numbers; for target `row`,
            `(b, n, n)` float32 with rows that sum to 1. None without labels.
        decidable_from: `(b, *shape)` int32 >= 0, with targets `class`: the number of rounds of some
            local rule from which on each position holds its answer for good, so that a loss need
            not ask for it sooner (`loss.rounds_per_iteration`); 0 where the rule does not help.
            None without labels, or where no such rule is known.
        interim_targets: `(b, *shape)` int64, the class that the rule holds at each position until
            then (`loss.max_rounds_per_iteration`). None where it holds none.
    """

    inputs: NDArray[np.float32]
    mask: NDArray[np.bool_]
    targets: NDArray[Any] | None = None
    decidable_from: NDArray[np.int32] | None = None
    interim_targets: NDArray[np.int64] | None = None

    def part(self, rows: Any) -> "Batch":
        """The instances that an index of the first axis chooses."""
        return Batch(**{name: array[rows] for name, array in self.arrays().items()})

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays that are there, by name."""
        return {name: array for name, array in vars(self).items() if array is not None}
