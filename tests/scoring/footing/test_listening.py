"""What is told is kept with its time, as a copy; listening is no part of a solver's time."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Verdict, minimise
from thinkers.scoring.footing.listening import Listener, is_within

BITS = np.array([1, 0, 1, 1])


class Costly(PrefixSums):
    """An answer costs 10 and its wrong bits."""

    objective = minimise("cost")

    def check(self, instance, solution):
        return Verdict(True, 10.0 + (np.cumsum(instance) % 2 != solution).sum())


class Clock:
    """Time that passes when it is told to."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_copies_are_kept_with_their_times(clock):
    listener, answer = Listener(Costly(), BITS, clock=clock), np.zeros(4, int)
    clock.now = 1.0
    listener(answer)
    answer[:] = 7
    clock.now = 2.0
    listener(None, 3.0)
    first, second = listener.told
    assert (first.seconds, first.bound, first.solution.tolist()) == (1.0, None, [0, 0, 0, 0])
    assert (second.seconds, second.solution, second.bound) == (2.0, None, 3.0)


def test_listening_is_no_part_of_the_time(clock):
    class Slow(Costly):
        def check(self, instance, solution):
            clock.now += 5
            return super().check(instance, solution)

    listener = Listener(Slow(), BITS, stop_gap=0.0, bound=1.0, clock=clock)
    clock.now = 1.0
    listener(np.zeros(4, int))
    clock.now += 1.0
    assert listener.seconds == 2.0


def test_a_flood_is_thinned_and_its_last_word_kept(clock):
    listener = Listener(Costly(), BITS, clock=clock)
    for number in range(10_000):
        clock.now += 1e-3
        listener(np.full(4, number))
    assert len(listener.told) < 1000
    assert listener.told[-1].solution.tolist() == [9999] * 4
    assert [each.seconds for each in listener.told] == sorted(e.seconds for e in listener.told)


@pytest.mark.parametrize(("wrong", "bound", "ends"), [(0, 10, True), (1, 10, True), (2, 10, False),
                                                      (0, None, False)])  # fmt: skip
def test_a_proved_gap_ends_the_search(wrong, bound, ends):
    listener = Listener(Costly(), BITS, stop_gap=0.1)
    answer = np.cumsum(BITS) % 2
    answer[:wrong] ^= 1
    listener(answer, bound)
    assert listener.interrupt.is_set() == ends


def test_gaps_are_shares_of_the_bound():
    assert is_within(101, 100, 0.01)
    assert is_within(-99, -100, 0.01)
    assert not is_within(102, 100, 0.01)
    assert not is_within(float("inf"), 100, 1)
    assert not is_within(1, -float("inf"), 1)
