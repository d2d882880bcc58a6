"""Parities in words begin as the answer does, and what is not shown is counted."""

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.problem import PrefixSums
from thinkers_prefix_sums.wording import GROUP, MAX_SHOWN_BITS


def test_a_short_answer_by_hand():
    problem = PrefixSums()
    assert problem.words(*problem.toy()) == "parities: 1101"


@given(st.integers(1, 3 * MAX_SHOWN_BITS), st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_groups_are_the_beginning_of_the_answer(length, seed):
    answer = np.random.default_rng(seed).integers(0, 2, length)
    text = PrefixSums().words(answer, answer)
    listed, _, rest = text.removeprefix("parities: ").partition(" ... and ")
    shown = listed.replace(" ", "")
    assert all(len(group) <= GROUP for group in listed.split())
    assert shown == "".join(map(str, answer[: len(shown)].tolist()))
    left = int(re.match(r"(\d+) more: --json prints and -o writes all$", rest)[1]) if rest else 0
    assert len(shown) + left == length
