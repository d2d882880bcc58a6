"""From trained weights to a model file that says how it was made and how good it is."""

from collections import Counter
from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import Any

from thinkers.engine.versions import versions
from thinkers.errors import ConfigError
from thinkers.models.card import Card
from thinkers.models.certificate import certify_model
from thinkers.models.scores import Score
from thinkers.models.store import Model, save_model
from thinkers.nets import Thinker
from thinkers.problems.problem import Problem
from thinkers.scoring.evaluating import evaluate
from thinkers.training.events import Hear, Measuring, unheard
from thinkers.training.recipe import Recipe, Scores
from thinkers.training.task import Task

SCORING_SEED = 1_000_003
"""Draws the instances that a published score is measured on; training never sees this seed."""


def publish(
    recipe: Recipe,
    problem: Problem[Any, Any],
    thinker: Thinker,
    folder: Path,
    *,
    device: str = "auto",
    hear: Hear = unheard,
) -> Path:
    """Measure a trained thinker as its recipe asks, and write the model file.

    Returns:
        The file, named after the model.

    Raises:
        ConfigError: The file cannot be written.
    """
    card = Card(
        name=recipe.name,
        problem=problem.name,
        thinker=recipe.thinker,
        encoding=Task.of(recipe, problem).name,
        config=recipe.config,
        budget=recipe.budget,
        recipe=recipe.model_dump(mode="json"),
        seed=recipe.seed,
        steps=recipe.optimizer.steps,
        versions=versions(),
    )
    scores = list(measured(problem, Model(card, thinker), recipe.scores, device, hear))
    path = folder / f"{recipe.name.split('/')[1]}.safetensors"
    found = {"scores": scores, "certificate": certify_model(Model(card, thinker.cpu()))}
    try:
        save_model(path, Model(card.model_copy(update=found), thinker))
    except ConfigError as error:
        raise ConfigError(str(error), "free some space; --resume then writes the model") from error
    return path


def measured(
    problem: Problem[Any, Any],
    model: Model,
    scores: Scores,
    device: str,
    hear: Hear,
) -> Iterator[Score]:
    """What a model does at every size and with every option that a recipe's `[scores]` names."""
    encoding = model.card.pick_encoding(problem.encodings)
    for size, params in scores.combinations():
        hear(Measuring(size, params))
        found = evaluate(
            problem, model, size, scores.instances,
            params=params, device=device, seed=SCORING_SEED,
        )  # fmt: skip
        tasks = [result.instance for result in found.results]
        kinds = Counter(trait for task in tasks for trait in problem.traits(task))
        yield Score.of({
            **found.as_dict(), "params": params, "seed": SCORING_SEED,
            "shape": max((encoding.shape(task) for task in tasks), key=prod),
            "traits": {trait: count / len(tasks) for trait, count in sorted(kinds.items())},
        })  # fmt: skip
