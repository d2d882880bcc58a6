"""Whether solvers differ: paired differences, tests that rank failures last, Holm's correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thinkers.errors import MissingPackageError
from thinkers.extras import extra
from thinkers.scoring.statistics import TIE, Interval, confidence, gaps, same

LEVEL = 0.05
"""The chance of calling a difference that is none significant, over all lines of a table."""

Call = Literal["", "better", "worse", "no significant difference"]
"""What is said of a solver against the reference; empty where nothing can be."""


@dataclass(frozen=True)
class Difference:
    """A solver held against the reference, instance by instance.

    Attributes:
        pairs: Instances on which at least one of the two has an answer.
        excess: Mean of its excess over the reference's cost, as a share of that; None unless
            both have an answer to every instance.
        lean: Below 0 where it ranks better than the reference, above 0 where worse.
        p_value: Chance of ranks this far from even where the two do not differ; None where no test
            could be done.
        test: `Wilcoxon`, of costs; `McNemar`, of right and wrong.
    """

    pairs: int
    excess: Interval | None
    lean: float
    p_value: float | None
    test: str

    def call(self, adjusted: float | None) -> Call:
        """What may be said of it.

        Args:
            adjusted: The p-value with all tests of the table taken into account.
        """
        if adjusted is None:
            return ""
        if adjusted >= LEVEL:
            return "no significant difference"
        return "better" if self.lean < 0 else "worse"


def difference(
    costs: Sequence[float],
    reference: Sequence[float],
    tie: float = TIE,
    *,
    right_or_wrong: bool = False,
) -> Difference:
    """Hold costs against those of the reference on the same instances.

    A failure ranks behind every answer, and is part of no mean; where both fail, there is nothing
    to compare.

    Args:
        costs: `inf` where there is no feasible answer.
        reference: The same of the reference.
        tie: Share by which two costs may differ and be the same.
        right_or_wrong: Whether answers have no costs.
    """
    mine, other = np.asarray(costs, np.float64), np.asarray(reference, np.float64)
    kept = np.isfinite(mine) | np.isfinite(other)
    changes = np.where(same(mine, other, tie), 0.0, gaps(mine, other))
    changes = np.where(np.isinf(other), -np.inf, changes)[kept]
    if right_or_wrong:
        return Difference(len(changes), None, float(np.sign(changes).sum()), mcnemar(changes),
                          "McNemar")  # fmt: skip
    excess = confidence(gaps(mine, other)) if np.isfinite([mine, other]).all() else None
    lean, p_value = wilcoxon(changes)
    return Difference(len(changes), excess, lean, p_value, "Wilcoxon")


def mcnemar(changes: NDArray[np.float64]) -> float:
    """The exact two-sided p-value of as many wins and losses as these (McNemar 1947).

    Args:
        changes: Below 0 for a win, above for a loss, 0 for a tie.
    """
    wins, losses = int((changes < 0).sum()), int((changes > 0).sum())
    count = wins + losses
    fewer = sum(comb(count, number) for number in range(min(wins, losses) + 1))
    return min(1.0, 2 * fewer / (1 << count))


def wilcoxon(changes: NDArray[np.float64]) -> tuple[float, float | None]:
    """To which side the signed ranks lean, and the two-sided p-value (Wilcoxon 1945).

    Ties are ranked with the others and then left out (Pratt 1959). No p-value without scipy.

    Args:
        changes: Differences of costs; infinite ones rank behind all others.
    """
    if not changes.any():
        return 0.0, 1.0
    finite = np.abs(changes[np.isfinite(changes)])
    beyond = 2 * float(finite.max(initial=0.0)) + 1
    ranked = np.clip(changes, -beyond, beyond)
    try:
        stats = extra("statistics", "scipy.stats")
    except MissingPackageError:
        return float(np.sign(changes).sum()), None
    ranks = stats.rankdata(np.abs(ranked))
    lean = float((np.sign(ranked) * ranks).sum())
    return lean, float(stats.wilcoxon(ranked, zero_method="pratt").pvalue)


def holm(p_values: Mapping[int, float]) -> dict[int, float]:
    """Each p-value such that all of them below a level are wrong with that chance (Holm 1979).

    Args:
        p_values: By whatever names the tests.
    """
    adjusted: dict[int, float] = {}
    highest = 0.0
    for done, (name, p_value) in enumerate(sorted(p_values.items(), key=lambda pair: pair[1])):
        highest = max(highest, min(1.0, (len(p_values) - done) * p_value))
        adjusted[name] = highest
    return adjusted
