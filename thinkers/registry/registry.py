"""All that the installed plugins provide, validated, by name, sorted.

Two distributions that claim one name are an error that names both, and neither is used, for a
benchmark row must never be ambiguous; except that the name belongs to one of them: a model or
baseline to the distribution that provides its problem, a problem to `thinkers-PROBLEM`.
"""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, TypeVar, cast

from thinkers.errors import ModelError, UnknownNameError
from thinkers.models.store import Model, ModelCard, load_model
from thinkers.problems.baseline import Baseline
from thinkers.problems.batch import Signature
from thinkers.problems.problem import Problem
from thinkers.problems.wording import printable
from thinkers.registry.discovery import Plugin, Plugins, canonical, discover, official, settle
from thinkers.registry.strangers import attempt
from thinkers.settings import Settings

if TYPE_CHECKING:
    from thinkers.nets import Thinker

Provided = TypeVar("Provided")
AnyProblem = Problem[Any, Any]
AnyBaseline = Baseline[Any, Any]


@dataclass(eq=False)
class Registry:
    """What plugins provide. Each hook is called once, when first needed."""

    plugins: Plugins
    _provided: dict[str, dict[str, tuple[Plugin, Any]]] = field(default_factory=dict)

    def problems(self) -> Mapping[str, type[AnyProblem]]:
        """Problem classes by name, sorted."""
        return self._named("thinkers_problems")

    def thinkers(self) -> "Mapping[str, type[Thinker]]":
        """Thinker classes by name, sorted. Imports torch."""
        return self._named("thinkers_thinkers")

    def baselines(self, problem: str) -> Mapping[str, AnyBaseline]:
        """The baselines of a problem by name, sorted."""
        every: Mapping[str, AnyBaseline] = self._named("thinkers_baselines")
        return {each.name: each for each in every.values() if each.problem == problem}

    def models(self, problem: str | None = None) -> Mapping[str, ModelCard]:
        """Model cards by name, sorted; of one problem, or of all."""
        every: Mapping[str, ModelCard] = self._named("thinkers_models")
        return {name: each for name, each in every.items() if problem in {None, each.card.problem}}

    def problem(self, name: str) -> AnyProblem:
        """The problem of that name.

        Raises:
            UnknownNameError: No plugin provides it; says what is near.
        """
        return pick("problem", name, self.problems())()

    def card(self, name: str) -> ModelCard:
        """The card of the model of that full name, or in that file.

        Raises:
            UnknownNameError: There is none.
            ModelError: The file is damaged.
        """
        return ModelCard.read(Path(name)) if _is_file(name) else pick("model", name, self.models())

    def load(self, model: ModelCard) -> Model:
        """The model of a card, its thinker and its problem being installed.

        Raises:
            UnknownNameError: One of them is not.
            ModelError: The weights are damaged, or do not fit the architecture.
        """
        thinker = pick("thinker", model.card.thinker, self.thinkers())
        return load_model(model, thinker, self.problem(model.card.problem).encodings)

    def provided_by(self, plugin: Plugin, hook: str) -> list[Any]:
        """What one plugin provides through one hook."""
        return [found for owner, found in self._collect(hook).values() if owner == plugin]

    def blame(self, error: BaseException) -> str:
        """Which plugin's code raised an error, with file and line; empty where none did."""
        packages = {
            _package(found): plugin
            for provided in self._provided.values()
            for plugin, found in provided.values()
        }
        frames = list(walk_tb(error.__traceback__))
        for frame, line in reversed(frames):
            name = str(frame.f_globals.get("__name__", ""))
            plugin = packages.get(name.partition(".")[0])
            if plugin is not None:
                file = "/".join(Path(frame.f_code.co_filename).parts[-2:])
                return f"plugin {plugin}, {file}, line {line}"
        return ""

    def _named(self, hook: str) -> dict[str, Any]:
        return {name: found for name, (_, found) in self._collect(hook).items()}

    def _collect(self, hook: str) -> dict[str, tuple[Plugin, Any]]:
        if hook not in self._provided:
            kind = KINDS[hook]
            claims: dict[str, list[tuple[Plugin, Any]]] = {}
            for plugin, found in self.plugins.call(hook):
                name = self._name_of(kind, plugin, found)
                if name is not None:
                    claims.setdefault(name, []).append((plugin, found))
            self._provided[hook] = {}
            for name, claimants in sorted(claims.items()):
                owners = self._owners(kind, name) if len(claimants) > 1 else frozenset()
                what = f"{hook}: the name {name!r}"
                winner = settle(self.plugins, what, claimants, owners)
                if winner is not None:
                    self._provided[hook][name] = winner
        return self._provided[hook]

    def _name_of(self, kind: "Kind", plugin: Plugin, found: object) -> str | None:
        """The name of a thing that a plugin gave; None where it breaks its contract."""

        def leave_out(fault: str) -> None:
            self.plugins.leave_out(plugin, f"{kind.hook} returned {_shown(found)}: {fault}")

        judged = attempt(partial(_judged, kind, found), leave_out)
        if judged is None:
            return None
        name, fault = judged
        if fault:
            leave_out(fault)
        return None if fault else name

    def _owners(self, kind: "Kind", name: str) -> frozenset[str]:
        """The distributions to which a name belongs; of a problem's things, the problem's own."""
        if not kind.of_problem:
            return official(name)
        problem = self._collect("thinkers_problems").get(name.partition("/")[0])
        return frozenset() if problem is None else frozenset({canonical(problem[0].distribution)})


def _package(found: object) -> str:
    """The package of a thing's code; empty for things of our own core."""
    kind = found if isinstance(found, type) else type(found)
    package = kind.__module__.partition(".")[0]
    return "" if package == __package__ else package


