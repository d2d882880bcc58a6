"""`thinkers list`: what is installed. Never imports torch unless thinkers are asked for."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from statistics import fmean
from typing import Annotated, Any

import typer

from thinkers.cli import options, rendering
from thinkers.errors import ConfigError
from thinkers.models.card import Card
from thinkers.models.scores import worst_first
from thinkers.registry.discovery import Plugin
from thinkers.registry.registry import Registry, installed
from thinkers.scoring.columns import percent
from thinkers.training.recipe import Recipe, shipped_recipes


class Kind(StrEnum):
    """What can be listed."""

    problems = "problems"
    thinkers = "thinkers"
    baselines = "baselines"
    models = "models"
    recipes = "recipes"
    plugins = "plugins"


What = Annotated[
    Kind | None,
    typer.Argument(metavar="KIND", help="By default all but thinkers and recipes."),
]


def show(what: What = None, json: options.Json = False) -> None:
    """List problems, thinkers, baselines, models, recipes or plugins."""
    registry = installed()
    kinds = [what] if what else [kind for kind in Kind if kind not in {Kind.thinkers, Kind.recipes}]
    for number, kind in enumerate(kinds):
        rows = _rows(registry, kind)
        if number and not json:
            rendering.print_text("")
        if json:
            rendering.print_json([{"kind": kind.value, **row} for row in rows])
        elif rows:
            columns = list(rows[0])
            lines: list[Sequence[str]] = [[str(value) for value in row.values()] for row in rows]
            rendering.listing(kind.value, columns, lines)
        else:
            rendering.print_text(f"no {kind.value}")
    rendering.left_out(registry)


def _rows(registry: Registry, kind: Kind) -> list[dict[str, Any]]:
    if kind is Kind.problems:
        every = registry.problems().values()
        return [
            {"name": each.name, "encodings": ", ".join(each.encodings), "what": each.summary}
            for each in every
        ]
    if kind is Kind.thinkers:
        thinkers = registry.thinkers().values()
        return [
            {"name": each.name, "layouts": ", ".join(sorted(each.layouts)), "what": each.summary}
            for each in thinkers
        ]
    if kind is Kind.baselines:
        return [
            {"name": each.name, "problem": problem, "what": each.summary}
            for problem in registry.problems()
            for each in registry.baselines(problem).values()
        ]
    if kind is Kind.models:
        cards = [model.card for model in registry.models().values()]
        return [
            {"name": card.name, "thinker": card.thinker, "encoding": card.encoding,
             **scores(card)}
            for card in cards
        ]  # fmt: skip
    if kind is Kind.recipes:
        return [
            {"name": name, "problem": problem, "thinker": _thinker(path), "file": str(path)}
            for problem, found in registry.problems().items()
            for name, path in shipped_recipes(found).items()
        ]
    return [_plugin(each) for each in [*registry.plugins.loaded, *registry.plugins.skipped]]


def _thinker(recipe: Path) -> str:
    """The thinker that a recipe trains; what is wrong with it, where it cannot be read."""
    try:
        return Recipe.read(recipe).thinker
    except ConfigError as error:
        return str(error)


def scores(card: Card) -> dict[str, str]:
    """What it was measured to do on the mean of its rows and on the worst, which is named."""
    if not card.scores:
        return {"mean": "", "worst": ""}
    gap = card.scored_by_gap
    shares = [score.mean_gap if gap else score.exact for score in card.scores]
    known = [share for share in shares if share is not None]
    mean = fmean(known) if len(known) == len(shares) else None
    worst = worst_first(card.scores)[0]
    share = worst.mean_gap if gap else worst.exact
    where = f" at {worst.where}" if worst.where else ""
    return {"mean": _shown(mean, gap), "worst": f"{_shown(share, gap)}{where}"}


def _shown(share: float | None, gap: bool) -> str:
    """A share that is right, or a mean gap; where there is no such, some answer is infeasible."""
    if share is None:
        return "infeasible"
    return f"{'+' if gap else ''}{percent(share)}%"


def _plugin(plugin: Plugin) -> dict[str, Any]:
    return {
        "name": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "hooks": ", ".join(plugin.hooks),
        "skipped": plugin.skipped,
    }
