"""All that the installed plugins provide, validated, by name, sorted.

Two distributions that claim one name are an error that names both, and neither is used, for a
benchmark row must never be ambiguous; except that the name belongs to one of them: a model or
baseline to the distribution that provides its problem, a problem to `thinkers-PROBLEM`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, TypeVar

from thinkers.errors import UnknownNameError
from thinkers.models.card import ModelCard
from thinkers.problems.baseline import Baseline
from thinkers.problems.origin import package_of
from thinkers.problems.problem import Problem
from thinkers.problems.wording import shown
from thinkers.registry.discovery import CORE, Plugin, Plugins, canonical, discover, official, settle
from thinkers.registry.kinds import KINDS, Kind, name_or_fault
from thinkers.registry.strangers import attempt

if TYPE_CHECKING:
    from thinkers.models.store import Model
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
        return ModelCard.read(Path(name)) if is_file(name) else pick("model", name, self.models())

    def load(self, model: ModelCard) -> "Model":
        """The model of a card, its thinker and its problem being installed.

        Raises:
            UnknownNameError: One of them is not.
            ModelError: The weights are damaged, or do not fit the architecture.
        """
        from thinkers.models.store import load_model

        thinker = pick("thinker", model.card.thinker, self.thinkers())
        return load_model(model, thinker, self.problem(model.card.problem).encodings)

    def provided_by(self, plugin: Plugin, hook: str) -> list[Any]:
        """What one plugin provides through one hook."""
        return [found for owner, found in self._collect(hook).values() if owner == plugin]

    def blame(self, error: BaseException) -> str:
        """Which plugin's code raised an error, with file and line; empty where none did."""
        packages = self._packages()
        frames = list(walk_tb(error.__traceback__))
        for frame, line in reversed(frames):
            # a class may be a plugin's that runs what it has from another's, or from ours
            names = type(frame.f_locals.get("self")).__module__, frame.f_globals.get("__name__")
            found = [packages.get(str(name).partition(".")[0]) for name in names]
            plugin = next((each for each in found if each is not None), None)
            if plugin is not None:
                file = "/".join(Path(frame.f_code.co_filename).parts[-2:])
                return f"plugin {plugin}, {file}, line {line}"
        return ""

    def plugin_of(self, package: str) -> Plugin | None:
        """The plugin whose things come from that package; None where none do."""
        return self._packages().get(package)

    def _packages(self) -> dict[str, Plugin]:
        return {
            _package(found): plugin
            for provided in self._provided.values()
            for plugin, found in provided.values()
        }

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

    def _name_of(self, kind: Kind, plugin: Plugin, found: object) -> str | None:
        """The name of a thing that a plugin gave; None where it breaks its contract."""

        def leave_out(fault: str) -> None:
            self.plugins.leave_out(plugin, f"{kind.hook} returned {shown(found)}: {fault}")

        judged = attempt(partial(name_or_fault, kind, found), leave_out)
        if judged is None:
            return None
        name, fault = judged
        if fault:
            leave_out(fault)
        return None if fault else name

    def _owners(self, kind: Kind, name: str) -> frozenset[str]:
        """The distributions to which a name belongs; of a problem's things, the problem's own."""
        if not kind.of_problem:
            return official(name)
        problem = self._collect("thinkers_problems").get(name.partition("/")[0])
        return frozenset() if problem is None else frozenset({canonical(problem[0].distribution)})


def _package(found: object) -> str:
    """The package of a thing's code; empty for things of our own core."""
    package = package_of(found)
    return "" if package == CORE else package


@cache
def installed() -> Registry:
    """The registry of this process, found once."""
    return Registry(discover())


def pick(kind: str, name: str, known: Mapping[str, Provided]) -> Provided:
    """The thing of that name, ignoring case.

    Raises:
        UnknownNameError: There is none; says what is near.
    """
    try:
        return known[name.strip().lower()]
    except KeyError:
        raise UnknownNameError(kind, name, known) from None


def is_file(name: str) -> bool:
    """Whether the user named a model file, and not an installed model."""
    return name.endswith(".safetensors") or os.path.isfile(name)  # noqa: PTH113  no name is an error
