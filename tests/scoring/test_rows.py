"""A line says what a plain count says: no failure is averaged, and gaps name what they are from."""

import json
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Verdict, maximise, minimise
from thinkers.scoring.rows import best_bounds, rows_of
from thinkers.scoring.runs import Answer, Run


class Costly(PrefixSums):
    objective = minimise("cost")


class Gainful(PrefixSums):
    objective = maximise("gain")


def made(solver, costs, bounds=None, kind="baseline"):
    bounds = bounds or [None] * len(costs)
    answers = [
        Answer(Verdict(cost != inf, cost), 1.0, 0, bound, bound is not None and cost <= bound)
        for cost, bound in zip(costs, bounds, strict=True)
    ]
    return Run(solver, kind, answers)


def test_gaps_are_from_the_best_that_ran_from_the_proof_and_from_the_optimum():
    runs = [
        made("good", [11.0, 22.0], [9.0, 20.0]),
        made("bad", [12.0, 30.0]),
        made("lower bound", [inf, inf], [10.0, 16.0], kind="bound"),
    ]
    good, bad, bound = rows_of(Costly(), runs, optima=[10.5, 21.0])
    assert best_bounds(runs).tolist() == [10, 20]
    assert (good.gap, bad.gap) == pytest.approx((0, (1 / 11 + 8 / 22) / 2))
    assert (good.bound_gap, bad.bound_gap) == pytest.approx((0.1, 0.35))
    assert good.optimum_gap == pytest.approx((0.5 / 10.5 + 1 / 21) / 2)
    assert (bound.gap, bound.bound_gap, bound.optimum_gap) == (None, None, None)
    assert (bound.call, bound.wins, bound.losses) == ("", 0, 0)


def test_one_instance_without_a_bound_or_an_optimum_leaves_no_mean():
    runs = [made("one", [11.0, 22.0], [9.0, None])]
    (row,) = rows_of(Costly(), runs, optima=[10.0, None])
    assert (row.bound_gap, row.optimum_gap, row.bound) == (None, None, None)


def test_a_failure_is_in_the_quartiles_and_in_no_mean():
    costs = [10.0, 11.0, 12.0, 13.0, inf]
    _, some = rows_of(Costly(), [made("all", [10.0] * 5), made("some", costs)])
    assert some.feasible == 0.8
    assert some.mean_cost is some.gap is some.difference is some.gap_worst is None
    assert some.gap_quarter == pytest.approx(0.1)
    assert some.gap_median == pytest.approx(0.2)
    assert some.gap_three_quarters == pytest.approx(0.3)
    assert (some.wins, some.ties, some.losses) == (0, 1, 4)


def test_the_first_baseline_is_the_reference_and_is_held_against_nothing():
    costs = list(np.linspace(10, 20, 12))
    runs = [
        made("model", [1.1 * cost for cost in costs], kind="model"), made("first", costs),
        made("second", [0.9 * cost for cost in costs]), made("twin", costs),
    ]  # fmt: skip
    rows = rows_of(Costly(), runs)
    assert [row.call for row in rows] == ["worse", "", "better", "no significant difference"]
    assert [row.test for row in rows] == ["Wilcoxon", "", "Wilcoxon", "Wilcoxon"]
    assert [row.difference for row in rows] == pytest.approx([0.1, None, -0.1, 0])
    smallest = 2 / 2**12
    assert rows[0].p_value == rows[2].p_value == pytest.approx(smallest)
    assert rows[0].p_adjusted == rows[2].p_adjusted == pytest.approx(3 * smallest)
    assert rows[3].p_adjusted == 1


def test_more_of_what_is_maximised_is_better():
    costs = list(-np.linspace(10, 20, 12))
    better = rows_of(Gainful(), [made("first", costs), made("more", [1.1 * c for c in costs])])[1]
    assert (better.call, better.wins) == ("better", 12)
    assert better.difference == pytest.approx(-0.1)


def test_the_tolerance_makes_ties():
    runs = [made("first", [10.0] * 8), made("near", [10.005] * 8)]
    assert rows_of(Costly(), runs)[1].losses == 8
    near = rows_of(Costly(), runs, tie=1e-3)[1]
    assert (near.ties, near.call) == (8, "no significant difference")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([1.0, 2.0, 5.0, inf]), min_size=1, max_size=9), st.randoms())
def test_rows_are_plain_json_whatever_failed(costs, chance):
    others = [chance.choice([1.0, 3.0, inf]) for _ in costs]
    for problem in (Costly(), Gainful(), PrefixSums()):
        for row in rows_of(problem, [made("first", costs), made("other", others)]):
            assert json.loads(json.dumps(row.as_dict(), allow_nan=False)) == row.as_dict()
