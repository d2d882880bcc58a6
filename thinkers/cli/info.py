"""`thinkers info`: what is known of a model, from its card and without loading it."""

from typing import Annotated, Any

import typer

from thinkers.cli import completion, options, rendering
from thinkers.errors import ConfigError
from thinkers.models.card import Card, ModelCard
from thinkers.models.coverage import Coverage
from thinkers.models.scores import worst_first
from thinkers.problems.problem import Problem
from thinkers.registry.registry import Registry, installed
from thinkers.scoring.columns import percent
from thinkers.training.recipe import Recipe, shipped_recipes

Name = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        help="Name or file; see `thinkers list models`.",
        autocompletion=completion.models,
    ),
]


def info(model: Name, json: options.Json = False) -> None:
    """Say what a model was trained on, how good it was measured to be, and where that ends."""
    registry = installed()
    found = registry.card(model)
    found.require_whole()
    recipe = _shipped_recipe(registry, found.card)
    if json:
        rendering.print_json([_as_dict(found, recipe)])
        return
    problem = registry.problem(found.card.problem)
    rendering.facts(found.card.name, _facts(found, problem, recipe))
    if found.card.scores:
        rendering.print_text("")
        columns, rows = _scores(found.card, problem)
        rendering.table(
            "measured on new instances, worst first; each row timed where it was measured",
            columns,
            rows,
        )


def _as_dict(model: ModelCard, recipe: str) -> dict[str, Any]:
    card = model.card.model_dump(mode="json")
    return {
        **card, "path": str(model.path), "bytes": model.path.stat().st_size,
        "weights": model.weights(), "shipped_recipe": recipe or None,
    }  # fmt: skip


def _facts(model: ModelCard, problem: Problem[Any, Any], recipe: str) -> list[tuple[str, str]]:
    card = model.card
    budget = f"{card.budget.minimum} iterations"
    if card.budget.per_size:
        power = f" to the power {card.budget.power:g}" if card.budget.power < 1 else ""
        each = f"{card.budget.per_size:g} for each position along a side{power}"
        budget += f", or {each} if that is more"
    if card.budget.read_every:
        often = "each" if card.budget.read_every == 1 else f"every {card.budget.read_every}"
        budget += f"; of the answers after {often} the best counts"
    facts = [
        ("problem", f"{problem.name}, {problem.summary}"),
        ("thinker", _settings({"": card.thinker, "encoding": card.encoding, **card.config})),
        ("weights", f"{model.weights():,} numbers, {model.path.stat().st_size / 1e6:.1f} MB"),
        ("file", str(model.path)),
        ("trained on", _training_data(card)),
        ("training", _training(card)),
        ("thinks for", budget),
        ("proven", _proof(card)),
        ("limits", _limits(card, problem)),
    ]
    if recipe:
        facts.insert(6, ("recipe", f"thinkers train {problem.name} --recipe {recipe}"))
    return facts


def _shipped_recipe(registry: Registry, card: Card) -> str:
    """The name of the shipped recipe that trains this model; empty where none does."""
    problem = registry.problems().get(card.problem)
    for name, path in shipped_recipes(problem).items() if problem else ():
        try:
            plan = Recipe.read(path)
            if plan.name == card.name and (plan.start is None) == (not card.recipe.get("start")):
                return name
        except ConfigError:
            continue
    return ""


def _training_data(card: Card) -> str:
    """Each group of instances, with how many there are of each combination of its options."""
    told = []
    try:
        for group in card.recipe.get("data", {}).get("train", []):
            if group.get("file"):
                told.append(f"those of {group['file']}")
                continue
            count = "fresh ones" if group.get("fresh") else f"{group.get('count', 0):,}"
            told.append(f"{count} of each {_settings(group['params']) or 'that the problem draws'}")
    except (AttributeError, KeyError, TypeError, ValueError):
        return "nothing that can be read on its card"
    return "; ".join(told) or "not on its card"


def _training(card: Card) -> str:
    """How long it was trained, and which of the weights on the way these are."""
    return (
        f"the best weights, by validation loss, of up to {card.steps:,} steps{_start(card)}, "
        f"seed {card.seed}, {_settings(card.versions)}"
    )


def _start(card: Card) -> str:
    """From which weights it was trained on; empty where they were random."""
    start = card.recipe.get("start")
    if not isinstance(start, dict):
        return ""
    return f" from the weights {str(start.get('sha256', ''))[:12]}… of {start.get('model')}"


def _settings(values: dict[str, Any]) -> str:
    """`cities 8/10/12, distances euclidean`."""
    told = []
    for name, value in values.items():
        text = "/".join(map(str, value)) if isinstance(value, list) else str(value)
        told.append(f"{name} {text}".strip())
    return ", ".join(told)


def _proof(card: Card) -> str:
    if card.certificate is None:
        return "no K; its answers are checked, as all are; see `thinkers certify`"
    return (
        f"every step is a contraction, K = {card.certificate.K:.6f} at every size: see "
        f"`thinkers certify {card.name}`"
    )


def _limits(card: Card, problem: Problem[Any, Any]) -> str:
    """Up to where it was measured; of what lies beyond `solve` and `compare` warn."""
    coverage = Coverage.of(problem, card)
    if coverage is None:
        return "it was never measured"
    told = f"measured on instances of up to {coverage.size.words(coverage.sides)}, {_drawn(card)}"
    if coverage.traits:
        told += f", of the kinds {', '.join(sorted(coverage.traits))}"
    return f"{told}; of others nothing is known, and `solve` and `compare` warn of them"


def _drawn(card: Card) -> str:
    """With which options of the generator it was measured."""
    values: dict[str, list[Any]] = {}
    for score in card.scores:
        for name, value in score.params.items():
            values[name] = [*values.get(name, []), value]
    told = [_settings({name: list(dict.fromkeys(each)) for name, each in values.items()})]
    if not all(score.params for score in card.scores):
        told.insert(0, "the usual options")
    return f"drawn with {' and '.join(filter(None, told))}"


def _scores(card: Card, problem: Problem[Any, Any]) -> tuple[list[str], list[list[str]]]:
    """The columns of what was measured, and its rows, worst first; the first says of what."""
    size = problem.size_option or "instances of"
    columns = [size, "instances", "ok %", "exact %", "gap %", "iterations", "s each"]
    rows = [
        [
            score.where or problem.name,
            str(score.instances),
            percent(score.feasible),
            percent(score.exact),
            percent(score.mean_gap, 2),
            f"{score.iterations:.0f}",
            f"{score.seconds:.2g}",
        ]
        for score in worst_first(card.scores)
    ]
    return columns, rows
