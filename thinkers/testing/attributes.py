"""Names that nobody reads: an attribute that is misspelt, or was renamed, has no effect."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from thinkers.problems.baseline import Baseline
from thinkers.problems.encoding import Encoding
from thinkers.problems.problem import Problem
from thinkers.testing.contract import ContractError

NEAR = 0.75
"""How alike two names are of which one is taken for the other misspelt, by `difflib`."""

FORMER: Mapping[type, Mapping[str, str]] = {
    Problem: {
        "unit": 'objective, such as minimise("length")',
        "suffixes": "formats, a FileFormat for each",
    }
}
"""Names that were once read, and what is read now."""


def names_are_read(subject: object, *others: object) -> None:
    """No public name of its class is near one that is read, or was read once.

    Args:
        subject: A problem, with its encodings; a baseline; or the class of a thinker.
        others: What else the checks of its kind are given.
    """
    del others
    for kind, base in _kinds(subject):
        known, former = _public(base), FORMER.get(base, {})
        for name in sorted(_public(kind, base) - set(dir(base)) - known):
            if name in former:
                raise ContractError(f"nobody reads {kind.__name__}.{name}: declare {former[name]}")
            for near in get_close_matches(name, sorted(known), 1, NEAR):
                raise ContractError(
                    f"nobody reads {kind.__name__}.{name}, did you mean {near!r}? "
                    "A name of your own begins with _"
                )


def _kinds(subject: Any) -> Iterator[tuple[type, type]]:
    """The classes whose names are looked at, and what each of them implements."""
    if isinstance(subject, Problem):
        yield type(subject), Problem
        yield from ((type(each), Encoding) for each in subject.encodings.values())
    elif isinstance(subject, Baseline):
        yield type(subject), Baseline
    else:
        from thinkers.nets import Thinker

        yield subject, Thinker


def _public(kind: type, base: type | None = None) -> set[str]:
    """The names that a class declares, without those that it has from `base` or from libraries."""
    own = [
        each
        for each in kind.__mro__
        if (base is None and each.__module__.startswith("thinkers."))
        or (base is not None and not issubclass(base, each))
    ]
    names = {name for each in own for name in (*vars(each), *vars(each).get("__annotations__", {}))}
    return {name for name in names if not name.startswith("_")}
