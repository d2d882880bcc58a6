"""Checks: the rules of a contract, and their errors."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any


class ContractError(AssertionError):
    """A plugin breaks its contract; the message says which rule, and how."""


@dataclass(frozen=True)
class Check:
    """One rule of a contract, ready to run.

    Attributes:
        name: The rule, in a few words.
        run: Raises ContractError, or whatever the plugin raises, when the rule is broken.
    """

    name: str
    run: Callable[[], None]

    def __call__(self) -> None:
        """Run the check."""
        self.run()

    def __str__(self) -> str:
        return self.name


def require(holds: bool, rule: str) -> None:
    """Raise ContractError with `rule` unless it holds."""
    if not holds:
        raise ContractError(rule)


def checks_of(
    rules: tuple[Callable[..., None], ...], *subject: Any, suffix: str = ""
) -> list[Check]:
    """One check per rule, named after its function, applied to `subject`."""
    return [
        Check(rule.__name__.replace("_", " ") + suffix, partial(rule, *subject)) for rule in rules
    ]
