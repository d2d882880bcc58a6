"""`thinkers check-plugin`: does a plugin keep its contracts?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from thinkers.cli import rendering
from thinkers.errors import UnknownNameError
from thinkers.problems.wording import one_line
from thinkers.registry.discovery import Plugin
from thinkers.registry.registry import Registry, installed

if TYPE_CHECKING:
    from thinkers.testing import Check

Name = Annotated[str, typer.Argument(metavar="NAME", help="Entry-point name of the plugin.")]


def check_plugin(name: Name) -> None:
    """Run every check of `thinkers.testing` on what a plugin provides."""
    registry = installed()
    every = [*registry.plugins.loaded, *registry.plugins.skipped]
    if name not in {plugin.name for plugin in every}:
        raise UnknownNameError("plugin", name, {plugin.name for plugin in every})
    failures = 0
    for plugin in registry.plugins.loaded:
        if plugin.name == name:
            failures += sum(not _passes(title, check) for title, check in _checks(registry, plugin))
    for plugin in registry.plugins.skipped:
        if plugin.name == name:
            failures += 1
            rendering.print_text(f"FAILED  {plugin}: {plugin.skipped}")
    rendering.print_text(f"{failures} failed" if failures else f"{name} keeps its contracts")
    raise typer.Exit(1 if failures else 0)


def _checks(registry: Registry, plugin: Plugin) -> "Iterator[tuple[str, Check]]":
    from thinkers import testing

    for problem in registry.provided_by(plugin, "thinkers_problems"):
        yield from ((problem.name, check) for check in testing.problem_checks(problem()))
    for baseline in registry.provided_by(plugin, "thinkers_baselines"):
        task = registry.problem(baseline.problem)
        yield from ((baseline.name, check) for check in testing.baseline_checks(baseline, task))
    for thinker in registry.provided_by(plugin, "thinkers_thinkers"):
        yield from ((thinker.name, check) for check in testing.thinker_checks(thinker))
    for model in registry.provided_by(plugin, "thinkers_models"):
        yield from ((model.card.name, check) for check in testing.model_checks(model, registry))


def _passes(title: str, check: "Check") -> bool:
    try:
        check()
    except Exception as error:  # a stranger's code may raise anything
        rendering.print_text(f"FAILED  {title}: {check}\n        {one_line(error)}")
        return False
    rendering.print_text(f"passed  {title}: {check}")
    return True
