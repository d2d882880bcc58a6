"""Installed distributions that mean to be plugins, and whose metadata does not say so."""

from difflib import get_close_matches
from importlib.metadata import Distribution, distributions

from thinkers.registry.discovery import canonical
from thinkers.registry.marker import NAMESPACE


def astray(name: str) -> str:
    """Why no plugin has that name, where an installed distribution seems to be meant by it.

    Args:
        name: Of an entry point or a distribution.

    Returns:
        One sentence, or nothing where there is no such distribution.
    """
    for distribution in distributions():
        if said := _said_of(distribution, name):
            return said
    return ""


def _said_of(distribution: Distribution, name: str) -> str:
    try:
        own, version = distribution.metadata["Name"] or "", distribution.version
        entry_points = list(distribution.entry_points)
    except Exception:  # damaged metadata of anybody
        return ""
    title = f"{own} {version}"
    for each in entry_points:
        if each.name == name and each.group != NAMESPACE and _is_near(each.group):
            return f"{title} declares {name} in the group {each.group!r}, expected {NAMESPACE!r}"
    if not f"-{canonical(own)}".endswith(f"-{canonical(name)}"):
        return ""
    ours = [each.name for each in entry_points if each.group == NAMESPACE]
    if ours:
        return f"{title} declares it as {', '.join(map(repr, ours))}"
    return f"{title} declares no entry point in the group {NAMESPACE!r}"


def _is_near(group: str) -> bool:
    return group.startswith("thinker") or bool(get_close_matches(group, [NAMESPACE], 1, 0.7))
