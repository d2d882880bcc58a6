"""The data loader: the batch of each step, prefetched by worker processes."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Self

import numpy as np

from thinkers.problems.batch import Batch
from thinkers.training.data.source import Source, sources
from thinkers.training.events import Hear, unheard
from thinkers.training.processes.jobs import Failure, Job, attempt
from thinkers.training.processes.pool import ProcessPool
from thinkers.training.recipe import Recipe
from thinkers.training.task import Task

AHEAD = 3
"""Steps that are made ahead, for each worker."""

_Place = tuple[int, int]
"""A step, and how often the sources were weighed before it was asked for."""


class Feed:
    """Gives the batch of any step; it follows from recipe, step and rank, and from `weigh`.

    Worker processes label the stored sets, and make the batches of `fresh` groups ahead, a few
    steps at a time; rows of a stored set are taken faster than another process could send them.

    Args:
        recipe: What to learn from; its seed is the seed of every batch.
        task: What to generate, label and encode.
        rank: Which of several devices the batches are for.
        hear: Told what takes long, in lines.
        workers: How many processes; 0 leaves all to this one.
        scheduler: Of a cluster that labels the stored sets in their place; empty for none.
        relabel: Whether what is cached is labelled anew.

    Raises:
        ThinkersError: The training sets cannot be made, or cached.
    """

    def __init__(
        self,
        recipe: Recipe,
        task: Task,
        rank: int = 0,
        hear: Hear = unheard,
        workers: int = 0,
        *,
        scheduler: str = "",
        relabel: bool = False,
    ) -> None:
        self._seed, self._rank, self._steps = recipe.seed, rank, recipe.optimizer.steps
        self._sources = sources(recipe, task, hear, workers, scheduler=scheduler, relabel=relabel)
        fresh = any(source.stored is None for source in self._sources)
        self._workers = ProcessPool[_Place](workers if fresh else 0)
        self._asked: set[int] = set()
        self._made: dict[int, Any] = {}
        self._next = self._weighed = 0
        self._factors = np.ones(len(self._sources))

    def seed(self, step: int) -> list[int]:
        """What seeds all random numbers of a step's batch."""
        return [self._seed, step, self._rank]

    def batch(self, step: int) -> Batch:
        """The batch of a step, counted from 0; soonest when steps come one after the other.

        Raises:
            SolveError: It cannot be made; says the step and its seed.
        """
        if self._workers.count:
            self._look_ahead(step)
        outcome = self._taken(step) if step in self._asked else attempt(self._job(step)[1])
        if isinstance(outcome, Failure):
            raise outcome.error(
                f"cannot make the batch of step {step} (seed {self.seed(step)})",
                "go on with --resume once that is mended",
            )
        assert isinstance(outcome, Batch)
        return outcome

    def probes(self) -> list[Batch]:
        """Some labelled instances of each source, in the order of the recipe; always the same."""
        return [
            source.probe(np.random.default_rng([self._seed, number]))
            for number, source in enumerate(self._sources)
        ]

    def weigh(self, factors: Sequence[float]) -> None:
        """Multiply the weight of each source from the next step on.

        Batches that were made ahead by other weights count for nothing.

        Args:
            factors: Greater than 0, one a source, in the order of the recipe.
        """
        self._factors = np.array(factors, float)
        self._weighed += 1
        self._asked, self._made, self._next = set(), {}, 0

    def _job(self, step: int) -> tuple[Source, Job]:
        """Where a step's batch comes from, and how to make it."""
        rng = np.random.default_rng(self.seed(step))
        joined = [number for number, source in enumerate(self._sources) if source.begin <= step]
        weights = np.array([self._sources[number].weight for number in joined])
        weights = weights * self._factors[joined]
        source = self._sources[joined[rng.choice(len(joined), p=weights / weights.sum())]]
        return source, partial(source.batch, rng)

    def _look_ahead(self, step: int) -> None:
        """Have workers make the fresh batches of this step and the next."""
        last = min(step + AHEAD * self._workers.count, self._steps - 1)
        for later in range(max(step, self._next), last + 1):
            source, job = self._job(later)
            if source.stored is None:
                self._asked.add(later)
                self._workers.submit((later, self._weighed), job)
        self._next = max(self._next, last + 1)

    def _taken(self, step: int) -> Any:
        """What a worker made for a step; waits for it."""
        while step not in self._made:
            (made, weighed), outcome = self._workers.take()
            if weighed == self._weighed:
                self._made[made] = outcome
        self._asked.remove(step)
        return self._made.pop(step)

    def close(self) -> None:
        """End the worker processes, and free what the feed holds."""
        self._workers.close()
        self._sources = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
