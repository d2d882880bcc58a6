"""Finding and loading plugins, one by one, so that no bad one can stop the others.

Stock pluggy loses every later plugin when one fails to import, and ignores a second distribution
that claims an entry point's name. So this is a loop of our own over the installed distributions.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib.metadata import EntryPoint, distributions
from typing import Any

import pluggy

from thinkers import hookspecs
from thinkers.errors import did_you_mean

LIMIT = "THINKERS_PLUGINS"
"""Names the entry points to load, separated by commas; unset loads all, empty loads none."""


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
    """

    loaded: list[Plugin] = field(default_factory=list)
    skipped: list[Plugin] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    _manager: pluggy.PluginManager = field(
        default_factory=lambda: pluggy.PluginManager(hookspecs.NAMESPACE)
    )

    def __post_init__(self) -> None:
        self._manager.add_hookspecs(hookspecs)

    def load(self, plugin: Plugin, module: Callable[[], Any]) -> None:
        """Import and register one plugin, or record why it was left out.

        Args:
            plugin: Whose it is.
            module: Imports the module that holds the hooks.
        """
        try:
            found = module()
            self._manager.register(found, plugin.name)
            try:
                self._manager.check_pending()
            except pluggy.PluginValidationError:
                self._manager.unregister(found)
                raise
        except (Exception, SystemExit) as error:  # a stranger's module may do anything
            self.leave_out(plugin, one_line(error))
            return
        hooks = sorted(caller.name for caller in self._manager.get_hookcallers(found) or ())
        self.loaded.append(replace(plugin, hooks=tuple(hooks)))
        self.loaded.sort()

    def call(self, hook: str) -> Iterator[tuple[Plugin, Any]]:
        """What each plugin's implementation of a hook gives, thing by thing, sorted by plugin."""
        implementations = {
            each.plugin_name: each for each in getattr(self._manager.hook, hook).get_hookimpls()
        }
        for plugin in self.loaded:
            if plugin.name not in implementations:
                continue
            try:
                results = list(implementations[plugin.name].function())
            except (Exception, SystemExit) as error:  # a stranger's hook may do anything
                self.leave_out(plugin, f"{hook} raised {one_line(error)}")
            else:
                yield from ((plugin, found) for found in results)

    def leave_out(self, plugin: Plugin, reason: str) -> None:
        """Record that a plugin, or something of it, is not used, and why."""
        self.skipped.append(replace(plugin, skipped=reason))


def discover() -> Plugins:
    """Load every installed plugin, or those that `THINKERS_PLUGINS` names."""
    plugins = Plugins()
    limit = os.environ.get(LIMIT)
    allowed = None if limit is None else {name.strip() for name in limit.split(",")}
    claims: dict[str, list[tuple[Plugin, EntryPoint]]] = {}
    every = sorted(_entry_points(), key=lambda found: found[0])
    known = {plugin.name for plugin, _ in every}
    for name in sorted((allowed or set()) - known - {""}):
        near = did_you_mean(name, sorted(known))
        plugins.unknown.append(f"{LIMIT} names {name!r}, which no plugin is called{near}")
    for plugin, entry_point in every:
        if allowed is None or plugin.name in allowed:
            claims.setdefault(plugin.name, []).append((plugin, entry_point))
    for claimants in claims.values():
        plugin, entry_point = claimants[0]
        if len(claimants) == 1:
            plugins.load(plugin, entry_point.load)
        else:
            plugins.leave_out(plugin, claimed("the entry point", (each for each, _ in claimants)))
    return plugins


def claimed(what: str, claimants: Iterable[Plugin]) -> str:
    """The sentence about a name that several distributions want."""
    names = " and ".join(f"{each.distribution} {each.version}" for each in claimants)
    return f"{what} is claimed by {names}; uninstall one of them"


def one_line(error: BaseException) -> str:
    """Type and message of an error in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _entry_points() -> Iterator[tuple[Plugin, EntryPoint]]:
    seen = set()
    for distribution in distributions():
        name = distribution.metadata["Name"] or UNNAMED
        canonical = re.sub(r"[-_.]+", "-", name).lower()  # PEP 503
        if canonical in seen:  # the same distribution again, further down the path
            continue
        seen.add(canonical)
        for entry_point in distribution.entry_points:
            if entry_point.group == hookspecs.NAMESPACE:
                plugin = Plugin(entry_point.name, name, distribution.metadata["Version"] or "?")
                yield plugin, entry_point
