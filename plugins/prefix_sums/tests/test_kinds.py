"""Every kind of string is what its name says, and follows from the seed alone."""

import numpy as np
import pytest
from thinkers_prefix_sums.kinds import KINDS, MIXED, generate

BITS = 40


def drawn(kind, count=60, bits=BITS, seed=0):
    return generate(np.random.default_rng(seed), count, bits, kind)


def flips(bits):
    return int(np.count_nonzero(np.diff(bits)))


@pytest.mark.parametrize("kind", [*KINDS, MIXED])
@pytest.mark.parametrize("bits", [1, 2, BITS])
def test_strings_are_bits_of_the_length_asked_for_and_read_only(kind, bits):
    for string in drawn(kind, 20, bits):
        assert string.shape == (bits,)
        assert string.dtype == np.int64
        assert set(string.tolist()) <= {0, 1}
        assert not string.flags.writeable


@pytest.mark.parametrize("kind", [*KINDS, MIXED])
def test_the_first_do_not_depend_on_the_count(kind):
    few, many = drawn(kind, 3), drawn(kind, 9)
    assert [one.tolist() for one in few] == [one.tolist() for one in many[:3]]


def test_each_kind_is_what_its_name_says():
    assert all(flips(string) == 0 for string in drawn("constant"))
    assert {int(string[0]) for string in drawn("constant")} == {0, 1}
    assert all(string.sum() == 1 for string in drawn("one-bit"))
    assert all(1 <= min(s.sum(), BITS - s.sum()) <= 3 for s in drawn("sparse"))
    periods = [
        any((string[p:] == string[:-p]).all() for p in range(1, 9)) for string in drawn("periodic")
    ]
    assert all(periods)
    assert np.mean([flips(s) for s in drawn("runs")]) < np.mean([flips(s) for s in drawn("fair")])
    shares = [string.mean() for string in drawn("biased")]
    assert min(shares) < 0.15 < 0.85 < max(shares)
    assert abs(np.mean(drawn("fair")) - 0.5) < 0.05


def test_a_mixture_has_strings_of_several_kinds():
    found = drawn(MIXED, 200)
    assert any(flips(string) == 0 for string in found)
    assert any(flips(string) > 15 for string in found)
