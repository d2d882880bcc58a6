"""Gaps, intervals and wins equal a slow computation by hand, and nothing is filtered."""

from math import inf, isclose, isinf, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkers.scoring.statistics import (
    Interval,
    confidence,
    gaps,
    same,
    spread_of,
    wins_ties_losses,
)  # fmt: skip

costs = st.one_of(st.just(inf), st.just(0.0), st.floats(0.01, 1e6), st.floats(-1e6, -0.01))
pairs = st.lists(st.tuples(costs, costs), min_size=1, max_size=20)


def slow_gap(cost, best):
    """The gap from its definition, in plain Python."""
    if isinf(cost):
        return inf
    if isinf(best):
        return -1.0
    if cost == best:
        return 0.0
    if best == 0:
        return inf if cost > 0 else -inf
    return (cost - best) / abs(best)


def test_gaps_by_hand():
    assert gaps([1.2, 1.0, inf, 0.0, 2.0], [1.0, 1.0, 1.0, 0.0, 0.0]) == pytest.approx(
        [0.2, 0, inf, 0, inf]
    )


def test_an_infeasible_cost_is_infinitely_far_whatever_the_best_is():
    assert gaps([inf, inf], [inf, 0.0]).tolist() == [inf, inf]


@settings(max_examples=50, deadline=None)
@given(pairs)
def test_gaps_equal_the_slow_ones(cases):
    found = gaps(*zip(*cases, strict=True)).tolist()
    assert not any(map(isnan, found))
    for (cost, best), gap in zip(cases, found, strict=True):
        assert isclose(gap, slow_gap(cost, best), rel_tol=1e-9, abs_tol=2e-9)


@settings(max_examples=50, deadline=None)
@given(pairs)
def test_every_instance_that_someone_answers_is_a_win_a_tie_or_a_loss(cases):
    mine, other = zip(*cases, strict=True)
    wins = sum(a < b and not isclose(a, b, rel_tol=1e-9) for a, b in cases)
    losses = sum(b < a and not isclose(a, b, rel_tol=1e-9) for a, b in cases)
    ties = len(cases) - wins - losses - sum(a == b == inf for a, b in cases)
    assert wins_ties_losses(mine, other) == (wins, ties, losses)
    assert wins_ties_losses(other, mine) == (losses, ties, wins)


def test_rounding_is_a_tie_and_two_failures_are_none():
    assert wins_ties_losses([0.1 + 0.2, inf, 1.0], [0.3, inf, inf]) == (1, 1, 0)


def test_small_costs_are_not_all_the_same():
    """Lengths in a small unit must not tie by the absolute tolerance alone."""
    assert not same(np.array([1e-7]), np.array([2e-7]))[0]
    assert wins_ties_losses([1e-10], [3e-10]) == (1, 0, 0)


def test_the_mean_is_the_mean_and_the_interval_is_around_it():
    values = np.random.default_rng(0).random(50)
    found = confidence(values)
    assert isinstance(found, Interval)
    assert found.mean == pytest.approx(sum(values) / 50)
    assert found.low < found.mean < found.high


def test_the_interval_equals_a_slow_bootstrap_and_the_normal_approximation():
    values = np.random.default_rng(1).normal(3, 2, 200)
    found = confidence(values)
    rng = np.random.default_rng(99)
    means = sorted(sum(values[rng.integers(200)] for _ in range(200)) / 200 for _ in range(300))
    spread = values.std(ddof=1) / 200**0.5
    assert found.low == pytest.approx(means[7], abs=0.3 * spread)
    assert found.high == pytest.approx(means[-8], abs=0.3 * spread)
    assert found.low == pytest.approx(values.mean() - 1.96 * spread, abs=0.1 * spread)
    assert found.high == pytest.approx(values.mean() + 1.96 * spread, abs=0.1 * spread)


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(40):
        found = confidence(rng.normal(0, 1, 60))
        inside += found.low <= 0 <= found.high
    assert inside >= 33, "fewer than 33 of 40 has probability below 0.5 % at 95 %"


def test_the_same_seed_gives_the_same_interval():
    values = np.random.default_rng(0).random(30)
    assert confidence(values, seed=3) == confidence(values, seed=3)
    assert confidence(values, seed=3) != confidence(values, seed=4)


@pytest.mark.parametrize("values", [[], [1.0, inf], [1.0, float("nan")]])
def test_there_is_no_interval_over_what_is_not_finite(values):
    assert confidence(np.array(values)) is None


def test_a_single_value_is_its_own_interval():
    assert confidence(np.array([2.5])) == Interval(2.5, 2.5, 2.5)


VALUES = st.lists(st.floats(-100, 100).filter(lambda one: one == 0 or abs(one) > 1e-3), min_size=1)


@given(VALUES, st.floats(0.1, 10))
def test_gaps_are_shares_of_the_size_of_the_best_and_never_below_zero(costs, factor):
    best = [min(costs)] * len(costs)
    found = gaps(costs, best)
    assert (found >= 0).all()
    assert found[int(np.argmin(costs))] == 0
    scaled = gaps([factor * cost for cost in costs], [factor * cost for cost in best])
    np.testing.assert_allclose(scaled, found, rtol=1e-6, atol=1e-6)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.just(inf), st.floats(0, 10)), min_size=1, max_size=12))
def test_quartiles_are_those_of_numpy_with_failures_at_the_end(values):
    """A failure stands for a very large number; what numpy makes of it is very large, or finite."""
    found = spread_of(np.array(values))
    large = 1e12
    right = np.percentile([min(value, large) for value in values], [25, 50, 75, 100])
    ours = [found.quarter, found.median, found.three_quarters, found.worst]
    for mine, other in zip(ours, right, strict=True):
        assert (mine is None) == (other > 1e6)
        assert mine is None or mine == pytest.approx(other)


def test_nothing_has_no_quartiles():
    assert spread_of(np.array([])).median is None
