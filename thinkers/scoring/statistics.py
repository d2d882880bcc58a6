"""Statistics of solvers: optimality gaps, bootstrap intervals, wins. Nothing is filtered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
"""Bootstrap resamples behind a confidence interval (Efron & Tibshirani 1993)."""

TIE = 1e-9
"""Relative difference below which two costs are equal: rounding, not a better answer."""


@dataclass(frozen=True)
class Interval:
    """A mean with its 95 % confidence interval."""

    mean: float
    low: float
    high: float


def gaps(costs: Sequence[float], best: Sequence[float]) -> NDArray[np.float64]:
    """`(b,)` the excess over the best known cost, as a share of its size; `inf` when infeasible.

    `(cost - best) / |best|`, 0.05 for 5 %: costs may be below 0, as those of values to be maximised
    are. Where the best cost is 0, the gap is 0 for a cost of 0, and else infinite; where the best
    is no answer at all, it is -1.
    """
    cost, reference = np.asarray(costs, np.float64), np.asarray(best, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = (cost - reference) / np.abs(reference)
    gap = np.where(same(cost, reference), 0.0, gap)
    gap = np.where(np.isinf(reference), -1.0, gap)
    return np.where(np.isinf(cost), np.inf, gap)


def same(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether finite costs are equal up to rounding."""
    finite = np.isfinite(left) & np.isfinite(right)
    return np.asarray(finite & np.isclose(left, right, rtol=TIE, atol=0.0))


def confidence(values: NDArray[np.float64], seed: int = 0) -> Interval | None:
    """The mean and its bootstrap percentile interval at 95 %; None unless all are finite."""
    if not len(values) or not np.isfinite(values).all():
        return None
    rng = np.random.default_rng(seed)
    picks = rng.integers(len(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(values[picks].mean(1), [2.5, 97.5])
    return Interval(float(values.mean()), float(low), float(high))


def wins_ties_losses(costs: Sequence[float], reference: Sequence[float]) -> tuple[int, int, int]:
    """On how many instances the costs are below, equal to, and above the reference's.

    Where neither has an answer, the instance counts for nothing: two failures are no tie.
    """
    mine, other = np.asarray(costs, np.float64), np.asarray(reference, np.float64)
    tied = same(mine, other)
    won, lost = (mine < other) & ~tied, (mine > other) & ~tied
    return int(won.sum()), int(tied.sum()), int(lost.sum())
