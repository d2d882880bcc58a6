"""Strings that coins hardly ever give have a trait, and those that coins give have none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from thinkers_prefix_sums.problem import PrefixSums
from thinkers_prefix_sums.traits import _period

PROBLEM = PrefixSums()


def coins(seed, count):
    return np.random.default_rng(seed).integers(0, 2, count)


@pytest.mark.parametrize("count", [1, 2, 8, 31, 32, 33, 64, 512])
def test_fair_coins_have_none(count):
    strings = PROBLEM.generate(np.random.default_rng(0), 300, PROBLEM.Params.of({"bits": count}))
    assert not any(PROBLEM.traits(string) for string in strings)


@pytest.mark.parametrize(
    ("string", "traits"),
    [
        (np.zeros(64), {"constant"}),
        (np.ones(32), {"constant"}),
        (np.zeros(3), set()),
        (np.resize([0, 1], 64), {"periodic"}),
        (np.resize([0, 0, 1, 0, 1, 1, 1], 100), {"periodic"}),
        (np.eye(1, 64, 40)[0], {"biased", "few changes", "long runs"}),
        (coins(1, 512) & coins(2, 512), {"biased"}),
        (np.repeat(coins(3, 64), 8), {"few changes", "long runs"}),
        (np.repeat(coins(4, 128), 4), {"few changes"}),
        (np.concatenate([np.resize([0, 1], 200), [1, 1, 0]]), {"many changes"}),
        (np.concatenate([coins(5, 1000), np.zeros(40), coins(6, 1000)]), {"long runs"}),
    ],
)
def test_kinds(string, traits):
    assert PROBLEM.traits(string.astype(np.int64)) == traits


@given(st.lists(st.integers(0, 1), min_size=1, max_size=24))
def test_the_period_is_the_least(bits):
    periods = [p for p in range(1, len(bits) + 1) if bits[p:] == bits[: len(bits) - p]]
    assert _period(bits) == periods[0]
