"""Differences, p-values and Holm's correction equal scipy's own and slow counts by hand."""

from itertools import product
from math import inf, isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from thinkers.errors import MissingPackageError
from thinkers.scoring import significance
from thinkers.scoring.significance import difference, holm, mcnemar, wilcoxon

changes = st.lists(st.sampled_from([-inf, -3.0, -1.0, -0.5, 0.0, 0.25, 1.0, 2.0, inf]), min_size=1)


def slow_wilcoxon(values):
    """The two-sided p-value by going through all signs; ranks without ties and zeros."""
    ranks = [sorted(map(abs, values)).index(abs(value)) + 1 for value in values]
    seen = sum(rank for rank, value in zip(ranks, values, strict=True) if value > 0)
    sums = [sum(np.array(ranks)[list(signs)]) for signs in _signs(len(values))]
    tail = min(sum(each <= seen for each in sums), sum(each >= seen for each in sums))
    return min(1.0, 2 * tail / len(sums))


def _signs(count):
    return [np.array(signs, bool) for signs in product([False, True], repeat=count)]


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(1, 40), min_size=1, max_size=8), st.randoms())
def test_wilcoxon_equals_a_count_of_all_signs(sizes, chance):
    values = [size * chance.choice([-1.0, 1.0]) for size in sizes]
    assert isclose(wilcoxon(np.array(values))[1], slow_wilcoxon(values))


@settings(max_examples=50, deadline=None)
@given(changes)
def test_wilcoxon_is_symmetric_and_leans_to_the_greater_ranks(values):
    lean, p_value = wilcoxon(np.array(values))
    turned, same = wilcoxon(-np.array(values))
    assert (turned, same) == (-lean, pytest.approx(p_value))
    assert 0 <= p_value <= 1
    if all(value <= 0 for value in values) and any(values):
        assert lean < 0


def test_a_failure_ranks_behind_every_answer_however_bad():
    few, many = np.array([-0.1] * 3), np.arange(1.0, 9.0)
    assert wilcoxon(np.array([*many, inf])) == wilcoxon(np.array([*many, 9.0]))
    assert wilcoxon(np.array([*few, inf]))[0] == wilcoxon(np.array([*few, 5.0]))[0]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 9))
def test_mcnemar_is_a_fair_coin(wins, losses, ties):
    values = np.array([-1.0] * wins + [inf] * losses + [0.0] * ties)
    right = stats.binomtest(wins, wins + losses).pvalue if wins + losses else 1.0
    assert mcnemar(values) == pytest.approx(right)


def test_mcnemar_of_very_many_is_a_number():
    assert mcnemar(np.array([-1.0] * 3000)) == 0
    assert mcnemar(np.array([-1.0, 1.0] * 1500)) == 1


def test_holm_by_hand():
    found = holm({0: 0.01, 1: 0.04, 2: 0.03, 3: 0.005})
    assert found == pytest.approx({3: 0.02, 0: 0.03, 2: 0.06, 1: 0.06})
    assert holm({}) == {}
    assert holm({5: 0.7, 6: 0.9}) == {5: 1.0, 6: 1.0}


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_rejects_what_stepping_down_rejects(p_values):
    """Holm's own procedure: go on while the k-th least is below the level over what is left."""
    adjusted = holm(dict(enumerate(p_values)))
    level, rejected = 0.05, set()
    for done, place in enumerate(np.argsort(p_values, kind="stable")):
        if p_values[place] * (len(p_values) - done) > level:
            break
        rejected.add(place)
    assert {place for place, each in adjusted.items() if each <= level} == rejected


def test_a_difference_is_a_mean_of_shares_with_an_interval():
    found = difference([11.0, 10.0, 24.0], [10.0, 10.0, 20.0])
    assert found.excess.mean == pytest.approx(0.1)
    assert found.excess.low <= 0.1 <= found.excess.high
    assert (found.pairs, found.test) == (3, "Wilcoxon")


def test_a_failure_is_part_of_no_mean_and_counts_in_the_test():
    reference = list(np.linspace(10, 12, 12))
    worse = difference([inf] * 11 + [12.0], reference)
    assert worse.excess is None
    assert worse.lean > 0
    assert worse.call(worse.p_value) == "worse"
    better = difference(reference, [inf] * 11 + [12.0])
    assert better.excess is None
    assert better.call(better.p_value) == "better"
    assert difference([inf, inf], [inf, inf]).pairs == 0


def test_differences_within_the_tolerance_are_ties():
    costs, reference = [10.005] * 8, [10.0] * 8
    assert difference(costs, reference).p_value < 0.05
    assert difference(costs, reference, tie=1e-3).p_value == 1


def test_too_few_instances_never_show_a_difference():
    found = difference([9.0] * 5, [10.0] * 5)
    assert found.call(found.p_value) == "no significant difference"


def test_right_and_wrong_answers_are_told_by_mcnemar():
    found = difference([0.0] * 9 + [inf], [inf] * 9 + [0.0], right_or_wrong=True)
    assert (found.test, found.excess) == ("McNemar", None)
    assert found.p_value == pytest.approx(stats.binomtest(9, 10).pvalue)
    assert found.call(found.p_value) == "better"


def test_without_scipy_there_is_no_p_value_and_nothing_is_called(monkeypatch):
    def missing(name, module):
        raise MissingPackageError(f"{module} is not there", f"install it: {name}")

    monkeypatch.setattr(significance, "extra", missing)
    found = difference([9.0] * 20, [10.0] * 20)
    assert (found.p_value, found.call(None)) == (None, "")
    assert found.excess.mean == pytest.approx(-0.1)


def test_chance_alone_is_called_a_difference_about_as_often_as_it_says():
    rng = np.random.default_rng(0)
    calls = 0
    for _ in range(100):
        costs = rng.normal(10, 1, (2, 30))
        found = difference(*costs)
        calls += found.call(found.p_value) != "no significant difference"
    assert calls <= 13, "more than 13 of 100 has probability below 0.1 % at 5 %"
