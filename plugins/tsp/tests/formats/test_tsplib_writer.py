"""TSPLIB files are written as coordinates where those say all, else as the matrix."""

import numpy as np
import pytest
from thinkers_tsp.formats import entries, read
from thinkers_tsp.formats.tsplib_distances import axes, metric_distances, on_the_plane
from thinkers_tsp.formats.tsplib_writer import write
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.metrics import TSPLIB

from thinkers import InvalidInstanceError


def assert_same(one, other):
    assert one.name == other.name
    np.testing.assert_array_equal(one.distances, other.distances)
    assert (one.coordinates is None) == (other.coordinates is None)
    if one.coordinates is not None:
        np.testing.assert_array_equal(one.coordinates, other.coordinates)


@pytest.mark.parametrize("metric", sorted(each for each in TSPLIB if axes(each) == 2))
def test_coordinates_with_the_metric_that_gives_the_distances(tmp_path, metric):
    points = np.random.default_rng(0).integers(-60, 60, (6, 2)).astype(float)
    instance = TspInstance(metric_distances(metric, points), on_the_plane(metric, points), "six")
    write(tmp_path / "a.tsp", [instance], None)
    text = (tmp_path / "a.tsp").read_text()
    assert f"EDGE_WEIGHT_TYPE : {metric}\nNODE_COORD_SECTION\n1 " in text
    assert_same(read(tmp_path / "a.tsp")[0], instance)


@pytest.mark.parametrize("suffix", [".tsp", ".atsp"])
def test_other_distances_as_a_matrix_with_coordinates_for_drawing(tmp_path, suffix):
    instance = TspInstance(
        KINDS["symmetric"](np.random.default_rng(0), 5).distances, np.eye(5)[:, :2], "five"
    )
    path = tmp_path / f"a{suffix}"
    write(path, [instance], None)
    assert "EDGE_WEIGHT_FORMAT : FULL_MATRIX" in path.read_text()
    assert "DISPLAY_DATA_SECTION" in path.read_text()
    assert_same(read(path)[0], instance)


def test_atsp_always_has_the_matrix(tmp_path):
    points = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]])
    instance = TspInstance(metric_distances("EUC_2D", points), points, "three")
    write(tmp_path / "a.atsp", [instance], None)
    text = (tmp_path / "a.atsp").read_text()
    assert "TYPE : ATSP" in text
    assert "\n0 3 5\n3 0 4\n5 4 0\n" in text


def test_asymmetric_instances_are_refused_in_tsp_files(tmp_path):
    instance = KINDS["asymmetric"](np.random.default_rng(0), 4)
    with pytest.raises(InvalidInstanceError, match="not symmetric") as caught:
        write(tmp_path / "a.tsp", [instance], None)
    assert "atsp" in caught.value.hint
    write(tmp_path / "a.atsp", [instance], None)
    assert_same(read(tmp_path / "a.atsp")[0], instance)


def test_one_instance_a_file(tmp_path):
    instance = KINDS["euclidean"](np.random.default_rng(0), 4)
    with pytest.raises(InvalidInstanceError, match="hold one instance, got 2"):
        write(tmp_path / "a.tsp", [instance, instance], None)


def test_a_name_of_several_lines_stays_one_header(tmp_path):
    instance = TspInstance(np.ones((3, 3)) - np.eye(3), name="a\nDIMENSION : 9")
    write(tmp_path / "a.tsp", [instance], None)
    assert read(tmp_path / "a.tsp")[0].name == "a DIMENSION : 9"


def test_straight_lines_are_written_as_coordinates(tmp_path):
    instance = KINDS["euclidean"](np.random.default_rng(0), 5)
    write(tmp_path / "a.tsp", [instance], None)
    assert "EDGE_WEIGHT_TYPE : EXACT_2D\nNODE_COORD_SECTION\n" in (tmp_path / "a.tsp").read_text()
    assert_same(read(tmp_path / "a.tsp")[0], instance)


def test_three_axes_are_written_as_the_matrix_with_two_for_drawing(tmp_path):
    points = np.random.default_rng(0).integers(0, 60, (6, 3)).astype(float)
    instance = TspInstance(metric_distances("EUC_3D", points), points[:, :2], "six")
    write(tmp_path / "a.tsp", [instance], None)
    assert_same(read(tmp_path / "a.tsp")[0], instance)


@pytest.mark.parametrize("suffix", [".tsp", ".atsp"])
def test_the_tour_and_the_names_of_cities_are_kept(tmp_path, suffix):
    distances = KINDS["symmetric"](np.random.default_rng(0), 4).distances
    instance = TspInstance(distances, None, "four", ("a", "b : c", "city 1: x", "É"))
    write(tmp_path / f"a{suffix}", [instance], [np.array([2, 0, 3, 1])])
    assert "TOUR_SECTION\n3\n1\n4\n2\n-1\nEOF\n" in (tmp_path / f"a{suffix}").read_text()
    [found] = entries(tmp_path / f"a{suffix}")
    assert found.tour.tolist() == [2, 0, 3, 1]
    assert found.instance.names == instance.names


def test_a_name_that_is_no_text_stays_out_of_the_file(tmp_path):
    instance = TspInstance(np.ones((3, 3)), None, "a\ud800\x1b", ("\n", "x\x00", "EOF"))
    write(tmp_path / "a.tsp", [instance], None)
    found = read(tmp_path / "a.tsp")[0]
    assert (found.name, found.names) == ("a", ("", "x", "EOF"))
