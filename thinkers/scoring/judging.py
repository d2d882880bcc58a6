"""How answers are held against each other and against what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from thinkers.problems.baseline import Baseline
from thinkers.scoring.statistics import TIE


@dataclass(frozen=True)
class Judging:
    """What a comparison is scored by.

    Attributes:
        tie: Share by which two costs may differ and be the same.
        optima: The optimum of each instance, as people say it, by the instance's name or digest.
        appraiser: What appraises answers where no right one is known; by default the first of the
            baselines that appraises.
    """

    tie: float = TIE
    optima: Mapping[str, float] = field(default_factory=dict)
    appraiser: Baseline[Any, Any] | None = None
