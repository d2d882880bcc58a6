"""Iterated local search: time limit, random numbers and guidance around the kernels.

Moves exchange up to five legs, one after the other (Lin & Kernighan 1973, Helsgaun 2000), and turn
no part of the tour where ways are not symmetric (Kanellakis & Papadimitriou 1980). Kicks are double
bridges of short segments (Martin, Otto & Felten 1991), and what they lead to is kept unless it is
longer.
"""

from collections.abc import Callable
from contextlib import nullcontext
from functools import cache, partial
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from thinkers import Patience, can_compile, run_kernel
from thinkers_tsp.decoding import chances
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.search import kernels
from thinkers_tsp.search.candidates import Task, prepared

KICKS = 10
"""Kicks for each city where no time is given: 500 at 50 cities, some 50 ms compiled."""

LOOKS = 100
"""Cities that are looked at between two looks at the clock, before kicks: 0.1 s in plain Python."""

AT_ONCE = 10
"""Kicks between two looks at the clock: 1 ms compiled, 0.1 s in plain Python."""

LONGEST = 50
"""Most cities in a segment that a kick moves (our choice, by measurement)."""

JOURNAL = 8
"""Tours that the journal of one kick has room for; what it leads to seldom takes one."""

MAX_BALANCING = 0.5
"""Share of the time that scores may be balanced for, where they are many (our choice)."""

MIN_CITIES = 30
"""Below, plain Python is done with one instance before numba is imported."""

BY_HAND = Patience(2.0)
"""With many small instances it is not: numba and the kernels take some two seconds."""

GAIN = 1e-11
"""Least gain of a move, of the longest leg: less is rounding, and could go in circles."""


def unheard(tour: Tour) -> None:
    """Ignores what is found."""
    del tour


def search(
    instance: TspInstance,
    start: Tour,
    rng: np.random.Generator,
    *,
    kicks: int | None = None,
    seconds: float | None = None,
    scores: NDArray[np.float32] | None = None,
    compiled: bool | None = None,
    clock: Callable[[], float] = perf_counter,
    stopped: Callable[[], bool] = lambda: False,
    report: Callable[[Tour], object] = unheard,
) -> Tour:
    """A tour that is not longer than `start`, by iterated local search, see above.

    Args:
        instance: The task.
        start: Where to begin.
        rng: All chance comes from it.
        kicks: How many, >= 0; None for `KICKS` a city, or for as many as the time allows.
        seconds: Time limit; the import of numba does not count.
        scores: `(n, n)` a thinker's logits, or `(n, k)` of listed pairs; half of the candidates
            are the likeliest. None to go by distance.
        compiled: Whether numba runs it, which changes nothing but the time; None where that pays.
        clock: Gives seconds.
        stopped: Whether to end with the best tour so far; asked as often as the clock.
        report: Is told shorter tours as they are found.
    """
    if compiled is None:
        compiled = BY_HAND.ended or (instance.cities >= MIN_CITIES and can_compile())
    if compiled:
        _warm()
    if kicks is None:
        kicks = KICKS * instance.cities if seconds is None else np.iinfo(np.int64).max
    begin = clock()  # what comes before the first move counts

    def late(share: float = 1.0) -> bool:
        return stopped() or (seconds is not None and clock() - begin >= share * seconds)

    tour, told = start.astype(np.int64), _Told(instance, start, report)
    with nullcontext() if compiled else BY_HAND.counted():
        likely = None if scores is None else _likely(scores, instance, partial(late, MAX_BALANCING))
        task = prepared(instance, likely, late, compiled)
        if task is None:
            return start
        _climb(task, instance.symmetric, tour, rng, kicks, compiled, late, told)
    return tour if instance.length(tour) <= instance.length(start) else start


def _likely(
    scores: NDArray[np.float32], instance: TspInstance, late: Callable[[], bool]
) -> NDArray[np.float64]:
    """Scores so that those of a city compare; of listed pairs they do."""
    if scores.shape[1] == instance.cities:
        return chances(scores, instance, late)
    return np.nan_to_num(scores.astype(np.float64), nan=-1e30, posinf=1e30, neginf=-1e30)


class _Told:
    """Tells of tours that are shorter than all that were told of before."""

    def __init__(
        self, instance: TspInstance, start: Tour, report: Callable[[Tour], object]
    ) -> None:
        self._instance, self._report = instance, report
        self._least = np.inf if report is unheard else instance.length(start)

    def tell(self, tour: Tour) -> None:
        if self._report is unheard:
            return
        length = self._instance.length(tour)
        if length < self._least:
            self._least = length
            self._report(tour.copy())


def _climb(
    task: Task,
    symmetric: bool,
    tour: Tour,
    rng: np.random.Generator,
    kicks: int,
    compiled: bool,
    late: Callable[[], bool],
    told: _Told,
) -> None:
    """Improve a tour in place."""
    cities = len(tour)
    arrays = (
        *task, tour, np.empty(cities, np.int64),
        np.zeros((kernels.ROWS, max(cities, kernels.MIN_ROOM)), np.int64),
        np.empty((2, JOURNAL * cities), np.int64), symmetric, GAIN * task.longest,
    )  # fmt: skip
    while not run_kernel(kernels.descend, compiled, *arrays, LOOKS):
        if late():
            return
    told.tell(tour)
    most = min(LONGEST, (cities - 1) // 3)
    while kicks > 0 and cities >= kernels.MIN_CITIES and not late():
        spots = rng.integers(0, cities, (min(AT_ONCE, kicks), 1))
        sizes = rng.integers(1, most + 1, (len(spots), kernels.DRAWS - 1))
        if run_kernel(kernels.climb, compiled, *arrays, np.hstack([spots, sizes])):
            told.tell(tour)
        kicks -= len(spots)


def descend(instance: TspInstance, start: Tour) -> Tour:
    """A tour that no move from any city shortens, not longer than `start`; nothing is random."""
    return search(instance, start, np.random.default_rng(0), kicks=0)


@cache
def _warm() -> None:
    """Have the kernels compiled, or fetched from numba's cache, before time counts."""
    square, tour = TspInstance(np.ones((5, 5)) - np.eye(5)), np.arange(5)
    task, told = prepared(square, compiled=True), _Told(square, tour, unheard)
    assert task is not None, "nobody gives up"
    _climb(task, True, tour, np.random.default_rng(0), 1, True, lambda: False, told)
