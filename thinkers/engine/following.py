"""What is remembered of a batch while it thinks: its least residuals, its answers, the time."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.looking import Read, Repeats
from thinkers.engine.progress import Progress


class Following:
    """Follows the instances of a batch that have not halted.

    Args:
        size: How many there are.
        read: Reads answers along the way, for rules that look at them.
    """

    def __init__(self, size: int, read: Read | None = None) -> None:
        self._least = np.full(size, np.inf)
        self._best_at = np.zeros(size, np.int64)
        self._seconds = 0.0
        self._repeats = None if read is None else Repeats(read, size)

    def followed(self, found: Progress) -> Progress:
        """The residuals of an iteration, and how they stand to those before it."""
        better = found.change < self._least
        self._least = np.where(better, found.change, self._least)
        self._best_at = np.where(better, found.iteration, self._best_at)
        took, self._seconds = found.seconds - self._seconds, found.seconds
        return replace(found, iteration_seconds=took, best_at=self._best_at)

    def looked(self, found: Progress, scores: Callable[[], NDArray[np.float32]]) -> Progress:
        """With a look at the answers, where they are read along the way.

        Args:
            found: Of an iteration.
            scores: Gives `(b, classes, *shape)` logits, costly, so only where somebody asks.
        """
        if self._repeats is None:
            return found
        return replace(found, same=partial(self._repeats.same, found.iteration, scores))

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Forget the instances that are not among `rows`."""
        self._least, self._best_at = self._least[rows], self._best_at[rows]
        if self._repeats is not None:
            self._repeats.keep(rows)
