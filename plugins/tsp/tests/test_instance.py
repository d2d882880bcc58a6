"""An instance knows its size, whether it is symmetric, and whether its coordinates say all."""

import numpy as np
import pytest
from thinkers_tsp.check import check
from thinkers_tsp.formats.tsplib_distances import axes
from thinkers_tsp.instance import TspInstance, straight_lines
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import METRICS
from thinkers_tsp.problem import Tsp
from thinkers_tsp.valid import MAX_PLACES

from thinkers import InvalidInstanceError

TRIANGLE = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]])
SIDES = np.array([[0, 3, 5], [3, 0, 4], [5, 4, 0]])


def test_straight_lines_by_hand():
    assert straight_lines(TRIANGLE).tolist() == SIDES.tolist()


def test_two_columns_are_coordinates_and_n_are_distances():
    points, matrix = TspInstance.of(TRIANGLE.tolist(), "lines"), TspInstance.of(SIDES)
    np.testing.assert_array_equal(points.distances, matrix.distances)
    np.testing.assert_array_equal(points.coordinates, TRIANGLE)
    assert (points.name, matrix.coordinates) == ("lines", None)


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


def test_what_belongs_to_cities_is_there_for_each():
    assert TspInstance(SIDES, names=["a", "b", "c"]).names == ("a", "b", "c")
    with pytest.raises(InvalidInstanceError, match="names of 2 cities, distances of 3"):
        TspInstance(SIDES, names=("a", "b"))
    with pytest.raises(InvalidInstanceError, match="coordinates of 4 cities, distances of 3"):
        TspInstance(SIDES, np.zeros((4, 2)))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_drawn_is_read_only(kind):
    instance = KINDS[kind](np.random.default_rng(0), 5)
    for array in (instance.distances, instance.coordinates, Tsp().toy()[0].distances):
        assert array is None or not array.flags.writeable


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([[1, 0, 0], [2, 3, 0], [3, 3, 4]], "may be distances, or numbered coordinates"),
        ([[1, 0, 0], [2, 3, 0], [3, 3, 4], [4, 0, 4]], "expected two coordinates .* 4 rows of 3"),
    ],
)
def test_three_columns_that_may_number_the_cities_are_refused(values, words):
    with pytest.raises(InvalidInstanceError, match=words) as error:
        TspInstance.of(values)
    assert "array[:, 1:]" in error.value.hint


@pytest.mark.parametrize("filler", [0, 9999])
def test_three_columns_with_fillers_on_the_diagonal_are_distances(filler):
    values = SIDES + filler * np.eye(3)
    np.fill_diagonal(values, filler)
    assert TspInstance.of(values).distances.diagonal().tolist() == [0, 0, 0]
    assert TspInstance([[1, 0, 0], [2, 3, 0], [3, 3, 4]]).cities == 3


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_legs_are_those_of_the_matrix_to_the_bit(metric):
    points = np.round(np.random.default_rng(0).uniform(-80, 80, (400, axes(metric))), 2)
    instance = TspInstance(Measured(metric, points))
    cities = np.arange(400)
    rows = np.stack([instance.legs(city, cities) for city in cities[:20]])
    np.testing.assert_array_equal(rows, instance.distances[:20])
    tour = np.random.default_rng(1).permutation(400)
    whole = TspInstance(instance.distances)
    assert instance.length(tour) == whole.length(tour)
    assert whole.symmetric
    assert instance.symmetric


def test_a_hundred_thousand_cities_need_no_matrix():
    instance = TspInstance.of(np.random.default_rng(0).random((MAX_PLACES, 2)))
    assert instance.straight
    assert instance.symmetric
    assert not instance.barred
    legs = np.hypot(*(instance.coordinates[1:] - instance.coordinates[:-1]).T).sum()
    legs += np.hypot(*(instance.coordinates[0] - instance.coordinates[-1]))
    tour = np.arange(MAX_PLACES)
    assert instance.length(tour) == pytest.approx(legs)
    assert check(instance, tour).cost == instance.length(tour)
    with pytest.raises(InvalidInstanceError, match="all distances are needed here") as error:
        _ = instance.distances
    assert error.value.hint == "their distances would fill 80 GB, those of 5000 cities 0.2 GB"
