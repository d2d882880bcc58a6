"""A search never lengthens, repeats, keeps to its time, and leaves no move that helps."""

from itertools import count, pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from thinkers_tsp.check import check
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.listing import listed
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import METRICS
from thinkers_tsp.search import candidates, descend, loop, search

FEW = settings(max_examples=50, deadline=None)
KIND = st.sampled_from(sorted(KINDS))
SEED = st.integers(0, 2**32)


def task(kind, seed, cities):
    rng = np.random.default_rng(seed)
    instance = KINDS[kind](rng, cities)
    return instance, rng.permutation(cities), rng


def looks_before_kicks(instance, start):
    """How often a search looks at the clock before it kicks, the first look excepted."""
    looks = []
    search(
        instance, start, np.random.default_rng(0), kicks=0, seconds=1, compiled=False,
        clock=lambda: looks.append(0) or 0.0,
    )  # fmt: skip
    return len(looks) - 1


def neighbours(tour, symmetric):
    """Every tour that one move makes: neighbouring parts exchanged, a part turned if symmetric."""
    for turn in range(len(tour)):
        cycle = tour[turn:] + tour[:turn]
        for first in range(1, len(tour)):
            if symmetric:
                yield cycle[:first][::-1] + cycle[first:]
            for second in range(first + 1, len(tour)):
                yield cycle[first:second] + cycle[:first] + cycle[second:]


@FEW
@given(KIND, SEED, st.integers(3, 6))
@example("symmetric", 200863, 7)  # a reversal opens a move far from its ends
def test_descending_never_lengthens_and_leaves_no_move_that_helps(kind, seed, cities):
    """Up to 6 cities: there all others are candidates, at the second leg as well."""
    instance, start, _ = task(kind, seed, cities)
    tour = descend(instance, start)
    length = check(instance, tour).cost
    assert length <= check(instance, start).cost
    for other in neighbours(tour.tolist(), instance.symmetric):
        assert instance.length(np.array(other)) >= length - 1e-9


@FEW
@given(KIND, SEED, st.integers(3, 14), st.booleans())
def test_searching_never_lengthens_and_repeats_by_its_seed(kind, seed, cities, guided):
    instance, start, rng = task(kind, seed, cities)
    scores = rng.random((cities, cities), np.float32) if guided else None
    before = start.copy()
    options = {"kicks": 20, "scores": scores, "compiled": False}
    found = [search(instance, start, np.random.default_rng(seed), **options) for _ in range(2)]
    np.testing.assert_array_equal(*found)
    np.testing.assert_array_equal(start, before)
    assert check(instance, found[0]).cost <= check(instance, start).cost


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_small_tours_end_up_optimal(kind, shortest):
    missed = 0
    for instance in generate(np.random.default_rng(2), 8, 8, kind):
        tour = search(instance, np.arange(8), np.random.default_rng(0))
        missed += instance.length(tour) > shortest(instance.distances) + 1e-9
    assert missed <= 1


@pytest.mark.parametrize("kind", ["asymmetric", "euclidean"])
@pytest.mark.parametrize("cities", [3, 4, 5, 45])
def test_compiled_and_plain_find_the_same_tour(kind, cities):
    pytest.importorskip("numba", reason="compiling needs the extra `fast`")
    instance, start, rng = task(kind, 5, cities)
    drawn = rng.random((cities, cities), np.float32)
    for scores in (None, drawn):
        plain, fast = (
            search(instance, start, np.random.default_rng(3), kicks=90, scores=scores, compiled=way)
            for way in (False, True)
        )
        np.testing.assert_array_equal(plain, fast)


def test_more_kicks_find_shorter_tours():
    instance, start, _ = task("asymmetric", 1, 60)
    lengths = [
        instance.length(search(instance, start, np.random.default_rng(0), kicks=k, compiled=False))
        for k in (0, 60)
    ]
    assert lengths[1] < lengths[0]


def test_the_clock_ends_the_search_and_decides_alone():
    instance, start, _ = task("asymmetric", 1, 12)
    draws = np.random.default_rng(0)
    ticks, most = count(), looks_before_kicks(instance, start) + 5
    tour = search(instance, start, draws, seconds=most, compiled=False, clock=lambda: next(ticks))
    rounds = np.random.default_rng(0)
    again = search(instance, start, rounds, kicks=4 * loop.AT_ONCE, compiled=False)
    np.testing.assert_array_equal(tour, again)
    assert draws.integers(1 << 30) == rounds.integers(1 << 30)


