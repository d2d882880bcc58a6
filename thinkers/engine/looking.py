"""Answers that are read along the way: when, and how many in a row were the same."""

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.progress import Progress
from thinkers.engine.stop import StopRule

Read = Callable[[NDArray[np.int64], int, NDArray[np.float32]], Sequence[Hashable]]
"""Gives the answers of some instances from their places in the batch, the iteration and their
`(b, classes, *shape)` logits."""


class Repeats:
    """How often in a row each instance of a batch has had the same answer.

    Args:
        read: How an answer is read; that may be costly, so it is done only when somebody looks.
        size: How many instances there are.
    """

    def __init__(self, read: Read, size: int) -> None:
        self._read = read
        self._active = np.arange(size)
        self._answers: Sequence[Hashable] = [None] * size
        self._same = np.zeros(size, np.int64)
        self._iteration = 0

    def same(self, iteration: int, logits: Callable[[], NDArray[np.float32]]) -> NDArray[np.int64]:
        """`(b,)` for how many looks in a row, this one included, each answer has been the same.

        Args:
            iteration: The present one; looking twice at it is one look.
            logits: Gives `(b, classes, *shape)` of the instances that still think.
        """
        if iteration != self._iteration:
            self._iteration = iteration
            answers = self._read(self._active, iteration, logits())
            stays = [new == old for new, old in zip(answers, self._answers, strict=True)]
            self._same = np.where(stays, self._same, 0) + 1
            self._answers = answers
        return self._same

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Forget the instances that are not among `rows`."""
        self._active, self._same = self._active[rows], self._same[rows]
        self._answers = [self._answers[row] for row in rows.tolist()]


class ReadWhen(StopRule):
    """Never met; has answers read along the way.

    Args:
        due: Whether to read them after an iteration.
    """

    name = "read_when"

    def __init__(self, due: Callable[[Progress], bool]) -> None:
        self._due = due

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """None of the instances."""
        if self._due(progress) and progress.same is not None:
            progress.same()
        return np.zeros(len(progress.change), bool)
