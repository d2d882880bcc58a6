"""Answers that are read along the way, of which the best counts."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.answering import Answering, Reading
from thinkers.engine.progress import Progress
from thinkers.problems.problem import Instance, Problem, Solution
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

    def read(
        self, places: NDArray[np.int64], iteration: int, scores: NDArray[np.float32]
    ) -> list[Hashable]:
        """The answers of some of the instances, as what can be compared.

        Each is checked, but for those that were read of the same instance before.
        """
        begin, answering = perf_counter(), self.answering
        answering.require_scores(scores[:1], self.shape)
        instances = [self.instances[place] for place in places]
        solutions = answering.encoding.decode_each(scores, instances)
        seconds, names = (perf_counter() - begin) / len(places), list[Hashable]()
        for place, instance, own, solution in zip(
            places.tolist(), instances, scores, solutions, strict=True
        ):
            name, verdicts = name_of(answering.problem, solution), self._verdicts[place]
            if name not in verdicts:
                verdicts[name] = answering.problem.check(instance, solution)
            if counts(self.every, iteration):
                found = Reading(iteration, own, solution, verdicts[name], seconds)
                self._best[place] = self.best(place, found)
            names.append(name)
        return names

    def best(self, place: int, last: Reading[Solution]) -> Reading[Solution]:
        """The best answer of an instance, of equal ones the last."""
        before = self._best.get(place, last)
        return before if before.verdict.rank < last.verdict.rank else last


def name_of(problem: Problem[Any, Solution], solution: Solution) -> Hashable:
    """What equal answers have in common, and others have not."""
    if isinstance(solution, np.ndarray):
        return solution.shape, solution.dtype.str, solution.tobytes()
    return str(problem.describe_solution(solution))


def counts(every: int, iteration: int) -> bool:
    """Whether the answer after an iteration counts, where each so many do; with 0 none does."""
    return every > 0 and iteration % every == 0
