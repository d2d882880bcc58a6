"""Every check of a plugin: of its door, and of all that comes through it."""

from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType

from thinkers.registry.discovery import Plugin
from thinkers.registry.kinds import KINDS
from thinkers.registry.registry import Registry, pick
from thinkers.testing import (
    baseline_checks,
    importing,
    model_checks,
    problem_checks,
    recipes,
    thinker_checks,
)
from thinkers.testing.baselines import AnyBaseline, AnyProblem
from thinkers.testing.contract import Check, checks_of, require, skip_unless

Titled = tuple[str, Check]
"""What is checked, and a check of it."""


def plugin_checks(registry: Registry, plugin: Plugin) -> Iterator[Titled]:
    """The checks of a plugin that was loaded, each with the name of what it is about."""
    module = registry.plugins.modules[plugin.name]
    yield from ((plugin.name, each) for each in _door_checks(registry, plugin, module))
    for problem in registry.provided_by(plugin, "thinkers_problems"):
        made = partial(_checks_of_problem, registry, problem())
        yield from ((problem.name, each) for each in _made(made, problem))
    yield from _recipe_checks(registry, plugin)
    for baseline in registry.provided_by(plugin, "thinkers_baselines"):
        made = partial(_checks_of_baseline, registry, baseline)
        yield from ((baseline.name, each) for each in _made(made, baseline))
    for thinker in registry.provided_by(plugin, "thinkers_thinkers"):
        yield from ((thinker.name, each) for each in thinker_checks(thinker))
    for model in registry.provided_by(plugin, "thinkers_models"):
        yield from ((model.card.name, each) for each in model_checks(model, registry))


def _made(make: Callable[[], list[Check]], subject: object) -> list[Check]:
    """Checks; or one that fails, where what they need of the subject cannot be had."""

    def fail(error: Exception) -> None:
        raise error

    try:
        return make()
    except Exception as error:  # a stranger's options may do anything
        return [Check("has options with defaults", partial(fail, error), subject)]


def _door_checks(registry: Registry, plugin: Plugin, module: object) -> list[Check]:
    imported = [Check("torch is imported late", partial(_imports, plugin, module), module)]
    given = [
        Check(f"{hook} gives something", partial(_gives, registry, plugin, hook), module)
        for hook in plugin.hooks
    ]
    return [*imported, *given]


def _imports(plugin: Plugin, module: object) -> None:
    skip_unless(isinstance(module, ModuleType), "its entry point names no module")
    importing.torch_is_imported_late(plugin, str(getattr(module, "__name__", "")))


def _gives(registry: Registry, plugin: Plugin, hook: str) -> None:
    """A hook gives something; one that gives nothing does no harm beside one that does."""
    if not registry.provided_by(plugin, hook):
        others = [each for each in KINDS if registry.provided_by(plugin, each)]
        require(bool(others), f"the plugin provides something; {hook} gave nothing that is used")
        skip_unless(False, f"{hook} gave nothing, {others[0]} did")


def _checks_of_problem(registry: Registry, problem: AnyProblem) -> list[Check]:
    return [*checks_of((names_are_provided,), problem, registry), *problem_checks(problem)]


def names_are_provided(problem: AnyProblem, registry: Registry) -> None:
    """Its baselines and its default model are installed, and a thinker for each of its layouts."""
    pick("baseline", problem.reference, registry.baselines(problem.name))
    if problem.refined_by is not None:
        pick("baseline", problem.refined_by, registry.baselines(problem.name))
    if problem.default_model is not None:
        pick("model", problem.default_model, registry.models(problem.name))
    known = {layout for each in registry.thinkers().values() for layout in each.layouts}
    for name, encoding in problem.encodings.items():
        layout = encoding.signature.layout
        require(layout in known, f"a thinker thinks on {layout!r}, the layout of encoding {name}")


def _recipe_checks(registry: Registry, plugin: Plugin) -> Iterator[Titled]:
    from thinkers.training.recipe import shipped_recipes

    problems = registry.provided_by(plugin, "thinkers_problems")
    names = {problem.name for problem in problems}
    found = {file: name for each in problems for name, file in shipped_recipes(each).items()}
    for file, name in sorted(found.items()):
        for check in checks_of(recipes.RULES, file, names, registry):
            yield f"recipe {name}", check


def _checks_of_baseline(registry: Registry, baseline: AnyBaseline) -> list[Check]:
    if baseline.problem in registry.problems():
        return baseline_checks(baseline, registry.problem(baseline.problem))
    return checks_of((its_problem_is_installed,), baseline, registry)


def its_problem_is_installed(baseline: AnyBaseline, registry: Registry) -> None:
    """Some plugin provides the problem that a baseline solves."""
    pick("problem", baseline.problem, registry.problems())
