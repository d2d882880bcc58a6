"""The terms on which a baseline works: its time, its start, and whom it tells what it has."""

from dataclasses import dataclass, field
from math import inf
from threading import Event
from typing import Generic, Protocol, TypeVar

from thinkers.errors import ConfigError
from thinkers.problems.problem import Solution

Told = TypeVar("Told", contravariant=True)


class Report(Protocol[Told]):
    """Told what a solver has so far, as often as it likes; what is told is copied and checked."""

    def __call__(self, solution: Told | None, bound: float | None = None) -> None:
        """The best answer so far, or None where it is as before; and a proved bound, or None."""


def unreported(solution: object, bound: float | None = None) -> None:
    """Ignores all that is told."""
    del solution, bound


@dataclass(frozen=True, eq=False)
class Terms(Generic[Solution]):
    """What `Baseline.improve` is given beside the instance.

    Attributes:
        seconds: Wall time, > 0, that may be used; None for as much as the baseline's options say.
        start: A valid answer to begin from; what is returned is not worse. None for none.
        stop_gap: The search may end at an answer that is proved to be so near to the best one: 0.01
            for 1 % of the bound. None for no such end.
        report: Called with each better answer, or bound, when it is found; must not be kept.
        interrupt: Once it is set, the best answer so far is to be returned at once.
    """

    seconds: float | None = None
    start: Solution | None = None
    stop_gap: float | None = None
    report: Report[Solution] = unreported
    interrupt: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        if self.seconds is not None and not 0 < self.seconds < inf:
            raise ConfigError(f"expected a finite time > 0 for an instance, got {self.seconds}")
        if self.stop_gap is not None and not 0 <= self.stop_gap < inf:
            raise ConfigError(f"expected a gap >= 0 to stop at, got {self.stop_gap}")

    @property
    def heard(self) -> bool:
        """Whether anybody listens to reports; what is costly to tell may be left out otherwise."""
        return self.report is not unreported

    @property
    def interrupted(self) -> bool:
        """Whether the search is asked to end now."""
        return self.interrupt.is_set()
