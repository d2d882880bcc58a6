"""Events of a training beside its steps and validations; the listener words them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Labelling:
    """Instances are being labelled.

    Attributes:
        count: How many; the others of the set are in the cache.
        total: How many the set has.
        options: Of the generator.
    """

    count: int
    total: int
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Cached:
    """Labels come from the cache.

    Attributes:
        count: Of how many instances.
        total: How many there are, of all sets together.
    """

    count: int
    total: int


@dataclass(frozen=True)
class Uncached:
    """Labels cannot be kept, and are of this training alone.

    Attributes:
        reason: Why.
        hint: What the user can do.
    """

    reason: str
    hint: str


@dataclass(frozen=True)
class Unwritten:
    """A file of the run cannot be written; the training goes on.

    Attributes:
        reason: Which, and why.
        hint: What the user can do.
    """

    reason: str
    hint: str = ""


@dataclass(frozen=True)
class Measuring:
    """The trained model is being measured on fresh instances.

    Attributes:
        size: Of the instances; None where the generator's options say it.
        params: The other options.
    """

    size: int | None
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """A cluster is to do the training; nothing is heard of it before it has ended."""


Event = Labelling | Cached | Uncached | Unwritten | Measuring | Sent

Hear = Callable[[Event], None]
"""Told of each event."""


def unheard(event: Event) -> None:
    """A listener that ignores all events."""
    del event
