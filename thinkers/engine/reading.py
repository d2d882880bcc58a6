"""Answers that are read along the way, of which the best counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.answering import Answering, Reading
from thinkers.engine.progress import Progress
from thinkers.problems.problem import Instance, Solution


@dataclass(eq=False)
class BestReadings(Generic[Instance, Solution]):
    """The answers of a batch along the way, and the best of each instance.

    Attributes:
        answering: How answers are read.
        instances: The tasks, all of `shape`.
        shape: Of the positions.
        every: Iterations from one answer that counts to the next; 0 where none does.
    """

    answering: Answering[Instance, Solution]
    instances: Sequence[Instance]
    shape: tuple[int, ...]
    every: int

    def __post_init__(self) -> None:
        self._best: dict[int, Reading[Solution]] = {}

    def due(self, progress: Progress) -> bool:
        """Whether the answers of this iteration count."""
        return counts(self.every, progress.iteration)

    def read(self, place: int, iteration: int, scores: NDArray[np.float32]) -> str:
        """The answer of one of the instances, as text that can be compared."""
        self.answering.require_scores([scores], self.shape)
        found = self.answering.read(scores, self.instances[place], iteration)
        if counts(self.every, iteration):
            self._best[place] = self.best(place, found)
        return str(self.answering.problem.describe_solution(found.solution))

    def best(self, place: int, last: Reading[Solution]) -> Reading[Solution]:
        """The best answer of an instance, of equal ones the last."""
        before = self._best.get(place, last)
        return before if before.verdict.rank < last.verdict.rank else last


def counts(every: int, iteration: int) -> bool:
    """Whether the answer after an iteration counts, where each so many do; with 0 none does."""
    return every > 0 and iteration % every == 0
