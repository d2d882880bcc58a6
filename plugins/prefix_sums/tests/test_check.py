"""The check finds every wrong bit, and says how many and where."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.check import check

STRING = np.array([1, 0, 1, 1])
ANSWER = np.array([1, 1, 0, 1])


def test_the_right_answer_passes():
    verdict = check(STRING, ANSWER)
    assert (verdict.feasible, verdict.cost, verdict.accuracy) == (True, 0.0, 1.0)


@pytest.mark.parametrize("position", range(4))
def test_any_wrong_bit_is_found(position):
    wrong = ANSWER.copy()
    wrong[position] ^= 1
    verdict = check(STRING, wrong)
    assert not verdict.feasible
    assert verdict.accuracy == 0.75
    assert verdict.reason == f"1 of 4 bits are wrong, the first at position {position}"


@given(st.lists(st.tuples(st.integers(0, 1), st.booleans()), min_size=1, max_size=30))
@settings(max_examples=50, deadline=None)
def test_accuracy_is_the_share_of_right_bits(pairs):
    bits = np.array([bit for bit, _ in pairs])
    flipped = np.array([flip for _, flip in pairs])
    verdict = check(bits, np.cumsum(bits) % 2 ^ flipped)
    assert verdict.feasible == (not flipped.any())
    assert verdict.accuracy == pytest.approx(1 - flipped.mean())


def test_an_answer_of_another_length_is_no_answer():
    assert check(STRING, ANSWER[:3]).reason == "expected 4 bits, got 3"