@pytest.mark.parametrize("distances", [np.zeros((5, 5)), np.ones((5, 5)) - np.eye(5)])
def test_a_search_ends_where_all_tours_are_equal(distances):
    tour = search(TspInstance(distances), np.arange(5), np.random.default_rng(0))
    assert sorted(tour.tolist()) == list(range(5))


def test_a_crossing_is_undone():
    corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    instance = TspInstance(np.abs(corners[:, None] - corners).sum(-1))
    assert instance.length(np.arange(4)) == 6
    assert instance.length(descend(instance, np.arange(4))) == 4


def test_what_comes_first_ends_the_search():
    instance, start, _ = task("asymmetric", 1, 12)
    words = {"compiled": False, "kicks": 4 * loop.AT_ONCE}

    def found(**more):
        draws = np.random.default_rng(0)
        search(instance, start, draws, **words, **more)
        return draws.integers(1 << 30)

    all_of_them, before = found(), looks_before_kicks(instance, start)
    early, late, asked = count(), count(), count()
    assert found(seconds=before + 9, clock=lambda: next(late)) == all_of_them
    assert found(seconds=before + 3, clock=lambda: next(early)) != all_of_them
    rounds = np.random.default_rng(0)
    search(instance, start, rounds, kicks=2 * loop.AT_ONCE, compiled=False)
    assert found(stopped=lambda: next(asked) == before + 2) == rounds.integers(1 << 30)


@FEW
@given(KIND, SEED, st.integers(3, 12), st.integers(0, 50), st.booleans())
def test_whenever_time_ends_there_is_a_tour_no_longer_than_the_start(
    kind, seed, cities, most, guided
):
    """Be it while scores are balanced, candidates listed, the tour descends, or between kicks."""
    instance, start, rng = task(kind, seed, cities)
    ticks = count()
    scores = rng.random((cities, cities), np.float32) if guided else None
    tour = search(
        instance, start, rng, seconds=most, scores=scores, compiled=False,
        clock=lambda: next(ticks),
    )  # fmt: skip
    assert check(instance, tour).cost <= check(instance, start).cost
    assert next(ticks) <= most + 4


def test_the_clock_is_looked_at_after_so_many_cities(monkeypatch):
    """Each piece of work between two looks is bounded, whatever the number of cities."""
    instance, start, rng = task("asymmetric", 0, 350)
    works = []
    run = loop.run_kernel

    def counted(kernel, compiled, *arguments):
        works.append(kernel.__name__)
        return run(kernel, compiled, *arguments)

    monkeypatch.setattr(loop, "run_kernel", counted)
    search(instance, start, rng, kicks=0, compiled=True)
    assert works.count("descend") > 350 / loop.LOOKS
    for seconds, expected in ((3, []), (7, ["descend", "descend"])):  # lists take the first five
        ticks = count()
        works.clear()
        search(
            instance,
            start,
            rng,
            seconds=seconds,
            compiled=True,
            clock=lambda ticks=ticks: next(ticks),
        )
        assert works == expected


@pytest.mark.parametrize("kind", ["asymmetric", "euclidean"])
def test_what_is_reported_is_shorter_each_time_and_the_last_as_good_as_the_answer(kind):
    instance, start, rng = task(kind, 1, 60)
    told = []
    tour = search(instance, start, rng, kicks=60, compiled=False, report=told.append)
    lengths = [check(instance, each).cost for each in (start, *told)]
    assert len(told) > (kind == "asymmetric")  # Lin-Kernighan moves may leave kicks nothing
    assert all(later < earlier for earlier, later in pairwise(lengths))
    assert check(instance, tour).cost == pytest.approx(lengths[-1])


@pytest.mark.parametrize("kind", ["asymmetric", "euclidean"])
def test_scores_of_listed_pairs_guide_too(kind):
    instance, start, rng = task(kind, 1, 25)
    scores = rng.normal(size=listed(instance).shape).astype(np.float32)
    scores[0] = np.nan
    tour = search(instance, start, rng, kicks=20, scores=scores, compiled=False)
    assert check(instance, tour).cost <= check(instance, start).cost


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_many_measured_cities_need_no_matrix(metric, monkeypatch):
    """However distances are measured, the tour is a tour and shorter."""
    monkeypatch.setattr(candidates, "MAX_WRITTEN", 20)
    rng = np.random.default_rng(0)
    points = rng.uniform(0, 80, (60, 3 if "3D" in metric else 2))
    instance, start = TspInstance(Measured(metric, points)), rng.permutation(60)
    tour = search(instance, start, rng, kicks=30, compiled=False)
    assert "distances" not in vars(instance)
    assert check(instance, tour).cost < 0.4 * check(instance, start).cost
