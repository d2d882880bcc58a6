"""Where batches come from: one combination of a group's parameters, stored or made anew."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from thinkers.errors import ConfigError
from thinkers.problems.batch import Batch
from thinkers.problems.problem import Problem
from thinkers.settings import Settings
from thinkers.training.data.labelling import Report, prepare
from thinkers.training.data.sets import TRAIN, labelled, params_of
from thinkers.training.recipe import Recipe

AnyProblem = Problem[Any, Any]


@dataclass(frozen=True, eq=False)
class Source:
    """One combination.

    Attributes:
        problem: The problem.
        encoding: The encoding to learn.
        params: Options of the generator.
        weight: How often a batch comes from here, relative to the others.
        begin: The first step at which one may.
        size: Instances in a batch.
        augment: Whether the problem's symmetries are applied.
        stored: The labelled set, or None where each batch is generated and labelled anew.
    """

    problem: AnyProblem
    encoding: str
    params: Settings
    weight: float
    begin: int
    size: int
    augment: bool
    stored: Batch | None

    def batch(self, rng: np.random.Generator) -> Batch:
        """A labelled batch, all chance from `rng`."""
        batch = self._new(rng) if self.stored is None else self._some_of(self.stored, rng)
        return self.problem.augment(batch, rng, self.encoding) if self.augment else batch

    def _new(self, rng: np.random.Generator) -> Batch:
        instances = self.problem.generate(rng, self.size, self.params)
        return labelled(self.problem, self.encoding, instances)

    def _some_of(self, stored: Batch, rng: np.random.Generator) -> Batch:
        return stored.part(rng.integers(len(stored.inputs), size=self.size))


def sources(
    recipe: Recipe, problem: AnyProblem, encoding: str, report: Report, workers: int
) -> list[Source]:
    """The sources of a recipe's training batches, in its order; stored sets are made first.

    Raises:
        ThinkersError: A set cannot be made or cached, or the problem knows no augmentation.
    """
    data = recipe.data
    if data.augment and type(problem).augment is Problem.augment:
        raise ConfigError(f"{problem.name} has no augmentation", "leave out data.augment")
    counted = [group for group in data.train if not group.fresh]
    sets = iter(prepare(problem, encoding, counted, recipe.seed, TRAIN, report, workers))
    found = []
    for group in data.train:
        for combination in group.combinations():
            params = params_of(problem, combination)
            stored = None if group.fresh else next(sets)
            shape = stored.mask.shape[1:] if stored else _shape(problem, encoding, params)
            begin = int(group.begin * recipe.optimizer.steps)
            size = data.instances(shape)
            found.append(
                Source(
                    problem, encoding, params, group.weight, begin, size, data.augment, stored
                )
            )  # fmt: skip
    return found


def _shape(problem: AnyProblem, encoding: str, params: Settings) -> tuple[int, ...]:
    """The shape of what these options generate."""
    [instance] = problem.generate(np.random.default_rng(0), 1, params)
    return problem.shape(instance, encoding)
