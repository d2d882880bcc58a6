"""The baseline keeps its contract and is exact."""

import pytest
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.testing import baseline_checks


@pytest.mark.parametrize("check", baseline_checks(CumulativeXor(), PrefixSums()), ids=str)
def test_contract(check):
    check()
