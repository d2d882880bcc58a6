"""Finding and loading plugins, one by one, so that no bad one can stop the others.

Stock pluggy loses every later plugin when one fails to import, and ignores a second distribution
that claims an entry point's name. So this is a loop of our own over the installed distributions.
Two distributions that claim one name get it if one of them owns it, else neither does.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import metadata
from importlib.metadata import Distribution, EntryPoint, distributions
from typing import Any, TypeVar

import pluggy

from thinkers.errors import did_you_mean
from thinkers.registry import hookspecs
from thinkers.registry.marker import NAMESPACE
from thinkers.registry.strangers import attempt
from thinkers.registry.unmarked import nothing_seen, unseen_hooks

Given = TypeVar("Given")

LIMIT = "THINKERS_PLUGINS"
"""Names the entry points to load, separated by commas; unset loads all, empty loads none."""


CORE = "thinkers"
"""The distribution of the core."""

OWN = EntryPoint("nets", "thinkers.registry.own", NAMESPACE)
"""The architectures of the core: found before any distribution's metadata is read."""

UNNAMED = "an unnamed distribution"
"""Stands for the name in damaged metadata, as a broken uninstall leaves it."""


@dataclass(frozen=True, order=True)
class Plugin:
    """An entry point of the group `thinkers`.

    Attributes:
        name: The entry point's name.
        distribution: The distribution that declares it.
        version: That distribution's version.
        hooks: The hooks it implements, sorted.
        skipped: Why it, or something of it, was left out; empty when it works.
    """

    name: str
    distribution: str
    version: str
    hooks: tuple[str, ...] = ()
    skipped: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.distribution} {self.version})"


@dataclass(eq=False)
class Plugins:
    """What was found.

    Attributes:
        loaded: Those that work, sorted by name.
        skipped: Those that were left out, each with its reason.
        unknown: A sentence for each name in `THINKERS_PLUGINS` that no plugin has.
        modules: What the entry points of those that were loaded name, by their names.
    """

    loaded: list[Plugin] = field(default_factory=list)
    skipped: list[Plugin] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    modules: dict[str, Any] = field(default_factory=dict)
    _manager: pluggy.PluginManager = field(default_factory=lambda: pluggy.PluginManager(NAMESPACE))

    def __post_init__(self) -> None:
        self._manager.add_hookspecs(hookspecs)

    def load(self, plugin: Plugin, module: Callable[[], Any]) -> None:
        """Import and register one plugin, or record why it was left out.

        Args:
            plugin: Whose it is.
            module: Imports the module that holds the hooks.
        """
        hooks = attempt(lambda: self._register(plugin, module), partial(self.leave_out, plugin))
        if hooks is not None:
            self.loaded.append(replace(plugin, hooks=hooks))
            self.loaded.sort()

    def _register(self, plugin: Plugin, module: Callable[[], Any]) -> tuple[str, ...]:
        """Import and register a plugin, and return the names of its hooks, sorted."""
        found = module()
        for sentence in unseen_hooks(found):
            self.leave_out(plugin, sentence)
        self._manager.register(found, plugin.name)
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError:
            self._manager.unregister(found)
            raise
        hooks = tuple(sorted(each.name for each in self._manager.get_hookcallers(found) or ()))
        if not hooks:
            self.leave_out(plugin, nothing_seen(found))
        self.modules[plugin.name] = found
        return hooks

    def call(self, hook: str) -> Iterator[tuple[Plugin, Any]]:
        """What each plugin's implementation of a hook gives, thing by thing, sorted by plugin."""
        implementations = {
            each.plugin_name: each.function
            for each in getattr(self._manager.hook, hook).get_hookimpls()
        }
        for plugin in self.loaded:
            function = implementations.get(plugin.name, tuple)
            results = attempt(partial(_all_of, function), partial(self._raised, plugin, hook))
            yield from ((plugin, found) for found in results or ())

    def _raised(self, plugin: Plugin, hook: str, fault: str) -> None:
        self.leave_out(plugin, f"{hook} raised {fault}")

    def leave_out(self, plugin: Plugin, reason: str) -> None:
        """Record that a plugin, or something of it, is not used, and why."""
        self.skipped.append(replace(plugin, skipped=reason))


