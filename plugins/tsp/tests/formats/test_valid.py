"""Every way in which numbers are no instance or no tour has one line that says so."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.formats.valid import from_coordinates, from_distances, tour_of
from thinkers_tsp.valid import MAX_PLACES

from thinkers import InvalidInstanceError

GOOD = np.array([[0.0, 1, 2], [3, 0, 4], [5, 6, 0]])


def matrix_with(value, here=0, there=1):
    matrix = GOOD.copy()
    matrix[here, there] = value
    return matrix


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        (matrix_with(np.nan), "from city 0 to city 1 is nan"),
        (matrix_with(np.inf, 2, 1), "from city 2 to city 1 is inf"),
        (matrix_with(-1.0, 1, 2), "from city 1 to city 2 is -1"),
        (matrix_with(np.nan, 1, 1), "from city 1 to city 1 is nan"),
        (GOOD[:2], "2 rows of 3 numbers"),
        (GOOD[None], r"an array of shape \(1, 3, 3\)"),
        (GOOD[:2, :2], "at least 3 cities, got 2"),
        (matrix_with(1e300), "longest distance is 1e"),
        (GOOD * 1e-200, "longest distance is 6e-200"),
    ],
)
def test_bad_matrices(matrix, words):
    with pytest.raises(InvalidInstanceError, match=f"^here: .*{words}"):
        from_distances(matrix, "here", "")


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (np.array([[0.0, 0], [1, np.nan], [2, 2]]), "city 1 are 1, nan"),
        (np.array([[0.0, 0], [1, 1], [-np.inf, 2]]), "city 2 are -inf, 2"),
        (np.array([[0.0, 0], [1, 1], [1e200, 2]]), r"city 2 are 1e\+200, 2"),
        (np.zeros((3, 3)), "3 rows of 3 numbers"),
        (np.zeros((2, 2)), "at least 3 cities, got 2"),
        (np.zeros((MAX_PLACES + 1, 2)), f"at most {MAX_PLACES} cities, got {MAX_PLACES + 1}"),
    ],
)
def test_bad_coordinates(points, words):
    with pytest.raises(InvalidInstanceError, match=f"^here: .*{words}"):
        from_coordinates(points, "here", "")


def test_coordinates_become_straight_lines_and_are_kept():
    points = np.array([[0.0, 0], [3, 4], [0, 4]])
    instance = from_coordinates(points, "here", "name")
    assert instance.distances.tolist() == [[0, 5, 4], [5, 0, 3], [4, 3, 0]]
    assert instance.straight
    assert instance.name == "name"


def test_fillers_on_the_diagonal_become_zero_and_the_input_stays():
    filled = GOOD + 9999 * np.eye(3)
    np.testing.assert_array_equal(from_distances(filled, "", "").distances, GOOD)
    assert filled[0, 0] == 9999


def test_cities_at_one_place_are_an_instance():
    assert not from_coordinates(np.ones((4, 2)), "", "").distances.any()


@settings(max_examples=50, deadline=None)
@given(st.integers(3, 9), st.sampled_from([0, 1]), st.randoms())
def test_every_order_is_a_tour_counted_from_0_or_1(cities, first, chance):
    order = chance.sample(range(first, cities + first), cities)
    assert (tour_of(order, cities, "", first) + first).tolist() == order


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([1, 2, 3], "visits 3 of 4 cities"),
        ([], "visits 0 of 4 cities"),
        ([1, 2, 3, 3], "city 3 is visited twice"),
        ([0, 1, 2, 3], "no city 0, expected 1 to 4"),
        ([1, 2, 3, 5], "no city 5, expected 1 to 4"),
        ([1, 2, 3, 4, 1], "city 1 is visited twice"),
    ],
)
def test_bad_tours(numbers, words):
    with pytest.raises(InvalidInstanceError, match=f"^here: .*{words}"):
        tour_of(numbers, 4, "here")
