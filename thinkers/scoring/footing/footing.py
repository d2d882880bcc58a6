"""What every solver of a comparison is given alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from thinkers.errors import ConfigError
from thinkers.problems.baseline import Baseline

LATE_SHARE, LATE_SECONDS = 0.1, 0.1
"""How much of the time, and how many seconds more, an answer may take and still be in time: clocks
are looked at between steps, and other programs run (our choice)."""

GRACE = 1.0
"""Seconds, or as many as it was given if that is more, after which a late solver is ended."""


LONGEST = 1e9
"""Seconds that any time is at most: thirty years, which every clock and solver can still count."""


@dataclass(frozen=True)
class Footing:
    """What every solver is given alike.

    Attributes:
        seconds: Wall time for each instance, of one thread; None for as much as each takes.
        anytime: Whether best answers so far are recorded with their times.
        stop_gap: A solver may end at an answer that is proved to be so near to the best: 0.01 for
            1 % of the bound; None for no such end.
        starts: An answer to begin from for each instance, or None; or nothing at all.
        patience: Without `seconds`, how much longer than its own options say a baseline may take
            before it is ended; None for ever, in this process.
    """

    seconds: float | None = None
    anytime: bool = False
    stop_gap: float | None = None
    starts: Sequence[Any] = ()
    patience: float | None = None

    def __post_init__(self) -> None:
        for seconds in (self.seconds, self.patience):
            if seconds is not None and not 0 < seconds <= LONGEST:
                raise ConfigError(
                    f"expected a time > 0 and <= {LONGEST:.0e} s for each answer, got {seconds}"
                )
        if self.stop_gap is not None and not 0 <= self.stop_gap < inf:
            raise ConfigError(f"expected a gap >= 0 to stop at, got {self.stop_gap}")

    @property
    def usual(self) -> bool:
        """Whether solvers are left to themselves, until patience is lost."""
        return self.seconds is None and self.stop_gap is None and not (self.anytime or self.starts)

    @property
    def limit(self) -> float | None:
        """Seconds after which an answer is late; None for no such limit."""
        return None if self.seconds is None else self.seconds * (1 + LATE_SHARE) + LATE_SECONDS

    @property
    def end(self) -> float | None:
        """Seconds after which a process is ended; None where no time is given."""
        return None if self.seconds is None else self.seconds + max(GRACE, self.seconds)

    def end_of(self, baseline: Baseline[Any, Any]) -> float | None:
        """Seconds after which a baseline's process is ended; None for never."""
        if self.seconds is not None or self.patience is None:
            return self.end
        return float(getattr(baseline, "seconds", None) or 0) + self.patience

    def start(self, place: int) -> Any:
        """What to begin the instance at that place from; None for nothing."""
        return self.starts[place] if self.starts else None
