"""What comes of thinking: the final logits of each instance of a batch, and how they came about."""

from array import array
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.progress import Progress

if TYPE_CHECKING:
    from thinkers.engine.bounds import ErrorBound

Heard = Callable[[int, int], None]
"""Told the iteration, and how many instances still think."""

Trace = bool | Collection[int]
"""Iterations after which something is kept; True for all of them, False for none."""


@dataclass(frozen=True, eq=False)
class Halted:
    """The instances that halt after a step.

    Attributes:
        rows: Their places in the batch.
        reasons: The rule that stops each, or `diverged`.
        logits: `(len(rows), classes, *shape)`.
        error_bounds: What is proven of each; None where nothing is.
    """

    rows: NDArray[np.int64]
    reasons: NDArray[np.str_]
    logits: NDArray[np.float32]
    error_bounds: "list[ErrorBound | None]"


@dataclass(eq=False)
class Thoughts:
    """The final logits of each instance, with iterations, residuals and error bounds.

    Attributes:
        scores: For each instance, `(classes, *shape)` float32 logits of its final thought.
        iterations: Steps thought.
        stopped_by: The stop rule that ended each, or `diverged`.
        trace: For each instance, the logits after the iterations that were asked for.
        error_bounds: What is proven of each instance's final thought, or None.
    """

    scores: list[NDArray[np.float32]]
    iterations: list[int]
    stopped_by: list[str]
    trace: list[list[NDArray[np.float32]]]
    error_bounds: "list[ErrorBound | None]"
    _noted: "array[float]" = field(default_factory=lambda: array("d"))
    """The relative residuals of the active instances, one iteration after the other."""
    _spans: list[tuple[NDArray[np.int64], int]] = field(default_factory=list)
    """Which instances were active, and where in `_noted` that begins."""

    @classmethod
    def of(cls, size: int) -> "Thoughts":
        """Empty entries for `size` instances."""
        empty = np.empty(0, np.float32)
        return cls(
            [empty] * size, [0] * size, [""] * size, [[] for _ in range(size)], [None] * size,
        )  # fmt: skip

    def note(self, active: NDArray[np.int64], progress: Progress) -> None:
        """Record the residuals of the active instances."""
        if not self._spans or self._spans[-1][0] is not active:
            self._spans.append((active, len(self._noted)))
        self._noted.frombytes(progress.residual.astype(np.float64).tobytes())

    @cached_property
    def residuals(self) -> list[list[float]]:
        """For each instance, the relative residual after each iteration; ask once all is noted."""
        parts = np.split(np.asarray(self._noted), [begin for _, begin in self._spans])[1:]
        spans = [
            (active, part.reshape(-1, len(active)))  # (iterations, active)
            for (active, _), part in zip(self._spans, parts, strict=True)
        ]
        counts = np.zeros(len(self.scores) + 1, np.int64)
        for active, rows in spans:
            counts[active + 1] += len(rows)
        begins = counts.cumsum()
        whole, places = np.empty(begins[-1]), begins.copy()
        for active, rows in spans:
            whole[places[active] + np.arange(len(rows))[:, None]] = rows
            places[active] += len(rows)
        return [part.tolist() for part in np.split(whole, begins[1:-1])]

    def keep_trace(self, active: NDArray[np.int64], scores: NDArray[np.float32]) -> None:
        """Keep the active instances' logits."""
        for instance, logits in zip(active, scores, strict=True):
            self.trace[instance].append(logits)

    def finish(self, active: NDArray[np.int64], iteration: int, halted: Halted) -> None:
        """Record the results of the instances that halt."""
        for place, row in enumerate(halted.rows):
            instance = active[row]
            self.scores[instance] = halted.logits[place]
            self.iterations[instance] = iteration
            self.stopped_by[instance] = str(halted.reasons[place])
            self.error_bounds[instance] = halted.error_bounds[place]
