"""Packaged solvers: rounding loses little, and what is missing or would be nonsense is said."""

import sys
from itertools import pairwise
from threading import Event

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.baselines.commiv import Commiv
from thinkers_tsp.baselines.fast_tsp import LONGEST, FastTsp
from thinkers_tsp.baselines.packages import whole_distances
from thinkers_tsp.baselines.pyvrp import Pyvrp
from thinkers_tsp.exact import held_karp
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp

from thinkers import Footing, MissingPackageError, Terms
from thinkers.scoring.comparing import compare
from thinkers.scoring.measuring import measure

RNG = np.random.default_rng(0)
ALL = [Commiv(), FastTsp(seconds=0.1), Pyvrp(seconds=0.1)]

UNCLOCKED = pytest.mark.parametrize("baseline", ALL[:2], ids=lambda baseline: baseline.name)
"""What PyVRP finds in its time nobody knows on a busy machine; the others do not go by it here."""

by_name = pytest.mark.parametrize("baseline", ALL, ids=lambda baseline: baseline.name)


@UNCLOCKED
@pytest.mark.parametrize("kind", ["euclidean", "symmetric", "scales"])
def test_small_instances_are_solved_to_the_optimum_but_for_rounding(baseline, kind):
    for instance in generate(np.random.default_rng(3), 3, 9, kind):
        best = instance.length(held_karp(instance.distances[None])[0])
        rounding = 9 * instance.distances.max() / LONGEST
        assert instance.length(baseline.solve(instance, RNG).solution) <= best + rounding


@given(st.integers(0, 2**32), st.sampled_from(sorted(KINDS)), st.floats(1e-9, 1e9))
@settings(max_examples=40, deadline=None)
def test_whole_distances_are_in_order_and_in_range(seed, kind, unit):
    drawn = KINDS[kind](np.random.default_rng(seed), 8)
    instance = TspInstance(drawn.tamed * unit)
    for longest in (LONGEST, 2**27):
        ways = whole_distances(instance, longest)
        assert ways.min() == 0
        assert longest / 2 - 1 <= ways.max() <= longest or (ways == instance.tamed).all()
        order = np.argsort(instance.tamed, axis=None)
        assert all(one <= other for one, other in pairwise(ways.flat[order]))


def test_small_integers_go_in_as_they_are():
    ways = np.random.default_rng(0).integers(1, LONGEST, (9, 9))
    np.fill_diagonal(ways, 0)
    np.testing.assert_array_equal(whole_distances(TspInstance(ways), LONGEST), ways)


@UNCLOCKED
@pytest.mark.parametrize("unit", [1e-12, 1.0, 1e12])
def test_the_unit_of_length_does_not_matter(baseline, unit):
    instance = generate(np.random.default_rng(0), 1, 8, "symmetric")[0]
    best = instance.length(held_karp(instance.distances[None])[0])
    scaled = TspInstance(instance.distances * unit)
    assert instance.length(baseline.solve(scaled, RNG).solution) <= best * (1 + 8 / LONGEST)


@pytest.mark.parametrize("kind", ["euclidean", "asymmetric", "forbidden"])
def test_pyvrp_gives_nothing_longer_than_its_start(kind):
    for instance in generate(np.random.default_rng(3), 2, 9, kind):
        best = held_karp(instance.distances[None])[0]
        for start in (best, np.roll(best, 3), np.random.default_rng(0).permutation(9)):
            found = Pyvrp(seconds=0.05).improve(instance, RNG, Terms(start=start)).solution
            assert Tsp().check(instance, found).cost <= instance.length(start) * (1 + 1e-12)


def test_pyvrp_tells_shorter_and_shorter_tours_and_ends_when_asked():
    instance, told = KINDS["asymmetric"](np.random.default_rng(2), 30), []
    interrupt = Event()

    def report(tour, bound=None):
        told.append(Tsp().check(instance, tour).cost)
        if len(told) == 3:
            interrupt.set()

    terms = Terms(3600, np.arange(30), report=report, interrupt=interrupt)
    answer = Pyvrp().improve(instance, RNG, terms)
    assert told[0] == instance.length(np.arange(30))
    assert told == sorted(told, reverse=True)
    assert instance.length(answer.solution) == min(told)


@pytest.mark.parametrize("baseline", ALL[:2], ids=lambda baseline: baseline.name)
def test_the_others_tell_nothing_on_the_way(baseline):
    """Nor could they: neither package says what it has before it returns."""
    footing, instances = (
        Footing(anytime=True),
        generate(np.random.default_rng(3), 2, 9, "symmetric"),
    )
    run = compare(Tsp(), instances, [], [baseline], footing=footing).runs[0]
    assert run.note == "told nothing on the way"


@by_name
def test_a_missing_package_is_one_line_that_says_how_to_get_it(baseline, monkeypatch):
    instance = generate(np.random.default_rng(0), 1, 5, "symmetric")[0]
    assert baseline.unsuitable(instance) == ""
    monkeypatch.setattr("thinkers_tsp.baselines.packages.find_spec", lambda module: None)
    monkeypatch.setitem(sys.modules, baseline.module, None)
    reason = baseline.unsuitable(instance)
    assert reason == f"it is not installed: pip install 'thinkers-tsp[{baseline.name}]'"
    assert not baseline.cheap(instance)
    with pytest.raises(MissingPackageError, match=f"{baseline.module} cannot be imported") as told:
        baseline.solve(instance, RNG)
    assert f"thinkers-tsp[{baseline.name}]" in told.value.hint
    assert reason in measure(Tsp(), instance, baseline).failure


def test_fast_tsp_is_not_given_what_it_answers_wrongly():
    asymmetric, symmetric = (KINDS[kind](RNG, 30) for kind in ("triangle", "symmetric"))
    assert FastTsp().unsuitable(symmetric) == ""
    assert "not symmetric" in FastTsp().unsuitable(asymmetric)
    wrong = asymmetric.length(FastTsp(seconds=0.1).solve(asymmetric, RNG).solution)
    right = asymmetric.length(Commiv().solve(asymmetric, RNG).solution)
    assert wrong > 1.3 * right  # why it is not: it says nothing


def test_what_is_too_large_is_unsuitable():
    assert "2001 cities" in Pyvrp().unsuitable(KINDS["line"](RNG, 2001))