def discover() -> Plugins:
    """Load every installed plugin, or those that `THINKERS_PLUGINS` names."""
    plugins = Plugins()
    limit = os.environ.get(LIMIT)
    allowed = None if limit is None else {name.strip() for name in limit.split(",")}
    claims: dict[str, list[tuple[Plugin, EntryPoint]]] = {}
    every = sorted(_entry_points(plugins), key=lambda found: found[0])
    known = {plugin.name for plugin, _ in every}
    for name in sorted((allowed or set()) - known - {""}):
        near = did_you_mean(name, sorted(known))
        plugins.unknown.append(f"{LIMIT} names {name!r}, which no plugin is called{near}")
    for plugin, entry_point in every:
        if allowed is None or plugin.name in allowed:
            claims.setdefault(plugin.name, []).append((plugin, entry_point))
    for name, claimants in claims.items():
        winner = settle(plugins, f"the entry point {name!r}", claimants, official(name))
        if winner is not None:
            plugins.load(winner[0], winner[1].load)
    return plugins


def official(name: str) -> frozenset[str]:
    """The distributions to which a problem or an entry point of that name belongs.

    Names of distributions are unique in an index, so `thinkers-NAME` is whoever came first there.
    """
    return frozenset({NAMESPACE, f"{NAMESPACE}-{canonical(name)}"})


def settle(
    plugins: Plugins, what: str, claimants: list[tuple[Plugin, Given]], owners: frozenset[str]
) -> tuple[Plugin, Given] | None:
    """Resolve a claimed name: to its only claimant, else to its only owner, else to nobody.

    Args:
        plugins: Told of those that do not get it, and why.
        what: The name, and what it is a name of.
        claimants: All that claim it, at least one.
        owners: Canonical names of the distributions that it belongs to.
    """
    if len(claimants) == 1:
        return claimants[0]
    owning = [each for each in claimants if canonical(each[0].distribution) in owners]
    if len(owning) != 1:
        names = " and ".join(f"{each.distribution} {each.version}" for each, _ in claimants)
        plugins.leave_out(claimants[0][0], f"{what} is claimed by {names}; uninstall one of them")
        return None
    [winner] = owning
    owner = f"{winner[0].distribution} {winner[0].version}"
    for plugin, _ in claimants:
        if plugin != winner[0]:
            plugins.leave_out(plugin, f"{what} belongs to {owner}, which is used")
    return winner


def canonical(name: str) -> str:
    """The name of a distribution as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _all_of(hook: Callable[[], Iterable[Any]]) -> list[Any]:
    return list(hook())


def _entry_points(plugins: Plugins) -> Iterator[tuple[Plugin, EntryPoint]]:
    """The entry points of all distributions; those that cannot be read are left out."""
    yield Plugin(OWN.name, CORE, metadata.version(CORE)), OWN
    seen = {CORE}
    for distribution in distributions():
        found = attempt(
            partial(_described, distribution),
            partial(_unreadable, plugins, distribution),
        )
        name, version, entry_points = found or (UNNAMED, "?", [])
        if canonical(name) in seen:  # the same distribution again, further down the path
            continue
        if name != UNNAMED:
            seen.add(canonical(name))
        yield from ((Plugin(each.name, name, version), each) for each in entry_points)


def _described(distribution: Distribution) -> tuple[str, str, list[EntryPoint]]:
    """A distribution's name, version and entry points of our group.

    All else is not read of those without any: that takes ten times as long as the entry points.
    """
    ours = [each for each in distribution.entry_points if each.group == NAMESPACE]
    if not ours:
        return UNNAMED, "?", []
    try:
        found = distribution.metadata
    except FileNotFoundError:  # so says importlib_metadata, which others may have imported
        return UNNAMED, "?", ours
    name = found["Name"]
    if not name:
        return UNNAMED, found["Version"] or "?", ours
    first = next(iter(distributions(name=name)), distribution)  # on the path, and so imported
    hidden = first.locate_file("") != distribution.locate_file("")
    return name, found["Version"] or "?", [] if hidden else ours


def _unreadable(plugins: Plugins, distribution: Distribution, fault: str) -> None:
    place = getattr(distribution, "_path", UNNAMED)
    name = getattr(place, "name", UNNAMED)
    plugins.leave_out(Plugin("?", name, "?"), f"its metadata cannot be read: {fault}")
