"""How answers are held against each other and against what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from thinkers.scoring.statistics import TIE


@dataclass(frozen=True)
class Judging:
    """What a comparison is scored by.

    Attributes:
        tie: Share by which two costs may differ and be the same.
        optima: The optimum of each instance, as people say it, by the instance's name or digest.
    """

    tie: float = TIE
    optima: Mapping[str, float] = field(default_factory=dict)
