"""Moves and kicks keep a tour a tour, gain what they say, and are undone to the last spot."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import METRICS
from thinkers_tsp.search import kernels

FEW = settings(max_examples=80, deadline=None)
SEED = st.integers(0, 2**32)
CITIES = st.integers(5, 14)


class Stage:
    """Random legs, prices and a tour, as kernels take them; few candidates."""

    def __init__(self, seed, cities, symmetric, tried=5):
        self.rng = np.random.default_rng(seed)
        ways = self.rng.random((cities, cities))
        ways = ways + ways.T if symmetric else ways
        dues = np.zeros((3, max(cities, kernels.MIN_ROOM)))
        dues[:2, :cities] = self.rng.normal(size=(2, cities))
        if symmetric:
            dues[1] = dues[0]
        self.costs = ways + dues[0, :cities, None] + dues[1, :cities]
        away = self.costs + np.diag(np.full(cities, np.inf))
        near = away.argsort(1)[:, : min(tried, cities - 1)].copy()
        self.ways, self.symmetric = ways, symmetric
        self.tour = self.rng.permutation(cities)
        self.place = self.tour.argsort()
        self.room = np.zeros((kernels.ROWS, max(cities, kernels.MIN_ROOM)), np.int64)
        self.journal = np.empty((2, 8 * cities), np.int64)
        self.legs = (ways, kernels.MATRIX, dues)
        legs = np.take_along_axis(self.costs, near, 1)
        self.task = (*self.legs, near, legs, self.tour, self.place, self.room, self.journal)

    def length(self, tour=None):
        tour = self.tour if tour is None else tour
        return self.costs[tour, np.roll(tour, -1)].sum()

    def check(self):
        assert sorted(self.tour.tolist()) == list(range(len(self.tour)))
        np.testing.assert_array_equal(self.place[self.tour], np.arange(len(self.tour)))

    def draws(self, count, longest=3):
        cities = len(self.tour)
        sizes = self.rng.integers(1, min(longest, (cities - 1) // 3) + 1, (count, 3))
        return np.hstack([self.rng.integers(0, cities, (count, 1)), sizes])


@FEW
@given(SEED, CITIES)
def test_a_kick_turns_abcd_into_adcb_says_what_it_costs_and_is_undone(seed, cities):
    stage = Stage(seed, cities, symmetric=False)
    before, draws = stage.tour.copy(), stage.draws(1)
    worse = kernels.kick(*stage.legs, stage.tour, stage.place, stage.room, stage.journal, draws, 0)
    stage.check()
    begin, *sizes = draws[0].tolist()
    parts = np.split(np.roll(before, -begin - 1), np.cumsum(sizes))
    expected = np.concatenate([parts[2], parts[1], parts[0], parts[3]])
    at = int(np.flatnonzero(expected == stage.tour[0])[0])
    np.testing.assert_array_equal(np.roll(expected, -at), stage.tour)
    np.testing.assert_allclose(worse, stage.length() - stage.length(before), atol=1e-9)
    assert stage.room[kernels.STATE, kernels.COUNT] == len(set(stage.room[kernels.ENDS, :8]))
    kernels.undo(stage.tour, stage.place, stage.room, stage.journal)
    np.testing.assert_array_equal(stage.tour, before)
    stage.check()
    assert not stage.room[kernels.WAITING].any()


@FEW
@given(SEED, CITIES, st.booleans(), st.integers(3, 6))
def test_improving_gains_what_it_says_and_is_undone(seed, cities, symmetric, tried):
    stage = Stage(seed, cities, symmetric, tried)
    before = stage.tour.copy()
    stage.room[kernels.LINE, :cities] = np.arange(cities)
    stage.room[kernels.WAITING, :cities] = 1
    stage.room[kernels.STATE, kernels.COUNT] = cities
    gained = kernels.improve(*stage.task, symmetric, 1e-12, kernels.ENDLESS)
    stage.check()
    np.testing.assert_allclose(gained, stage.length(before) - stage.length(), atol=1e-9)
    kernels.undo(stage.tour, stage.place, stage.room, stage.journal)
    np.testing.assert_array_equal(stage.tour, before)
    stage.check()


@FEW
@given(SEED, CITIES, st.data())
def test_directed_moves_turn_nothing(seed, cities, data):
    """What a move leaves of the old tour is walked as before: only as many legs are new."""
    stage = Stage(seed, cities, symmetric=False)
    follower = np.roll(stage.tour, -1)[stage.place]
    end = data.draw(st.integers(0, cities - 1))
    stage.room[kernels.ENDS, :2] = follower[end], end
    stage.legs[2][kernels.GAINS, 1] = stage.costs[end, follower[end]]
    before = stage.length()
    gained = kernels.move(*stage.task, False, 1e-12)
    stage.check()
    np.testing.assert_allclose(gained, before - stage.length(), atol=1e-9)
    fresh = np.roll(stage.tour, -1)[stage.place] != follower
    assert fresh.sum() in ((0,) if gained == 0 else (3, 4, 5))


@FEW
@given(SEED, CITIES, st.booleans())
@example(13, 13, False)  # fills its journal
def test_kicks_are_kept_or_undone_and_never_lengthen(seed, cities, symmetric):
    stage = Stage(seed, cities, symmetric)
    while not kernels.descend(*stage.task, symmetric, 1e-12, 3):
        stage.check()
    for _ in range(10):
        before, length = stage.tour.copy(), stage.length()
        kept = kernels.climb(*stage.task, symmetric, 1e-12, stage.draws(1))
        stage.check()
        assert stage.length() <= length + 1e-9
        assert kept or np.array_equal(stage.tour, before)
        assert not stage.room[kernels.WAITING].any()


def test_a_full_journal_ends_what_a_kick_began_and_the_tour_comes_back():
    stage = Stage(1, 14, symmetric=True)
    while not kernels.descend(*stage.task, True, 1e-12, 99):
        pass
    short = (*stage.task[:-1], np.empty((2, 14), np.int64))
    before, length = stage.tour.copy(), stage.length()
    for draws in stage.draws(50)[:, None]:
        kept = kernels.climb(*short, True, 1e-12, draws)
        stage.check()
        assert not stage.room[kernels.WAITING].any()
        assert kept or np.array_equal(stage.tour, before)
    assert stage.length() <= length + 1e-9


def test_nobody_stands_in_line_twice():
    room = np.zeros((kernels.ROWS, kernels.MIN_ROOM), np.int64)
    room[kernels.ENDS, :4] = [2, 5, 2, 3]
    room[kernels.STATE, kernels.HEAD] = 6
    for ends in (4, 4):
        assert kernels.enlist(room, ends, 8) == 3
    assert room[kernels.LINE].tolist()[:8] == [3, 0, 0, 0, 0, 0, 2, 5]


FLAT = {
    kernels.STRAIGHT: "EXACT_2D", kernels.NEAREST: "EUC_2D", kernels.UP: "CEIL_3D",
    kernels.DOWN: "FLOOR_2D", kernels.ALONG: "MAN_3D", kernels.WIDEST: "MAX_2D",
}  # fmt: skip


@pytest.mark.parametrize("metric", FLAT)
def test_kernels_measure_as_metrics_do(metric):
    rng, name = np.random.default_rng(0), FLAT[metric]
    points = rng.uniform(-50, 50, (9, int(name[-2])))
    dues, measured = np.zeros((3, kernels.MIN_ROOM)), METRICS[name].measure
    dues[:2] = rng.normal(size=dues[:2].shape)
    ways = TspInstance(Measured(name, points)).distances
    for here, there in [(0, 1), (5, 2), (8, 3)]:
        found = kernels.cost(points, metric, dues, here, there)
        assert found == pytest.approx(
            measured(points[here], points[there]) + dues[0, here] + dues[1, there]
        )
        assert ways[here, there] == measured(points[here], points[there])
