"""The batches of a training, step by step."""

from types import TracebackType
from typing import Any, Self

import numpy as np

from thinkers.problem import Batch, Problem
from thinkers.training.data.sets import TRAIN, Report, prepare
from thinkers.training.recipe import Recipe


class Feed:
    """Gives the batch of any step; it follows from the recipe, the step and the rank alone.

    Args:
        recipe: What to learn from; its seed is the seed of every batch.
        problem: The recipe's problem.
        encoding: The encoding to learn.
        rank: Which of several devices the batches are for.
        report: Told what takes long, in lines.

    Raises:
        ThinkersError: The training sets cannot be made, or cached.
    """

    def __init__(
        self,
        recipe: Recipe,
        problem: Problem[Any, Any],
        encoding: str,
        rank: int = 0,
        report: Report = lambda line: None,
    ) -> None:
        self._recipe, self._rank = recipe, rank
        groups = recipe.data.train
        self._sets = prepare(problem, encoding, groups, recipe.seed, TRAIN, report)
        weights = [group.weight for group in groups for _ in group.combinations()]
        self._chances = np.array(weights) / sum(weights)

    def seed(self, step: int) -> list[int]:
        """What seeds all random numbers of a step's batch."""
        return [self._recipe.seed, step, self._rank]

    def batch(self, step: int) -> Batch:
        """The batch of a step, counted from 0."""
        rng = np.random.default_rng(self.seed(step))
        chosen = self._sets[rng.choice(len(self._sets), p=self._chances)]
        rows = rng.integers(len(chosen.inputs), size=self._recipe.data.batch)
        assert chosen.targets is not None
        return Batch(chosen.inputs[rows], chosen.mask[rows], chosen.targets[rows])

    def close(self) -> None:
        """Free what the feed holds."""
        self._sets = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
