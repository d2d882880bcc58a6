"""Prefix sums keep the contract of a problem."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.testing import problem_checks

PROBLEM = PrefixSums()

bits = st.lists(st.integers(0, 1), min_size=1, max_size=40).map(np.array)


@pytest.mark.parametrize("check", problem_checks(PROBLEM, PROBLEM.Params.of({"bits": 9})), ids=str)
def test_contract(check):
    check()


@given(bits)
@settings(max_examples=50, deadline=None)
def test_labels_are_the_parities_counted_one_by_one(string):
    [answer] = PROBLEM.label([string])
    assert answer.tolist() == [sum(string[: i + 1]) % 2 for i in range(len(string))]


def test_bits_are_fair():
    strings = PROBLEM.generate(np.random.default_rng(0), 400, PROBLEM.Params.of({"bits": 25}))
    assert abs(np.mean(strings) - 0.5) < 4 * 0.5 / np.sqrt(400 * 25)


@given(bits, st.integers(0, 99))
@settings(max_examples=50, deadline=None)
def test_a_changed_string_differs_in_one_bit(string, seed):
    changed = PROBLEM.mutate(string, np.random.default_rng(seed))
    assert (changed != string).sum() == 1
    assert changed.dtype == string.dtype
