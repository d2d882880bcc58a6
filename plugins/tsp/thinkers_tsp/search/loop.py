"""Iterated local search: time limit, random numbers and guidance around the kernels."""

from collections.abc import Callable
from functools import cache, partial
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from thinkers import can_compile, run_kernel
from thinkers_tsp.decoding import chances
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.search import kernels
from thinkers_tsp.search.candidates import candidates

KICKS = 20
"""Kicks for each city where no time is given: 1000 at 50 cities, some 25 ms compiled."""

LOOKS = 100
"""Cities that are looked at between two looks at the clock, before kicks: 0.1 s in plain Python."""

AT_ONCE = 20
"""Kicks between two looks at the clock: 1 ms compiled, 30 ms in plain Python at 100 cities."""

LONGEST = 10
"""Most cities in a segment that a kick moves (our choice, by measurement)."""

MAX_BALANCING = 0.5
"""Share of the time that scores may be balanced for, where they are many (our choice)."""

MIN_CITIES = 30
"""Below, plain Python is done before numba is imported."""

GAIN = 1e-12
"""Least gain of a move, of the longest distance: less is rounding, and could go in circles."""


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
) -> Tour:
    """A tour that is not longer than `start`, by iterated local search.

    Asymmetric: exchanges of neighbouring segments without reversal (Or-3opt, Kanellakis &
    Papadimitriou 1980); symmetric: 2-opt (Croes 1958) too. Kicks are double bridges (Martin, Otto
    & Felten 1991), and what they lead to is kept unless it is longer.

    Args:
        instance: The task.
        start: Where to begin.
        rng: All chance comes from it.
        kicks: How many, >= 0; None for `KICKS` a city, or for as many as the time allows.
        seconds: Time limit; the import of numba does not count.
        scores: `(n, n)` a thinker's logits, to choose candidates by; None to go by distance.
        compiled: Whether numba runs it, which changes nothing but the time; None where that pays.
        clock: Gives seconds.
        stopped: Whether to end with the best tour so far; asked as often as the clock.
    """
    if compiled is None:
        compiled = instance.cities >= MIN_CITIES and can_compile()
    if compiled:
        _warm()
    if kicks is None:
        kicks = KICKS * instance.cities if seconds is None else np.iinfo(np.int64).max
    begin = clock()  # what comes before the first move counts: 2 s at 5000 cities

    def late(share: float = 1.0) -> bool:
        return stopped() or (seconds is not None and clock() - begin >= share * seconds)

    likely = None if scores is None else chances(scores, instance, partial(late, MAX_BALANCING))
    tour = _climb(instance, start, rng, kicks, likely, compiled, late)
    return tour if instance.length(tour) <= instance.length(start) else start


def _climb(
    instance: TspInstance,
    start: Tour,
    rng: np.random.Generator,
    kicks: int,
    likely: NDArray[np.float64] | None,
    compiled: bool,
    late: Callable[[], bool],
) -> Tour:
    distances = np.ascontiguousarray(instance.tamed)
    lists = candidates(distances, likely, late)
    if lists is None:
        return start
    tour, place = start.astype(np.int64), np.empty(len(start), np.int64)
    room = np.zeros((kernels.ROWS, max(len(start), kernels.MIN_ROOM)), np.int64)
    task = (distances, *lists, tour, place, room)
    rules = (instance.symmetric, GAIN * float(distances.max()))
    while not run_kernel(kernels.descend, compiled, *task, *rules, LOOKS):
        if late():
            return tour
    if len(start) < kernels.MIN_CITIES:
        return tour
    while kicks > 0 and not late():
        draws = rng.integers(0, 2**31, (min(AT_ONCE, kicks), kernels.DRAWS))
        run_kernel(kernels.climb, compiled, *task, *rules, draws, LONGEST)
        kicks -= len(draws)
    return tour


def descend(instance: TspInstance, start: Tour) -> Tour:
    """A tour that no move shortens, and that is not longer than `start`; nothing is random."""
    return search(instance, start, np.random.default_rng(0), kicks=0)


@cache
def _warm() -> None:
    """Have the kernels compiled, or fetched from numba's cache, before time counts."""
    square = TspInstance(np.ones((4, 4)) - np.eye(4))
    _climb(square, np.arange(4), np.random.default_rng(0), 1, None, True, lambda: False)
