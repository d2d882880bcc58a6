"""The baseline keeps its contract and is exact."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.testing import baseline_checks


@pytest.mark.parametrize("check", baseline_checks(CumulativeXor(), PrefixSums()), ids=str)
def test_contract(check):
    check()


@given(st.lists(st.integers(0, 1), min_size=1, max_size=60).map(np.array))
@settings(max_examples=50, deadline=None)
def test_it_is_exact_proves_it_and_is_always_cheap(bits):
    baseline = CumulativeXor()
    answer = baseline.solve(bits, np.random.default_rng(0))
    assert answer.solution.tolist() == [sum(bits[: end + 1]) % 2 for end in range(len(bits))]
    assert answer.proved
    assert baseline.cheap(bits)
    assert not baseline.unsuitable(bits)
