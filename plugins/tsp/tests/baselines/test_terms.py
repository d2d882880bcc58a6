"""Searches tell better and better tours, begin where they are told, and end when asked."""

import numpy as np
import pytest
from thinkers_tsp.baselines import every_baseline
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp

from thinkers import Terms

INSTANCE = KINDS["asymmetric"](np.random.default_rng(2), 25)
SEARCHES = [each for each in every_baseline() if each.takes_start]
TOLD = {"ortools", "ortools-gls", "ortools-cpsat", "lin-kernighan"}
"""What tells on the way, and needs nothing but what the tests install."""
OURS = [each for each in SEARCHES if each.name in TOLD]


def improve(baseline, seconds=0.4, **terms):
    """The answer, and what was told on the way as costs and bounds."""
    told = []

    def report(tour, bound=None):
        told.append((None if tour is None else Tsp().check(INSTANCE, tour).cost, bound))

    terms = Terms(seconds, report=report, **terms)
    return baseline.improve(INSTANCE, np.random.default_rng(0), terms), told


def test_all_searches_take_a_start():
    assert {each.name for each in OURS} == TOLD


@pytest.mark.parametrize("baseline", OURS, ids=lambda baseline: baseline.name)
def test_what_is_told_gets_better_until_the_answer(baseline):
    answer, told = improve(baseline)
    costs = [cost for cost, _ in told if cost is not None]
    assert costs == sorted(costs, reverse=True)
    assert Tsp().check(INSTANCE, answer.solution).cost <= costs[-1] * (1 + 1e-12)


@pytest.mark.parametrize("baseline", OURS, ids=lambda baseline: baseline.name)
@pytest.mark.parametrize("seed", [0, 1])
def test_any_start_will_do_whatever_city_it_begins_at(baseline, seed):
    start = np.random.default_rng(seed).permutation(25)
    answer, _ = improve(baseline, start=start)
    verdict = Tsp().check(INSTANCE, answer.solution)
    assert verdict.feasible
    assert verdict.cost < Tsp().check(INSTANCE, start).cost


def test_bounds_of_cpsat_rise_to_the_proof():
    [cpsat] = [each for each in SEARCHES if each.name == "ortools-cpsat"]
    answer, told = improve(cpsat, seconds=20)
    bounds = [bound for _, bound in told if bound is not None]
    assert bounds == sorted(bounds)
    assert answer.proved
    assert bounds[-1] <= Tsp().check(INSTANCE, answer.solution).cost


def test_a_gap_ends_cpsat_before_its_proof():
    [cpsat] = [each for each in SEARCHES if each.name == "ortools-cpsat"]
    answer, _ = improve(cpsat, seconds=20, stop_gap=0.5)
    cost = Tsp().check(INSTANCE, answer.solution).cost
    assert cost <= 1.5 * answer.bound
