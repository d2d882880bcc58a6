"""`thinkers check-plugin`: does a plugin keep its contracts?"""

import os
from collections.abc import Iterator
from traceback import format_exception
from typing import TYPE_CHECKING, Annotated

import typer

from thinkers.cli import rendering
from thinkers.cli.errors import DEBUG
from thinkers.errors import UnknownNameError
from thinkers.problems.wording import one_line
from thinkers.registry.astray import astray
from thinkers.registry.discovery import Plugin
from thinkers.registry.kinds import KINDS
from thinkers.registry.registry import Registry, installed

if TYPE_CHECKING:
    from thinkers.testing import Check

Name = Annotated[str, typer.Argument(metavar="NAME", help="Entry-point name of the plugin.")]

RAISED = (Exception, SystemExit, GeneratorExit)
"""What a stranger's code may raise; Ctrl-C goes on as it is."""


def check_plugin(name: Name) -> None:
    """Run every check of `thinkers.testing` on what a plugin provides."""
    registry = installed()
    loaded = [plugin for plugin in registry.plugins.loaded if plugin.name == name]
    faults = _faults(registry, name)
    if not loaded and not faults:
        known = {plugin.name for plugin in registry.plugins.loaded}
        raise UnknownNameError("plugin", name, known)
    for fault in faults:
        rendering.print_text(f"FAILED  {fault}")
    told: dict[str, str] = {}
    outcomes = [_run(*titled, told) for plugin in loaded for titled in _checks(registry, plugin)]
    passed, skipped = (outcomes.count(each) for each in ("passed", "skipped"))
    failed = len(faults) + outcomes.count("FAILED")
    counts = f"{passed} checks passed, {failed} failed, {skipped} skipped"
    kept = passed > 0 and not failed
    rendering.print_text(f"{name} {'keeps' if kept else 'breaks'} its contracts: {counts}")
    raise typer.Exit(0 if kept else 1)


def _faults(registry: Registry, name: str) -> list[str]:
    """What of a plugin is left out, and why; the rest of it is checked."""
    for hook in KINDS:
        for plugin in registry.plugins.loaded:
            registry.provided_by(plugin, hook)
    faults = [f"{each}: {each.skipped}" for each in registry.plugins.skipped if each.name == name]
    if not faults and name not in {each.name for each in registry.plugins.loaded}:
        faults = [said] if (said := astray(name)) else []
    return faults


def _checks(registry: Registry, plugin: Plugin) -> "Iterator[tuple[str, Check]]":
    from thinkers.cli.checking import option_checks
    from thinkers.testing.plugins import plugin_checks

    yield from plugin_checks(registry, plugin)
    for problem in registry.provided_by(plugin, "thinkers_problems"):
        yield from ((problem.name, check) for check in option_checks(problem))


def _run(title: str, check: "Check", told: dict[str, str]) -> str:
    """Run a check, say how it ended, and give that in one word; a fault is told once."""
    from thinkers.testing import SkippedError

    try:
        check()
    except SkippedError as reason:
        rendering.print_text(f"skipped {title}: {check}: {reason}")
        return "skipped"
    except RAISED as error:
        fault = _explained(check, error)
        first = told.setdefault(fault, f"{title}: {check}")
        same = first != f"{title}: {check}"
        said = f"        the same as {first!r}" if same else fault + _traced(error)
        rendering.print_text(f"FAILED  {title}: {check}\n{said}")
        return "FAILED"
    rendering.print_text(f"passed  {title}: {check}")
    return "passed"


def _explained(check: "Check", error: BaseException) -> str:
    """What is wrong, and the file and line of the plugin where it is to be mended."""
    lines = [one_line(error), getattr(error, "hint", ""), check.place(error)]
    shown = [lines[0], *(line for line in lines[1:] if line and line not in lines[0])]
    return "\n".join(f"        {line}" for line in shown)


def _traced(error: BaseException) -> str:
    """The traceback, where it is asked for."""
    if os.environ.get(DEBUG) != "1":
        return ""
    return "\n" + "".join(format_exception(error)).rstrip()
