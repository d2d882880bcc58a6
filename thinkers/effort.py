"""How long a refinement may search."""

from dataclasses import dataclass
from math import inf

from thinkers.errors import ConfigError


@dataclass(frozen=True)
class Effort:
    """What `Problem.refine` may spend on one answer.

    Attributes:
        seconds: Time limit, > 0; how far a search gets in it depends on the machine and on what
            else runs there. None for the problem's own measure, which gives the same every time.
        seed: Draws the random numbers of the search, >= 0.
    """

    seconds: float | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if self.seconds is not None and not 0 < self.seconds < inf:
            raise ConfigError(f"expected a finite time > 0 for refining, got {self.seconds}")
        if self.seed < 0:
            raise ConfigError(f"expected seed >= 0, got {self.seed}")
