"""Answers that are read along the way, of which the best counts."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.answering import Answering, Reading
from thinkers.engine.progress import Progress
from thinkers.problems.problem import Instance, Solution
from thinkers.problems.verdict import Verdict


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
        self._verdicts: dict[int, dict[Hashable, Verdict]] = defaultdict(dict)

    def due(self, progress: Progress) -> bool:
        """Whether the answers of this iteration count."""
        return counts(self.every, progress.iteration)

    def read(self, place: int, iteration: int, scores: NDArray[np.float32]) -> Hashable:
        """The answer of one of the instances, as something that can be compared."""
        self.answering.require_scores([scores], self.shape)
        found = self.answering.read(
            scores, self.instances[place], iteration, verdicts=self._verdicts[place]
        )
        if counts(self.every, iteration):
            self._best[place] = self.best(place, found)
        return self.answering.name_of(found.solution)

    def best(self, place: int, last: Reading[Solution]) -> Reading[Solution]:
        """The best answer of an instance, of equal ones the last."""
        before = self._best.get(place, last)
        return before if before.verdict.rank < last.verdict.rank else last


def counts(every: int, iteration: int) -> bool:
    """Whether the answer after an iteration counts, where each so many do; with 0 none does."""
    return every > 0 and iteration % every == 0
