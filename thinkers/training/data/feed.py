"""The batches of a training, step by step."""

from types import TracebackType
from typing import Any, Self

import numpy as np

from thinkers.problem import Batch, Problem
from thinkers.training.data.labelling import Report
from thinkers.training.data.source import Source, sources
from thinkers.training.recipe import Recipe


class Feed:
    """Gives the batch of any step; it follows from the recipe, the step and the rank alone.

    Args:
        recipe: What to learn from; its seed is the seed of every batch.
        problem: The recipe's problem.
        encoding: The encoding to learn.
        rank: Which of several devices the batches are for.
        report: Told what takes long, in lines.
        workers: Processes that label; the batches do not depend on it.

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
        workers: int = 0,
    ) -> None:
        self._seed, self._rank = recipe.seed, rank
        self._sources = sources(recipe, problem, encoding, report, workers)

    def seed(self, step: int) -> list[int]:
        """What seeds all random numbers of a step's batch."""
        return [self._seed, step, self._rank]

    def batch(self, step: int) -> Batch:
        """The batch of a step, counted from 0."""
        source, rng = self._chosen(step)
        return source.batch(rng)

    def _chosen(self, step: int) -> tuple[Source, np.random.Generator]:
        """Where a step's batch comes from, and the random numbers that are left for it."""
        rng = np.random.default_rng(self.seed(step))
        joined = [source for source in self._sources if source.begin <= step]
        weights = np.array([source.weight for source in joined])
        return joined[rng.choice(len(joined), p=weights / weights.sum())], rng

    def close(self) -> None:
        """Free what the feed holds."""
        self._sources = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
