"""Statistics of solvers: optimality gaps, bootstrap intervals, wins. Nothing is filtered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

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


def gaps(costs: ArrayLike, best: ArrayLike) -> NDArray[np.float64]:
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


def same(
    left: NDArray[np.float64], right: NDArray[np.float64], tie: float = TIE
) -> NDArray[np.bool_]:
    """Whether finite costs differ by no more than a share of them: by default, up to rounding."""
    finite = np.isfinite(left) & np.isfinite(right)
    return np.asarray(finite & np.isclose(left, right, rtol=tie, atol=0.0))


@dataclass(frozen=True)
class Spread:
    """How numbers are spread: quartiles and the worst, each None where that is no answer."""

    quarter: float | None
    median: float | None
    three_quarters: float | None
    worst: float | None


def spread_of(values: NDArray[np.float64]) -> Spread:
    """The quartiles, between neighbours where they fall there, and the worst.

    A failure, of which the value is `inf`, is worse than any answer; nothing is left out.
    """
    if not len(values):
        return Spread(None, None, None, None)
    ordered = np.sort(values)
    places = np.arange(1, 4) * (len(ordered) - 1) / 4
    low, high = ordered[np.floor(places).astype(int)], ordered[np.ceil(places).astype(int)]
    with np.errstate(invalid="ignore"):
        quarters = np.where(np.isinf(high), high, low + (high - low) * (places % 1))
    quarters = np.where(places % 1 == 0, low, quarters)
    found = [float(each) if np.isfinite(each) else None for each in (*quarters, ordered[-1])]
    return Spread(*found)


def confidence(values: NDArray[np.float64], seed: int = 0) -> Interval | None:
    """The mean and its bootstrap percentile interval at 95 %; None unless all are finite."""
    if not len(values) or not np.isfinite(values).all():
        return None
    rng = np.random.default_rng(seed)
    picks = rng.integers(len(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(values[picks].mean(1), [2.5, 97.5])
    return Interval(float(values.mean()), float(low), float(high))


def share_interval(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share that was seen on `count` trials (Wilson 1927)."""
    z, share = 1.959964, right / count
    middle = share + z * z / (2 * count)
    half = z * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    scale = 1 + z * z / count
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def wins_ties_losses(
    costs: Sequence[float], reference: Sequence[float], tie: float = TIE
) -> tuple[int, int, int]:
    """On how many instances the costs are below, equal to, and above the reference's.

    They are equal where they differ by no more than the share `tie`. Where neither has an answer,
    the instance counts for nothing: two failures are no tie.
    """
    mine, other = np.asarray(costs, np.float64), np.asarray(reference, np.float64)
    tied = same(mine, other, tie)
    won, lost = (mine < other) & ~tied, (mine > other) & ~tied
    return int(won.sum()), int(tied.sum()), int(lost.sum())
