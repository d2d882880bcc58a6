"""Where batches come from: one combination of a group's parameters, stored or new, or a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from thinkers.errors import ConfigError
from thinkers.problems.batch import Batch
from thinkers.problems.encoding import Encoding
from thinkers.settings import Settings
from thinkers.training.data.files import of_files
from thinkers.training.data.labelling import prepare
from thinkers.training.data.sets import TRAIN, params_of
from thinkers.training.events import Hear
from thinkers.training.recipe import Group, Recipe
from thinkers.training.task import Task

PROBED = 16
"""Instances by which it is told how hard a source is (our choice)."""

DRAWS = 8
"""How often new instances are drawn at most for a batch of one shape (our choice)."""


@dataclass(frozen=True, eq=False)
class Source:
    """One combination, or the instances of one shape of a set or of a group's files.

    Attributes:
        task: What to generate, label and encode.
        params: Options of the generator; those of a file have none.
        weight: How often a batch comes from here, relative to the others.
        begin: The first step at which one may.
        size: Instances in a batch.
        augment: Whether the problem's symmetries are applied.
        stored: Labelled instances, or None where each batch is generated and labelled anew.
    """

    task: Task
    params: Settings | None
    weight: float
    begin: int
    size: int
    augment: bool
    stored: Batch | None

    def batch(self, rng: np.random.Generator) -> Batch:
        """A labelled batch, all chance from `rng`."""
        batch = self._new(rng) if self.stored is None else self._some_of(self.stored, rng)
        return self.task.encoding.augment(batch, rng) if self.augment else batch

    def probe(self, rng: np.random.Generator) -> Batch:
        """Some labelled instances, `PROBED` or as many as a batch or set holds."""
        batch = self._new(rng) if self.stored is None else self.stored
        return batch.part(slice(0, PROBED))

    def _new(self, rng: np.random.Generator) -> Batch:
        """New instances, all of the first one's shape: each shape comes as often as it is drawn.

        Of a shape that is rarely drawn there are fewer.
        """
        assert self.params is not None
        shape_of, found = self.task.encoding.shape, list[Any]()
        for _ in range(DRAWS):
            drawn = self.task.problem.generate(rng, self.size, self.params)
            shape = shape_of((found or drawn)[0])
            found += [instance for instance in drawn if shape_of(instance) == shape]
            if len(found) >= self.size:
                break
        [batch] = self.task.labelled(found[: self.size])
        return batch

    def _some_of(self, stored: Batch, rng: np.random.Generator) -> Batch:
        return stored.part(rng.integers(len(stored.inputs), size=self.size))


def sources(
    recipe: Recipe,
    task: Task,
    hear: Hear,
    workers: int,
    *,
    scheduler: str = "",
    relabel: bool = False,
) -> list[Source]:
    """The sources of a recipe's training batches, in its order; stored sets are made first.

    Raises:
        ThinkersError: A set cannot be made or cached, or the encoding knows no augmentation.
    """
    data = recipe.data
    require_augmentation(recipe, task)
    counted = [group for group in data.train if group.count is not None]
    sets = iter(
        prepare(
            task, counted, recipe.seed, TRAIN, hear, workers, scheduler=scheduler, relabel=relabel
        )
    )
    found = []
    for group in data.train:
        begin = int(group.begin * recipe.optimizer.steps)
        for params, stored, weight in _parts(group, task, sets):
            shape = stored.shape if stored else _shape(task, params)
            size = data.instances(shape)
            found.append(Source(task, params, weight, begin, size, data.augment, stored))
    return found


def require_augmentation(recipe: Recipe, task: Task) -> None:
    """See that the encoding augments, where a recipe asks for that.

    Raises:
        ConfigError: It does not.
    """
    if recipe.data.augment and type(task.encoding).augment is Encoding.augment:
        raise ConfigError(f"{task.problem.name} has no augmentation", "leave out data.augment")


def _parts(
    group: Group, task: Task, sets: Iterator[list[Batch]]
) -> Iterator[tuple[Settings | None, Batch | None, float]]:
    """What each source of a group is drawn from, what it holds already, and its weight."""
    if group.file is not None:
        yield from _weighed(None, of_files(task, Path(group.file)), group.weight)
        return
    for combination in group.combinations():
        params = params_of(task.problem, combination)
        if group.fresh:
            yield params, None, group.weight
        else:
            yield from _weighed(params, next(sets), group.weight)


def _weighed(
    params: Settings | None, batches: Sequence[Batch], weight: float
) -> Iterator[tuple[Settings | None, Batch, float]]:
    """A source for each shape, by how many instances have it."""
    together = sum(len(batch.inputs) for batch in batches)
    for batch in batches:
        yield params, batch, weight * len(batch.inputs) / together


def _shape(task: Task, params: Settings | None) -> tuple[int, ...]:
    """The shape of what these options generate."""
    assert params is not None
    [instance] = task.problem.generate(np.random.default_rng(0), 1, params)
    return task.encoding.shape(instance)
