"""A recipe, tried: is it valid, and can a step be made of it?"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import torch

from thinkers.errors import ConfigError
from thinkers.nets import Thinker
from thinkers.problems.problem import Problem
from thinkers.problems.sound import require_sound
from thinkers.settings import Settings
from thinkers.training.data.sets import params_of
from thinkers.training.data.source import require_augmentation
from thinkers.training.recipe import Recipe
from thinkers.training.step.descent import Descent
from thinkers.training.step.distributed import launch
from thinkers.training.task import Task


def require_valid(recipe: Recipe, problem: Problem[Any, Any], thinker: type[Thinker]) -> None:
    """See that what a recipe says of its problem and its thinker is so, computing nothing.

    Raises:
        ConfigError: An option, setting or encoding is unknown or out of range.
    """
    task = Task.of(recipe, problem)
    signature = task.encoding.signature
    require_augmentation(recipe, task)
    with torch.random.fork_rng(devices=[]):
        thinker.build(signature, recipe.config)
    list(_combinations(recipe, problem))
    for size, params in recipe.scores.combinations():
        problem.sized(size, params, "scores")


def try_step(recipe: Recipe, problem: Problem[Any, Any], thinker: type[Thinker]) -> float | None:
    """Make one training step on a few of the recipe's smallest instances.

    Returns:
        The loss; None where all that the recipe learns from lies in files.

    Raises:
        ThinkersError: It cannot be made; or the loss is not finite.
    """
    task, drawn = Task.of(recipe, problem), list(_combinations(recipe, problem))
    if not drawn:
        return None
    params = min(drawn, key=lambda each: _size(problem, each))
    rng = np.random.default_rng(0)
    batch, *_ = task.labelled(problem.generate(rng, 2 * recipe.loss.mosaic**2, params))
    require_sound(task.encoding, batch)
    if recipe.data.augment:
        batch = task.encoding.augment(batch, rng)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed)
        built = thinker.build(task.encoding.signature, recipe.config)
        descent = Descent(recipe, built, task.encoding, launch("cpu", 1, "32-true"))
        loss, _ = descent.step(batch, 0)
    return loss


def _combinations(recipe: Recipe, problem: Problem[Any, Any]) -> Iterator[Settings]:
    for group in [*recipe.data.train, *recipe.data.validation]:
        if group.file is None:
            for combination in group.combinations():
                yield params_of(problem, combination)


def _size(problem: Problem[Any, Any], params: Settings) -> float:
    with suppress(ConfigError, TypeError, ValueError):
        return float(getattr(params, problem.size_option or "", 0))
    return 0.0
