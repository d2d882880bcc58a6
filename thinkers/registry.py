"""All that the installed plugins provide, validated, by name, sorted.

Two distributions that claim one name are an error that names both, and neither is used: a
benchmark row must never be ambiguous.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from thinkers.baseline import Baseline
from thinkers.discovery import Plugin, Plugins, claimed, discover
from thinkers.errors import ModelError, UnknownNameError
from thinkers.models import Model, ModelCard, load_model
from thinkers.problem import Problem

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

    def _named(self, hook: str) -> dict[str, Any]:
        return {name: found for name, (_, found) in self._collect(hook).items()}

    def _collect(self, hook: str) -> dict[str, tuple[Plugin, Any]]:
        if hook not in self._provided:
            fault_of, name_of = KINDS[hook]
            claims: dict[str, list[tuple[Plugin, Any]]] = {}
            for plugin, found in self.plugins.call(hook):
                fault = fault_of(found)
                if fault:
                    self.plugins.leave_out(plugin, f"{hook} returned {_shown(found)}: {fault}")
                else:
                    claims.setdefault(name_of(found), []).append((plugin, found))
            self._provided[hook] = {}
            for name, claimants in sorted(claims.items()):
                if len(claimants) == 1:
                    self._provided[hook][name] = claimants[0]
                    continue
                owners = [plugin for plugin, _ in claimants]
                reason = claimed(f"{hook}: the name {name!r}", owners)
                self.plugins.leave_out(owners[0], reason)
        return self._provided[hook]


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
    known = registry.models(problem.name)
    if _is_file(name):
        card = ModelCard.read(Path(name))
    elif name:
        card = pick("model", name if "/" in name else f"{problem.name}/{name}", known)
    elif not known:
        raise ModelError(
            f"no installed plugin has a model of {problem.name}",
            f"train one with `thinkers train {problem.name} --recipe ...`",
        )
    else:
        card = known.get(problem.default_model or "") or next(iter(known.values()))
    if card.card.problem != problem.name:
        raise ModelError(f"{card.card.name} is a model of {card.card.problem}, not {problem.name}")
    return registry.load(card)


def find_model(registry: Registry, name: str) -> tuple[AnyProblem, Model]:
    """Load a model by its full name or file, and its problem.

    Raises:
        ModelError: There is none.
    """
    card = ModelCard.read(Path(name)) if _is_file(name) else pick("model", name, registry.models())
    return registry.problem(card.card.problem), registry.load(card)


def _is_file(name: str) -> bool:
    return name.endswith(".safetensors") or Path(name).is_file()


def _class_fault(found: object, interface: type, needs: tuple[str, ...]) -> str:
    if not (isinstance(found, type) and issubclass(found, interface)):
        return f"expected a class derived from {interface.__name__}"
    missing = sorted(getattr(found, "__abstractmethods__", ()))
    if missing:
        return f"it does not implement {', '.join(missing)}"
    return _attribute_fault(found, needs)


def _attribute_fault(found: object, needs: tuple[str, ...]) -> str:
    missing = [need for need in needs if not hasattr(found, need)]
    if missing:
        return f"it does not say its {', '.join(missing)}"
    name = getattr(found, "name", None)
    if not isinstance(name, str) or name != name.strip().lower() or not name:
        return f"expected a lower-case name, got {name!r}"
    return ""


def _problem_fault(found: object) -> str:
    needs = ("name", "summary", "Params", "encodings", "reference")
    return _class_fault(found, Problem, needs)


def _thinker_fault(found: object) -> str:
    from thinkers.nets import Thinker

    return _class_fault(found, Thinker, ("name", "summary", "Config", "layouts"))


def _baseline_fault(found: object) -> str:
    if not isinstance(found, Baseline):
        return "expected an instance of Baseline"
    return _attribute_fault(found, ("name", "problem", "summary"))


def _model_fault(found: object) -> str:
    return "" if isinstance(found, ModelCard) else "expected a ModelCard"


def _name(found: Any) -> str:
    return str(found.name)


def _shown(found: object) -> str:
    """The thing as text, even when its own text fails."""
    try:
        return " ".join(repr(found).split())
    except Exception:  # a stranger's code may raise anything
        return f"an instance of {type(found).__name__}"


KINDS: dict[str, tuple[Callable[[object], str], Callable[[Any], str]]] = {
    "thinkers_problems": (_problem_fault, _name),
    "thinkers_thinkers": (_thinker_fault, _name),
    "thinkers_baselines": (_baseline_fault, lambda found: f"{found.problem}/{found.name}"),
    "thinkers_models": (_model_fault, lambda found: str(found.card.name)),
}
"""For each hook: what is wrong with a thing it gave, if anything, and the thing's name."""
