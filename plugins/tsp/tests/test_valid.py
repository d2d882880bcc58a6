"""Arrays of every kind become read-only float64 copies, or one line says why they are no cities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.valid import (
    LARGEST,
    MAX_PLACES,
    SMALLEST,
    checked_coordinates,
    checked_distances,
    require_cities,
)

from thinkers import InvalidInstanceError

GOOD = np.array([[0, 1, 2], [3, 0, 4], [5, 6, 0]])


def changed(value, here=0, there=1):
    matrix = GOOD.astype(np.longdouble)
    matrix[here, there] = value
    return matrix


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (changed(np.nan), "from city 0 to city 1 is nan, expected a finite number >= 0"),
        (changed(-np.inf, 2, 1), "from city 2 to city 1 is -inf"),
        (changed(-1, 1, 2), "from city 1 to city 2 is -1"),
        (changed(np.nan, 1, 1), "from city 1 to city 1 is nan"),
        (changed(np.longdouble("1e4000")), "from city 0 to city 1 is inf"),
        (changed(1e300), "longest distance is 1e\\+300"),
        (GOOD * 1e-200, "longest distance is 6e-200"),
        (GOOD[:2], "a square matrix, got 2 rows of 3 numbers"),
        (GOOD[:2, :2], "at least 3 cities, got 2"),
        (GOOD[None], r"an array of shape \(1, 3, 3\)"),
        (np.zeros(9), r"an array of shape \(9,\)"),
        (5, r"an array of shape \(\)"),
        ([[0, 1], [2]], "rows of equal length"),
        (GOOD.astype(complex), "expected numbers, got complex128"),
        (GOOD.astype(str), "expected numbers, got <U"),
        (GOOD.astype(bool), "expected numbers, got bool"),
        (GOOD.astype(object), "expected numbers, got object"),
        (None, "expected numbers, got object"),
        (np.ma.masked_equal(GOOD, 3), "some are masked"),
    ],
)
def test_what_is_no_matrix_of_distances(values, words):
    for make in (checked_distances, TspInstance, TspInstance.of):
        with pytest.raises(InvalidInstanceError, match=f"^(expected|the) .*{words}|{words}"):
            make(values)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([[0, 0], [1, np.nan], [2, 2]], "city 1 are 1, nan"),
        ([[0, 0], [1, 1], [1e200, 2]], r"city 2 are 1e\+200, 2"),
        ([[0, 0], [1, 1]], "at least 3 cities, got 2"),
        (np.zeros((MAX_PLACES + 1, 2)), f"at most {MAX_PLACES} cities, got {MAX_PLACES + 1}"),
    ],
)
def test_what_is_no_place(points, words):
    for make in (checked_coordinates, TspInstance.of):
        with pytest.raises(InvalidInstanceError, match=words):
            make(points)
    with pytest.raises(InvalidInstanceError, match=f"{words}|coordinates"):
        TspInstance(GOOD, points)


def test_a_matrix_of_too_many_cities_comes_with_its_size():
    with pytest.raises(InvalidInstanceError, match="at most 5000 cities of a matrix") as error:
        require_cities(6000)
    assert error.value.hint == ("their distances would fill 0.29 GB, those of 5000 cities 0.2 GB")


@settings(max_examples=100, deadline=None)
@given(
    hnp.arrays(
        st.one_of(hnp.integer_dtypes(), hnp.unsigned_integer_dtypes(), hnp.floating_dtypes()),
        st.integers(3, 6).map(lambda n: (n, n)),
    ),
    st.sampled_from("CF"),
)
def test_every_array_is_an_instance_of_its_numbers_or_refused(values, order):
    """Whole numbers near the end of int64 do not overflow: a tour is summed in float64."""
    given_values = np.array(values, order=order)
    with np.errstate(over="ignore"):
        numbers = given_values.astype(np.float64)
    np.fill_diagonal(numbers, np.where(np.diag(numbers) >= 0, 0, np.diag(numbers)))
    longest = numbers.max()
    right = np.isfinite(given_values).all() and (numbers >= 0).all() and np.isfinite(numbers).all()
    if not right or (longest and not SMALLEST <= longest <= LARGEST):
        with pytest.raises(InvalidInstanceError, match="distance"):
            TspInstance(given_values)
        return
    instance = TspInstance(given_values)
    np.testing.assert_array_equal(instance.distances, numbers)
    assert instance.distances.dtype == np.float64
    assert instance.distances.flags.c_contiguous
    tour = np.arange(len(numbers))
    legs = [numbers[i, (i + 1) % len(numbers)] for i in range(len(numbers))]
    assert instance.length(tour) == pytest.approx(sum(legs), rel=1e-12)


def test_an_instance_is_nobody_elses_array():
    matrix, points = GOOD.astype(float) + 7 * np.eye(3), np.array([[0.0, 0], [1, 0], [0, 1]])
    instance = TspInstance(matrix, points)
    matrix[0, 1] = points[0, 0] = 99
    assert matrix[0, 0] == 7
    np.testing.assert_array_equal(instance.distances, GOOD)
    assert instance.coordinates[0, 0] == 0
    for array in (instance.distances, instance.coordinates):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 1] = 1
