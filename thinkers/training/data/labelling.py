"""Labelling sets: chunk by chunk, by several processes if wished, into the cache.

Instances and labels are kept, and encoded on each use: a changed encoding is always the one that
is trained on.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from thinkers.errors import ConfigError
from thinkers.problems.batch import Batch
from thinkers.problems.cache import HINT
from thinkers.problems.instances import is_instance, is_solution
from thinkers.scoring.crew import Crew, Lost
from thinkers.training.data.cache import Labelled
from thinkers.training.data.sets import LabelledSet, params_of
from thinkers.training.events import Cached, Hear, Labelling, Uncached, unheard
from thinkers.training.processes.jobs import Failure, Job, attempt
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
    *,
    scheduler: str = "",
    relabel: bool = False,
) -> list[list[Batch]]:
    """A set for each combination of the groups' parameters, labelled where training needs that.

    Each is given as one batch for each shape that occurs in it.

    What is cached is not labelled again: a call that was killed, or failed, goes on there. Where
    nothing can be cached, that is told, and the labels are of this call alone.

    Args:
        task: What to generate, label and encode.
        groups: Which instances, and how many; none of them `fresh`.
        seed: Of all chance there is.
        part: `TRAIN` or `VALIDATION`.
        hear: Told what is labelled.
        workers: Processes that label; the batches do not depend on it.
        scheduler: Of a cluster that labels in their place; empty for none.
        relabel: Whether what is cached is labelled anew, and takes the place of the old.

    Raises:
        ConfigError: An option is out of range.
        SolveError: Instances cannot be labelled; all others are, and cached.
    """
    sets = [
        LabelledSet(task, params_of(task.problem, combination), group.count or 0, seed, part)
        for group in groups
        for combination in group.combinations()
    ]
    if not task.encoding.needs_labels:
        return [task.encoded(one.generate(), None) for one in sets]
    labelling = _Labelling(sets, hear, relabel)
    jobs = labelling.jobs()
    done = _on_cluster(jobs, scheduler) if scheduler else _in_processes(jobs, workers)
    with closing(done) as outcomes:
        for place, outcome in outcomes:
            labelling.keep(place, outcome)
    return labelling.batches()


_Outcomes = Generator[tuple[_Place, Any], None, None]


def _in_processes(jobs: Iterable[tuple[_Place, Job]], workers: int) -> _Outcomes:
    """The labels of chunks, or why there are none, by processes of this machine."""
    with ProcessPool[_Place](workers) as pool:
        for place, job in jobs:
            pool.submit(place, job)
            if pool.pending > workers:
                yield pool.take()
        while pool.pending:
            yield pool.take()


def _on_cluster(jobs: Iterable[tuple[_Place, Job]], scheduler: str) -> _Outcomes:
    """The same by the workers of a cluster."""
    places: list[_Place] = []

    def tasks() -> Iterator[Job]:
        for place, job in jobs:
            places.append(place)
            yield partial(attempt, job)

    with closing(Crew(backend="dask", scheduler=scheduler).outcomes(tasks())) as outcomes:
        for number, outcome in outcomes:
            lost = isinstance(outcome, Lost)
            yield places[number], Failure(outcome.reason) if lost else outcome


@dataclass
class _Labelling:
    """Sets on their way from the cache, or from labelling to the cache."""

    sets: Sequence[LabelledSet]
    hear: Hear
    relabel: bool = False
    drawn: dict[_Place, Sequence[Any]] = field(default_factory=dict)
    done: dict[_Place, list[Batch]] = field(default_factory=dict)
    failed: dict[_Place, tuple[str, Failure]] = field(default_factory=dict)
    uncached: bool = False

    def jobs(self) -> Iterator[tuple[_Place, Job]]:
        """What is still to be labelled, set by set; first it is told what need not be."""
        if not self.relabel:
            self._look_up()
        for one in self.sets:
            missing = [chunk for chunk in one.chunks() if (one, chunk) not in self.done]
            if missing:
                count = sum(map(len, missing))
                self.hear(Labelling(count, one.count, one.options))
                instances = one.generate()
                for chunk in missing:
                    these = self.drawn[one, chunk] = instances[chunk.start : chunk.stop]
                    yield (one, chunk), partial(one.task.problem.label, these)

    def _look_up(self) -> None:
        """Take from the cache what it holds."""
        for one in self.sets:
            for chunk in one.chunks():
                batches = _cached(one, chunk)
                if batches is not None:
                    self.done[one, chunk] = batches
        if self.done:
            count = sum(len(chunk) for _, chunk in self.done)
            self.hear(Cached(count, sum(one.count for one in self.sets)))

    def keep(self, place: _Place, outcome: Sequence[Any] | Failure) -> None:
        """Cache the labels of a chunk and encode it, or remember why there is none."""
        instances, what = self.drawn.pop(place), "label"
        if not isinstance(outcome, Failure):
            what = "encode"
            held = self._held(place, Labelled(instances, outcome))
            outcome = attempt(place[0].task.encoded, held.instances, held.labels)
        if isinstance(outcome, Failure):
            self.failed[place] = what, outcome
        else:
            self.done[place] = list(outcome)

    def _held(self, place: _Place, own: Labelled) -> Labelled:
        """What the cache holds now; what was labelled here, where it can hold nothing."""
        one, chunk = place
        try:
            one.code.require_unchanged()
            return one.entry(chunk).keep(own, partial(self._may_stay, one, chunk))
        except ConfigError as error:
            if not self.uncached:
                self.hear(Uncached(str(error), error.hint or HINT))
            self.uncached = True
            return own

    def _may_stay(self, one: LabelledSet, chunk: range, held: Labelled) -> bool:
        """Whether labels that stand in the cache by now are taken in place of those made here."""
        return not self.relabel and _encoded(one, chunk, held) is not None

    def batches(self) -> list[list[Batch]]:
        """All sets, whole."""
        for (one, chunk), (what, failure) in self.failed.items():
            drawn = f" drawn with {one.options}" if one.options else ""
            raise failure.error(
                f"cannot {what} instances {chunk.start} to {chunk.stop - 1} of "
                f"{one.task.problem.name}{drawn}",
                "run the same command again once that is mended; all other labels are kept",
            )
        return [
            _joined([batch for chunk in one.chunks() for batch in self.done[one, chunk]])
            for one in self.sets
        ]


def _cached(one: LabelledSet, chunk: range) -> list[Batch] | None:
    """A chunk from the cache, encoded; None where it holds none, or holds no instances."""
    try:
        held = one.entry(chunk).read()
    except ConfigError:  # there is no place for a cache, or no code to know labels by
        return None
    return None if held is None else _encoded(one, chunk, held)


def _encoded(one: LabelledSet, chunk: range, held: Labelled) -> list[Batch] | None:
    """What a file of the cache holds, encoded; None where it was forged, and cannot be."""
    if len(held.labels) != len(chunk) or not _are_of(type(one.task.problem), held):
        return None
    batches = attempt(one.task.encoded, held.instances, held.labels)
    return None if isinstance(batches, Failure) or not _are_finite(batches) else list(batches)


def _are_of(problem: type, held: Labelled) -> bool:
    """Whether a forged file holds what the problem calls instances and labels."""
    return all(is_instance(problem, each) for each in held.instances) and all(
        is_solution(problem, each) for each in held.labels
    )


def _are_finite(batches: Sequence[Batch]) -> bool:
    arrays = [array for batch in batches for array in batch.arrays().values()]
    return all(bool(np.isfinite(array).all()) for array in arrays)


def _joined(parts: Sequence[Batch]) -> list[Batch]:
    """One batch for each shape, in order."""
    alike: dict[tuple[int, ...], list[Batch]] = {}
    for part in parts:
        alike.setdefault(part.shape, []).append(part)
    return [same[0] if len(same) == 1 else _concatenated(same) for same in alike.values()]


def _concatenated(parts: Sequence[Batch]) -> Batch:
    arrays = [part.arrays() for part in parts]
    return Batch(**{name: np.concatenate([one[name] for one in arrays]) for name in arrays[0]})
