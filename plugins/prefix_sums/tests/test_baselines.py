"""Both baselines keep their contract and are exact."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.baselines import CumulativeXor, Doubling
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.testing import baseline_checks

BOTH = [CumulativeXor(), Doubling()]
CHECKS = [
    pytest.param(check, id=f"{baseline.name}: {check}")
    for baseline in BOTH
    for check in baseline_checks(baseline, PrefixSums())
]


@pytest.mark.parametrize("check", CHECKS)
def test_contract(check):
    check()


@pytest.mark.parametrize("baseline", BOTH, ids=lambda baseline: baseline.name)
@given(st.lists(st.integers(0, 1), min_size=1, max_size=60).map(np.array))
@settings(max_examples=50, deadline=None)
def test_it_is_exact_proves_it_and_is_always_cheap(baseline, bits):
    answer = baseline.solve(bits, np.random.default_rng(0))
    assert answer.solution.tolist() == [sum(bits[: end + 1]) % 2 for end in range(len(bits))]
    assert answer.proved
    assert baseline.cheap(bits)
    assert not baseline.unsuitable(bits)
