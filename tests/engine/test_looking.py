"""Repeats count for how long each answer has been the same, and forget who has left."""

from functools import partial

import numpy as np

from thinkers.engine.looking import Repeats


def test_looks_in_a_row_are_counted_for_each_instance():
    repeats = Repeats(lambda places, iteration, scores: scores[:, 0].astype(int), 2)
    answers = {4: 1.0, 8: 2.0, 12: 2.0, 16: 3.0}
    scores = {at: np.array([[1.0], [other]], np.float32) for at, other in answers.items()}
    counted = [repeats.same(at, partial(scores.get, at)).tolist() for at in answers]
    assert counted == [[1, 1], [2, 1], [3, 2], [4, 1]]


def test_looking_twice_at_one_iteration_is_one_look():
    read = []
    repeats = Repeats(lambda places, iteration, scores: read.extend(places) or [None] * 3, 3)
    for _ in range(2):
        assert repeats.same(5, lambda: np.zeros((3, 1), np.float32)).tolist() == [1, 1, 1]
    assert read == [0, 1, 2]


def test_those_who_stay_keep_their_answers_and_their_places():
    read = []
    repeats = Repeats(lambda places, iteration, scores: read.extend(places) or places, 4)
    repeats.same(1, lambda: np.zeros((4, 1), np.float32))
    repeats.keep(np.array([1, 3]))
    assert repeats.same(2, lambda: np.zeros((2, 1), np.float32)).tolist() == [2, 2]
    repeats.keep(np.array([1]))
    assert repeats.same(3, lambda: np.zeros((1, 1), np.float32)).tolist() == [3]
    assert read == [0, 1, 2, 3, 1, 3, 3]
