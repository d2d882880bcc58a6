"""Labelling sets: chunk by chunk, by several processes if wished, into the cache."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from thinkers.errors import ConfigError
from thinkers.problems.batch import Batch
from thinkers.training.data import cache
from thinkers.training.data.sets import LabelledSet, params_of
from thinkers.training.events import Hear, Labelling, Uncached, unheard
from thinkers.training.processes.jobs import Failure, Job
from thinkers.training.processes.pool import ProcessPool
from thinkers.training.recipe import Group
from thinkers.training.task import Task

_Place = tuple[LabelledSet, range]


def prepare(
    task: Task,
    groups: Iterable[Group],
    seed: int,
    part: int,
    hear: Hear = unheard,
    workers: int = 0,
) -> list[Batch]:
    """One labelled batch per combination of the groups' parameters.

    What is cached is not labelled again: a call that was killed, or failed, goes on there. Where
    nothing can be cached, that is told, and the labels are of this call alone.

    Args:
        task: What to generate, label and encode.
        groups: Which instances, and how many; none of them `fresh`.
        seed: Of all chance there is.
        part: `TRAIN` or `VALIDATION`.
        hear: Told what is labelled.
        workers: Processes that label; the batches do not depend on it.

    Raises:
        ConfigError: An option is out of range.
        SolveError: Instances cannot be labelled; all others are, and cached.
    """
    sets = [
        LabelledSet(task, params_of(task.problem, combination), group.count or 0, seed, part)
        for group in groups
        for combination in group.combinations()
    ]
    labelling = _Labelling(sets, hear)
    with ProcessPool[_Place](workers) as crew:
        for place, job in labelling.jobs():
            crew.submit(place, job)
            if crew.pending > workers:
                labelling.keep(*crew.take())
        while crew.pending:
            labelling.keep(*crew.take())
    return labelling.batches()


@dataclass
class _Labelling:
    """Sets on their way from the cache, or from labelling to the cache."""

    sets: Sequence[LabelledSet]
    hear: Hear
    done: dict[_Place, Batch] = field(default_factory=dict)
    failed: dict[_Place, Failure] = field(default_factory=dict)
    uncached: bool = False

    def jobs(self) -> Iterator[tuple[_Place, Job]]:
        """What is still to be labelled, set by set."""
        for one in self.sets:
            missing = [chunk for chunk in one.chunks() if not self._is_cached(one, chunk)]
            if missing:
                count = sum(map(len, missing))
                self.hear(Labelling(count, one.count, one.options))
                instances = one.generate()
                for chunk in missing:
                    these = instances[chunk.start : chunk.stop]
                    yield (one, chunk), partial(one.task.labelled, these)

    def _is_cached(self, one: LabelledSet, chunk: range) -> bool:
        try:
            batch = cache.read(one.path(chunk), one.identity(chunk))
        except ConfigError:  # there is no place for a cache
            return False
        if batch is not None:
            self.done[one, chunk] = batch
        return batch is not None

    def keep(self, place: _Place, outcome: Batch | Failure) -> None:
        """Cache a chunk, or remember why there is none."""
        one, chunk = place
        if isinstance(outcome, Failure):
            self.failed[place] = outcome
        else:
            self.done[place] = outcome
            try:
                cache.write(one.path(chunk), one.identity(chunk), outcome)
            except ConfigError as error:
                if not self.uncached:
                    self.hear(Uncached(str(error), cache.HINT))
                self.uncached = True

    def batches(self) -> list[Batch]:
        """All sets, whole."""
        for (one, chunk), failure in self.failed.items():
            raise failure.error(
                f"cannot label instances {chunk.start} to {chunk.stop - 1} of "
                f"{one.task.problem.name}, {one.options}",
                "run the same command again once that is mended; all other labels are kept",
            )
        return [_joined([self.done[one, chunk] for chunk in one.chunks()]) for one in self.sets]


def _joined(parts: Sequence[Batch]) -> Batch:
    if len(parts) == 1:
        return parts[0]
    arrays = [part.arrays() for part in parts]
    return Batch(**{name: np.concatenate([one[name] for one in arrays]) for name in arrays[0]})
