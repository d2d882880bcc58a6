"""Anything that says bits plainly becomes bits; anything else is refused with its place."""

import numpy as np
import pytest
from thinkers_prefix_sums.instance import as_text, bits_of
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import InvalidInstanceError


@pytest.mark.parametrize(
    "values",
    [
        "0110",
        " 0 1 1\t0\n",
        "0,1;1,0",
        [0, 1, 1, 0],
        (False, True, True, False),
        np.array([0.0, 1, 1, 0]),
    ],
)
def test_bits_are_a_copy_that_nobody_writes_to(values):
    bits = bits_of(values)
    assert (bits.dtype, as_text(bits)) == (np.int64, "0110")
    with pytest.raises(ValueError, match="read-only"):
        bits[0] = 1


def test_writing_to_what_was_given_changes_no_instance():
    given = np.zeros(3, np.int64)
    bits = bits_of(given)
    given[:] = 1
    assert not bits.any()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("", "at least one bit"),
        (" ,", "at least one bit"),
        ("01 10", "2 groups of 2, 2 bits may be one string, or a string and its answer"),
        ("1 1 0 0 11 0", "6 groups of 1, 1, 1, 1, ... bits"),
        ("0\x1b", r"got '\\x1b' in column 2"),
        ([], "at least one bit"),
        ("01a", "got 'a' in column 3"),
        ([0, 2], "got '2' at position 1"),
        ([0.5], "got '0.5' at position 0"),
        ([0, float("nan")], "got 'nan' at position 1"),
        ([[0, 1]], r"in one row, got \(1, 2\)"),
        ([[0], [0, 1]], "in one row"),
        (3, "in one row"),
        (["0", "1"], "0 and 1 only, got <U1"),
        ([None], "0 and 1 only, got object"),
    ],
)
def test_other_values_are_refused(values, words):
    with pytest.raises(InvalidInstanceError, match=words):
        bits_of(values)


@pytest.mark.parametrize("instance", [np.array([0, 2]), np.zeros((1, 2), int), np.array([0.0])])
def test_arrays_that_are_no_bits_are_no_instances(instance):
    problem = PrefixSums()
    problem.require(np.array([0, 1]))
    with pytest.raises(InvalidInstanceError, match=r"^instance 1: expected"):
        problem.require(np.array([0, 1]), instance)
