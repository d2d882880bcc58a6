"""A margin is the least lead of a best score over the second best, as counting by hand gives it."""

from math import inf, nan

import numpy as np
import pytest

from thinkers import Signature

LINE = Signature("sequence", channels=1, classes=3)
MATRIX = Signature("matrix", channels=1, classes=1, target="row")


def test_of_classes_only_positions_that_count_are_compared():
    scores = np.array([[0, 5, 1], [2, 4, 1], [7, 1, 0]], np.float32)
    assert LINE.margin(scores, np.array([True, True, False])) == 1
    assert LINE.margin(scores, np.array([True, False, False])) == 5
    assert LINE.margin(scores, np.array([True, True, True])) == 0
    assert LINE.margin(scores, np.array([False, False, False])) == inf


def test_of_rows_only_what_the_mask_allows_is_compared():
    scores = np.array([[[99, 3, 1], [8, 99, 4], [0, 9, 99]]], np.float32)
    assert MATRIX.margin(scores, np.ones((3, 3), bool)) == 90
    mask = ~np.eye(3, dtype=bool)
    assert MATRIX.margin(scores, mask) == 2
    mask[0] = False
    assert MATRIX.margin(scores, mask) == 4
    mask[1:, 0] = False  # one choice is left in each row
    assert MATRIX.margin(scores, mask) == inf


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_scores_that_are_no_numbers_have_no_margin(value):
    assert LINE.margin(np.full((3, 4), value, np.float32), np.ones(4, bool)) == 0


def test_where_there_is_one_class_nothing_is_chosen():
    one = Signature("sequence", channels=1, classes=1)
    assert one.margin(np.zeros((1, 4), np.float32), np.ones(4, bool)) == inf
