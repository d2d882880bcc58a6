"""An instance knows its size, whether it is symmetric, and whether its coordinates say all."""

import numpy as np
from thinkers_tsp.instance import TspInstance, straight_lines

TRIANGLE = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]])


def test_straight_lines_by_hand():
    assert straight_lines(TRIANGLE).tolist() == [[0, 3, 5], [3, 0, 4], [5, 4, 0]]


def test_length_closes_the_tour_and_follows_its_direction():
    distances = np.array([[0.0, 1.0, 9.0], [9.0, 0.0, 2.0], [4.0, 9.0, 0.0]])
    instance = TspInstance(distances)
    assert instance.length(np.array([0, 1, 2])) == 7.0
    assert instance.length(np.array([2, 1, 0])) == 27.0


def test_symmetric_means_every_way_back_is_as_long():
    assert TspInstance(straight_lines(TRIANGLE)).symmetric
    assert not TspInstance(np.array([[0.0, 1, 2], [1, 0, 3], [2, 3.5, 0]])).symmetric


def test_straight_only_when_the_coordinates_give_the_distances():
    distances = straight_lines(TRIANGLE)
    assert TspInstance(distances, TRIANGLE).straight
    assert not TspInstance(distances).straight
    assert not TspInstance(distances + 1e-12, TRIANGLE).straight
