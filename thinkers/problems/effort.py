"""How long a refinement may search."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from threading import Event
from typing import Any

from thinkers.errors import ConfigError


def unreported(solution: object) -> None:
    """Ignores what is told."""
    del solution


@dataclass(frozen=True)
class Effort:
    """What `Problem.refine` may spend on one answer.

    Attributes:
        seconds: Time limit, > 0; how far a search gets in it depends on the machine and on what
            else runs there. None for the problem's own measure, which gives the same every time.
        seed: Draws the random numbers of the search, >= 0.
        limit: Seconds after which the problem's own measure ends too; None for no such limit.
        interrupt: Ends the search once it is set, with the best answer so far.
        report: May be told each better answer as it is found.
    """

    seconds: float | None = None
    seed: int = 0
    limit: float | None = None
    interrupt: Event | None = field(default=None, compare=False)
    report: Callable[[Any], object] = field(default=unreported, compare=False)

    def __post_init__(self) -> None:
        for seconds in (self.seconds, self.limit):
            if seconds is not None and not 0 < seconds < inf:
                raise ConfigError(f"expected a finite time > 0 for refining, got {seconds}")
        if self.seed < 0:
            raise ConfigError(f"expected seed >= 0, got {self.seed}")

    @property
    def max_seconds(self) -> float | None:
        """Seconds that the search may take at most; None where no time is given."""
        given = [each for each in (self.seconds, self.limit) if each is not None]
        return min(given, default=None)

    @property
    def heard(self) -> bool:
        """Whether anybody listens to reports."""
        return self.report is not unreported

    @property
    def interrupted(self) -> bool:
        """Whether the search is asked to end now."""
        return self.interrupt is not None and self.interrupt.is_set()
