"""A thinker's scores as a tour: edges merged greedily, their chances kept up to date.

The loss says nothing about how scores of different rows compare, and every edge that is merged
changes the chances of the others. So scores are balanced as the chances of a tour, in which each
city is left once and entered once (Sinkhorn & Knopp 1967), and balanced again after each merge.
Only scores are looked at, never distances; but forbidden legs are left out where others are left,
and where merging has left none the tour is mended.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import Tour, TspInstance, canonical
from thinkers_tsp.levels import forbidden
from thinkers_tsp.mending import Mending
from thinkers_tsp.merging import MIN_CHANCE, Chances, Merging, balance_sides

ROUNDS = 10
"""Rounds of balancing before the first merge; after each merge one more suffices (our choice)."""

WIDEST = 300.0
"""Scores this far below the best of their row count alike, so that no chance is 0."""

MERGING = Merging()
"""Remembers how long it took, and nothing that a tour depends on."""


def decode(scores: NDArray[np.float32], instance: TspInstance) -> Tour:
    """The tour of the best scores, from city 0 on; a valid tour for any scores.

    On a symmetric instance an edge has no direction: its score is the mean of both.

    Args:
        scores: `(n, n)` logits, larger where j should follow i; nan counts as the lowest.
        instance: The task; only whether it is symmetric, and which legs are forbidden, is asked.
    """
    [tour] = decode_each(scores[None], [instance])
    return tour


def decode_each(scores: NDArray[np.float32], instances: Sequence[TspInstance]) -> list[Tour]:
    """The tours of `(b, n, n)` scores, see `decode`; many at once in less time than one by one."""
    tours: list[Tour] = [np.empty(0, np.int64)] * len(instances)
    for symmetric in (True, False):
        rows = [
            row
            for row, each in enumerate(instances)
            if each.symmetric == symmetric and not each.barred
        ]
        if rows:
            chances = np.exp(_logits(scores[rows], symmetric=symmetric))
            found = MERGING.merge_each(chances, ROUNDS, symmetric=symmetric)
            for row, tour in zip(rows, canonical(found, symmetric=symmetric), strict=True):
                tours[row] = tour
    for row, instance in enumerate(instances):
        if instance.barred:
            tour = _mended(scores[row], instance)
            tours[row] = canonical(tour, symmetric=instance.symmetric)
    return tours


def _mended(scores: NDArray[np.float32], instance: TspInstance) -> Tour:
    """A tour by merging, without forbidden legs where there is such a one."""
    logits = _logits(scores, symmetric=instance.symmetric)
    barred = forbidden(instance.distances)
    logits[barred] = -WIDEST
    likely = balance_sides(np.exp(logits), ~np.eye(len(logits), dtype=bool), ROUNDS)
    worth = np.log(np.maximum(likely, MIN_CHANCE))
    tour = MERGING.merge(np.exp(logits), ROUNDS, symmetric=instance.symmetric)
    return Mending(worth, barred, instance.symmetric).mend(tour)


def chances(
    scores: NDArray[np.float32],
    instance: TspInstance,
    late: Callable[[], bool] = lambda: False,
) -> Chances:
    """`(n, n)` how likely each leg is: rows and columns sum to about 1, and the diagonal is 0.

    Args:
        scores: As in `decode`.
        instance: As in `decode`.
        late: Whether to leave it at the rounds of balancing that are done.
    """
    found = np.exp(_logits(scores, symmetric=instance.symmetric))
    allowed = ~np.eye(len(found), dtype=bool)
    for _ in range(ROUNDS):
        if late():
            break
        found = balance_sides(found, allowed, 1)
    return found


def _logits(scores: NDArray[np.float32], *, symmetric: bool) -> NDArray[np.float64]:
    """Scores below the best of their row, by `WIDEST` at most; of edges, where symmetric."""
    logits = below_best(scores, ~np.eye(scores.shape[-1], dtype=bool))
    return (logits + np.swapaxes(logits, -1, -2)) / 2 if symmetric else logits


def below_best(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Scores below the best allowed one of their row, by `WIDEST` at most, and where not allowed.

    Args:
        scores: `(…, n, k)` of any values; nan counts as the lowest.
        allowed: `(n, k)`, some of each row.
    """
    logits = np.where(allowed, scores.astype(np.float64), -1e30)
    if not np.isfinite(logits).all():
        logits = np.nan_to_num(logits, nan=-1e30, posinf=1e30, neginf=-1e30)
    return np.asarray(np.maximum(logits - logits.max(-1, keepdims=True), -WIDEST))
