"""Checks: the rules of a contract, their errors, and what they are about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from unittest import SkipTest

from thinkers.testing.places import place_of

Rule = TypeVar("Rule", bound=Callable[..., None])


class ContractError(AssertionError):
    """A plugin breaks its contract; the message says which rule, and how."""


class SkippedError(SkipTest):
    """A rule says nothing of this plugin; the message says why. pytest shows it as skipped."""


@dataclass(frozen=True)
class Check:
    """One rule of a contract, ready to run.

    Attributes:
        name: The rule, in a few words.
        run: Raises ContractError, or whatever the plugin raises, when the rule is broken, and
            SkippedError when it says nothing of this plugin.
        subject: What is checked: an object, a class, a module or a file.
        methods: The methods of the subject that the rule is about, the first to blame first.
    """

    name: str
    run: Callable[[], None]
    subject: object = None
    methods: tuple[str, ...] = ()

    def __call__(self) -> None:
        """Run the check."""
        self.run()

    def __str__(self) -> str:
        return self.name

    def place(self, error: BaseException) -> str:
        """File and line of the plugin's own code that an error of this check is about."""
        return place_of(error, self.subject, self.methods)


def require(holds: bool, rule: str) -> None:
    """Raise ContractError with `rule` unless it holds."""
    if not holds:
        raise ContractError(rule)


def skip_unless(holds: bool, reason: str) -> None:
    """Raise SkippedError, for that reason, unless it holds."""
    if not holds:
        raise SkippedError(reason)


def about(*methods: str) -> Callable[[Rule], Rule]:
    """Mark a rule with the methods that it is about, so that a failure can say where they are."""

    def mark(rule: Rule) -> Rule:
        rule.methods = methods  # type: ignore[attr-defined]
        return rule

    return mark


def checks_of(
    rules: tuple[Callable[..., None], ...], *subject: Any, suffix: str = ""
) -> list[Check]:
    """One check per rule, named after its function, applied to `subject`."""
    return [
        Check(
            rule.__name__.replace("_", " ") + suffix,
            partial(rule, *subject),
            subject[0],
            getattr(rule, "methods", ()),
        )
        for rule in rules
    ]


def hold(checks: Iterable[Check]) -> None:
    """Run checks, passing over those that say nothing of their subject."""
    for check in checks:
        try:
            check()
        except SkippedError:
            continue