@cache
def installed() -> Registry:
    """The registry of this process, found once."""
    return Registry(discover())


def pick(kind: str, name: str, known: Mapping[str, Provided]) -> Provided:
    """The thing of that name, whatever the case of its letters.

    Raises:
        UnknownNameError: There is none; says what is near.
    """
    try:
        return known[name.strip().lower()]
    except KeyError:
        raise UnknownNameError(kind, name, known) from None


def choose_model(registry: Registry, problem: AnyProblem, name: str = "") -> Model:
    """Load the model of that name, or file, or the problem's default.

    Raises:
        ModelError: There is none, or it is for another problem.
    """
    if _is_file(name):
        card = ModelCard.read(Path(name))
    elif name:
        known = registry.models(problem.name)
        card = pick("model", name if "/" in name else f"{problem.name}/{name}", known)
    else:
        card = candidates(registry, problem)[0]
    if card.card.problem != problem.name:
        said = f"{name}, {card.card.name}," if _is_file(name) else card.card.name
        raise ModelError(
            f"{said} is a model of {card.card.problem}, not {problem.name}",
            f"`thinkers solve {card.card.problem}` takes it; `thinkers list models` shows others",
        )
    return registry.load(card)


def candidates(registry: Registry, problem: AnyProblem) -> list[ModelCard]:
    """The installed models of a problem: its default first, then by name.

    Raises:
        ModelError: There is none.
    """
    known = registry.models(problem.name)
    if not known:
        raise ModelError(
            f"no installed plugin has a model of {problem.name}",
            f"train one with `thinkers train {problem.name} --recipe ...`",
        )
    return sorted(known.values(), key=lambda model: model.card.name != problem.default_model)


def find_model(registry: Registry, name: str) -> tuple[AnyProblem, Model]:
    """Load a model by its full name or file, and its problem.

    Raises:
        ModelError: There is none.
    """
    card = registry.card(name)
    return registry.problem(card.card.problem), registry.load(card)


def _is_file(name: str) -> bool:
    return name.endswith(".safetensors") or os.path.isfile(name)  # noqa: PTH113  no name is an error


@dataclass(frozen=True)
class Kind:
    """One kind of thing that plugins give.

    Attributes:
        hook: The hook that gives it.
        fault_of: What is wrong with a thing, if anything.
        name_of: The thing's name.
        of_problem: Whether the name begins with that of a problem.
    """

    hook: str
    fault_of: Callable[[object], str]
    name_of: Callable[[Any], str]
    of_problem: bool = False


def _judged(kind: Kind, found: object) -> tuple[str, str]:
    """The name of a thing, or what is wrong with it."""
    fault = kind.fault_of(found)
    return ("" if fault else kind.name_of(found)), fault


def _class_fault(found: object, interface: type, needs: Mapping[str, type]) -> str:
    if not (isinstance(found, type) and issubclass(found, interface)):
        return f"expected a class derived from {interface.__name__}"
    missing = sorted(getattr(found, "__abstractmethods__", ()))
    if missing:
        return f"it does not implement {', '.join(missing)}"
    return _attribute_fault(found, needs)


def _attribute_fault(found: object, needs: Mapping[str, type]) -> str:
    missing = [need for need in needs if not hasattr(found, need)]
    if missing:
        return f"it does not say its {', '.join(missing)}"
    name = getattr(found, "name", None)
    if not (isinstance(name, str) and name.isprintable() and name) or name != name.strip().lower():
        return f"expected a lower-case name, got {_shown(name)}"
    for need, kind in needs.items():
        value = getattr(found, need)
        if not isinstance(value, kind):
            return f"expected {need} of type {kind.__name__}, got {_shown(value)}"
    return ""


def _problem_fault(found: object) -> str:
    needs = {
        "name": str, "summary": str, "Params": type, "encodings": Mapping, "reference": str,
    }  # fmt: skip
    fault = _class_fault(found, Problem, needs)
    if fault:
        return fault
    problem = cast("type[AnyProblem]", found)
    if not issubclass(problem.Params, Settings):
        return "expected Params to be derived from Settings"
    for name, signature in problem.encodings.items():
        if not (isinstance(name, str) and isinstance(signature, Signature)):
            return f"expected encodings from names to Signatures, got {_shown(problem.encodings)}"
    return ""


def _thinker_fault(found: object) -> str:
    from thinkers.nets import Thinker

    needs = {"name": str, "summary": str, "Config": type, "layouts": Collection}
    return _class_fault(found, Thinker, needs)


def _baseline_fault(found: object) -> str:
    if not isinstance(found, Baseline):
        return "expected an instance of Baseline"
    return _attribute_fault(found, {"name": str, "problem": str, "summary": str})


def _model_fault(found: object) -> str:
    return "" if isinstance(found, ModelCard) else "expected a ModelCard"


def _shown(found: object) -> str:
    """The thing in one line, even when its own text fails."""
    shown = attempt(lambda: " ".join(repr(found).split()), lambda fault: None)
    return f"an instance of {type(found).__name__}" if shown is None else printable(shown)


KINDS: Mapping[str, Kind] = {
    kind.hook: kind
    for kind in (
        Kind("thinkers_problems", _problem_fault, lambda found: str(found.name)),
        Kind("thinkers_thinkers", _thinker_fault, lambda found: str(found.name)),
        Kind("thinkers_baselines", _baseline_fault, lambda it: f"{it.problem}/{it.name}", True),
        Kind("thinkers_models", _model_fault, lambda found: str(found.card.name), True),
    )
}
"""For each hook, what it gives."""
