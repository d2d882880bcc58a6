"""A thinker's scores as a tour: edges merged greedily, their chances kept up to date.

The loss says nothing about how scores of different rows compare, and every edge that is merged
changes the chances of the others. So scores are balanced as the chances of a tour, in which each
city is left once and entered once (Sinkhorn & Knopp 1967), and balanced again after each merge.
Only scores are looked at, never distances; but forbidden legs are left out where others are left,
and where merging has left none the tour is mended.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.levels import forbidden
from thinkers_tsp.mending import Mending

ROUNDS = 10
"""Rounds of balancing before the first merge; after each merge one more suffices (our choice)."""

WIDEST = 300.0
"""Scores this far below the best of their row count alike, so that no chance is 0."""

MIN_CHANCE = float(np.finfo(np.float64).tiny)
"""The least chance of an edge that may still be merged."""

Chances = NDArray[np.float64]


def decode(scores: NDArray[np.float32], instance: TspInstance) -> Tour:
    """The tour of the best scores, from city 0 on; a valid tour for any scores.

    On a symmetric instance an edge has no direction: its score is the mean of both.

    Args:
        scores: `(n, n)` logits, larger where j should follow i; nan counts as the lowest.
        instance: The task; only whether it is symmetric, and which legs are forbidden, is asked.
    """
    tour = _merged(scores, instance)
    tour = np.roll(tour, -int(np.flatnonzero(tour == 0)[0]))
    turn = instance.symmetric and tour[1] > tour[-1]
    return np.concatenate([tour[:1], tour[:0:-1]]) if turn else tour


def _merged(scores: NDArray[np.float32], instance: TspInstance) -> Tour:
    merge = _merge_undirected if instance.symmetric else _merge_directed
    logits = _logits(scores, instance)
    if not instance.barred:
        return merge(np.exp(logits))
    barred = forbidden(instance.distances)
    logits[barred] = -WIDEST
    likely = _balance_sides(np.exp(logits), ~np.eye(len(logits), dtype=bool), ROUNDS)
    worth = np.log(np.maximum(likely, MIN_CHANCE))
    return Mending(worth, barred, instance.symmetric).mend(merge(np.exp(logits)))


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
    found = np.exp(_logits(scores, instance))
    allowed = ~np.eye(len(found), dtype=bool)
    for _ in range(ROUNDS):
        if late():
            break
        found = _balance_sides(found, allowed, 1)
    return found


def _logits(scores: NDArray[np.float32], instance: TspInstance) -> NDArray[np.float64]:
    """Scores below the best of their row, by `WIDEST` at most; of edges, where symmetric."""
    logits = np.nan_to_num(scores.astype(np.float64), nan=-1e30, posinf=1e30, neginf=-1e30)
    np.fill_diagonal(logits, -1e30)
    logits = np.asarray(np.maximum(logits - logits.max(1, keepdims=True), -WIDEST))
    return (logits + logits.T) / 2 if instance.symmetric else logits


def _merge_directed(chances: Chances) -> Tour:
    cities = len(chances)
    allowed = ~np.eye(cities, dtype=bool)
    follower = np.full(cities, -1)
    first, last = np.arange(cities), np.arange(cities)
    chances = _balance_sides(chances, allowed, ROUNDS)
    head = 0
    for _ in range(cities - 1):
        start, end = np.unravel_index(chances.argmax(), chances.shape)
        follower[start] = end
        head, tail = first[start], last[end]  # of the path that start and end are now on
        last[head], first[tail] = tail, head
        allowed[start], allowed[:, end], allowed[tail, head] = False, False, False
        chances = _balance_sides(chances, allowed, 1)
    tour = [int(head)]
    while follower[tour[-1]] >= 0:
        tour.append(int(follower[tour[-1]]))
    return np.array(tour, np.int64)


def _merge_undirected(chances: Chances) -> Tour:
    cities = len(chances)
    allowed = ~np.eye(cities, dtype=bool)
    neighbours: list[list[int]] = [[] for _ in range(cities)]
    ends_missing = np.full(cities, 2)
    far_end = np.arange(cities)
    chances = _balance_degrees(chances, allowed, ends_missing, ROUNDS)
    for _ in range(cities - 1):
        pair = np.unravel_index(chances.argmax(), chances.shape)
        for city, other in (pair, pair[::-1]):
            neighbours[city].append(int(other))
            ends_missing[city] -= 1
            if not ends_missing[city]:
                allowed[city], allowed[:, city] = False, False
        head, tail = far_end[pair[0]], far_end[pair[1]]
        far_end[head], far_end[tail] = tail, head
        for one, other in (pair, (head, tail)):
            allowed[one, other] = allowed[other, one] = False
        chances = _balance_degrees(chances, allowed, ends_missing, 1)
    tour = [int(head)]
    while len(tour) < cities:
        tour.append(next(city for city in neighbours[tour[-1]] if city not in tour[-2:]))
    return np.array(tour, np.int64)


def _balance_sides(chances: Chances, allowed: NDArray[np.bool_], rounds: int) -> Chances:
    """Chances of the allowed pairs, such that rows and columns sum to about 1; in place."""
    for _ in range(rounds):
        _forbid(chances, allowed)
        chances /= _nonzero(chances.sum(1, keepdims=True))
        chances /= _nonzero(chances.sum(0, keepdims=True))
    return chances


def _balance_degrees(
    chances: Chances, allowed: NDArray[np.bool_], degrees: NDArray[np.int64], rounds: int
) -> Chances:
    """Chances of the allowed pairs, such that rows, and so columns, sum to about `degrees`.

    In place: at 1000 cities new arrays would take most of the time.
    """
    for _ in range(rounds):
        _forbid(chances, allowed)
        scale = np.sqrt(degrees / _nonzero(chances.sum(1)))
        chances *= scale[:, None]
        chances *= scale
    return chances


def _forbid(chances: Chances, allowed: NDArray[np.bool_]) -> None:
    """Make chances 0 where they are not allowed, and elsewhere no less than `MIN_CHANCE`."""
    np.maximum(chances, MIN_CHANCE, out=chances)
    chances *= allowed


def _nonzero(sums: Chances) -> Chances:
    return np.where(sums > 0, sums, 1.0)
