"""Every baseline keeps its contract on every kind of distances, and proofs are proofs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.baselines import every_baseline
from thinkers_tsp.baselines.fast_tsp import FastTsp
from thinkers_tsp.baselines.pyvrp import Pyvrp
from thinkers_tsp.baselines.routing import OrtoolsGls
from thinkers_tsp.exact import held_karp
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp, TspParams

from thinkers.testing import baseline_checks

NAMES = {
    "best-nearest-neighbour", "commiv", "concorde", "farthest-insertion", "fast-tsp", "greedy-edge",
    "held-karp", "lin-kernighan", "lkh", "local-search", "nearest-neighbour", "ortools",
    "ortools-cpsat", "ortools-gls", "pyvrp", "random",
}  # fmt: skip
CLOCKED = {("ortools-gls", "answers are repeatable"), ("pyvrp", "answers are repeatable")}
"""On a busy machine a second is not always as long."""

PROGRAMS = {"concorde", "lkh"}
"""Not there in general; their own tests have programs that speak as they do."""

SHORT = {
    each.name: each
    for each in (FastTsp(seconds=0.1), OrtoolsGls(seconds=0.15), Pyvrp(seconds=0.05))
}
QUICK = [SHORT.get(b.name, b) for b in every_baseline() if b.name not in PROGRAMS]
CHECKS = [
    pytest.param(check, id=f"{baseline.name} on {kind}: {check}")
    for baseline in QUICK
    for kind in sorted(KINDS)
    for check in baseline_checks(baseline, Tsp(), TspParams(cities=6, distances=kind))
    if (baseline.name, str(check)) not in CLOCKED
]


@pytest.mark.parametrize("check", CHECKS)
def test_contract(check):
    check()


def test_names_are_those_of_the_readme():
    assert {baseline.name for baseline in every_baseline()} == NAMES


@pytest.mark.parametrize("baseline", QUICK, ids=lambda baseline: baseline.name)
def test_three_cities_and_equal_distances(baseline):
    equal = KINDS["symmetric"](np.random.default_rng(0), 3)
    zero = type(equal)(np.zeros((4, 4)))
    for instance in (equal, zero):
        answer = baseline.solve(instance, np.random.default_rng(0))
        assert Tsp().check(instance, answer.solution).feasible


@pytest.mark.parametrize("baseline", QUICK, ids=lambda baseline: baseline.name)
def test_the_instance_is_left_alone(baseline):
    instance = KINDS["symmetric"](np.random.default_rng(0), 5)
    before = instance.distances.copy()
    baseline.solve(instance, np.random.default_rng(0))
    np.testing.assert_array_equal(instance.distances, before)


@pytest.mark.parametrize("baseline", every_baseline(), ids=lambda baseline: baseline.name)
def test_what_is_called_cheap_is_suitable_and_small(baseline):
    small, large = (KINDS["asymmetric"](np.random.default_rng(0), n) for n in (10, 400))
    assert not (baseline.cheap(small) and baseline.unsuitable(small))
    quick = {"random", "nearest-neighbour", "farthest-insertion"}
    assert baseline.cheap(large) == (baseline.name in quick)
    assert baseline.summary


@pytest.mark.parametrize("baseline", QUICK, ids=lambda baseline: baseline.name)
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([1e2, 1e4, 1e9, 1e13, 2**31 - 1, 1e30]))
def test_forbidden_legs_of_any_size_spoil_nothing(baseline, seed, huge):
    """However large the number that forbids them, it is as if it were ten times n the longest.

    Answers are then the same; searches by the clock at least avoid what can be avoided.
    """
    rng = np.random.default_rng(seed)
    distances, forbidden = rng.random((7, 7)), rng.random((7, 7)) < 0.3
    ring = np.arange(7), np.roll(np.arange(7), 1)
    forbidden[ring] = False  # so that a tour can do without them
    plain, given_huge = (TspInstance(np.where(forbidden, each, distances)) for each in (70.0, huge))
    best = Tsp().check(plain, held_karp(plain.distances[None])[0]).cost
    answer = baseline.solve(given_huge, np.random.default_rng(0))
    length = Tsp().check(given_huge, answer.solution).cost
    if answer.proved:
        assert length == pytest.approx(best, rel=1e-9)
        assert length <= answer.bound * (1 + 1e-9)
    sound = {"lin-kernighan", "ortools-gls", "held-karp", "ortools-cpsat", "commiv"}
    if baseline.name in sound:
        assert length < 7
    if baseline.name not in {"ortools-gls", "pyvrp"}:
        again = baseline.solve(plain, np.random.default_rng(0))
        assert length == pytest.approx(Tsp().check(given_huge, again.solution).cost)


def test_baselines_report_the_versions_of_what_computes():
    packages = {"commiv": "commiv", "fast-tsp": "fast_tsp", "pyvrp": "pyvrp"}
    for baseline in every_baseline():
        package = "ortools" if "ortools" in baseline.name else packages.get(baseline.name)
        if baseline.name not in PROGRAMS:
            assert set(baseline.versions()) == ({package} if package else set())
