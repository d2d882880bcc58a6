"""Lines of coordinates or distances with tours are read as learned solvers write them."""

import numpy as np
import pytest
from thinkers_tsp.formats import read
from thinkers_tsp.formats.lines import write
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.reading import TspReading

from thinkers import InvalidInstanceError


def parse(tmp_path, text):
    path = tmp_path / "file.txt"
    path.write_text(text)
    return read(path)


@pytest.mark.parametrize(
    "line",
    [
        "0 0 3 0 3 4 output 1 2 3 1",
        "0.0 0.0 3.0 0.0 3.0 4.0 output 2 3 1 2 ",
        "0 0 3 0 3 4 output 3 1 2",
        "0 0 3 0 3 4",
    ],
)
def test_coordinates_with_and_without_a_tour(tmp_path, line):
    (instance,) = parse(tmp_path, f"\n{line}\n")
    assert instance.distances.tolist() == [[0, 3, 5], [3, 0, 4], [5, 4, 0]]
    assert instance.name == "file"


def test_as_many_distances_as_the_square_of_the_tour(tmp_path):
    first, second = parse(
        tmp_path, "0 1 2 3 0 4 5 6 0 output 1 3 2 1\n0 0 1 0 1 1 0 1 output 1 2 3 4 1\n"
    )
    assert first.distances.tolist() == [[0, 1, 2], [3, 0, 4], [5, 6, 0]]
    assert first.coordinates is None
    assert second.cities == 4
    assert (first.name, second.name) == ("file 0", "file 1")


def test_four_cities_are_told_by_their_tour(tmp_path):
    """Sixteen numbers are 8 points or a matrix of 4 cities."""
    numbers = " ".join(map(str, range(16)))
    eight, four = parse(
        tmp_path, f"{numbers} output 1 2 3 4 5 6 7 8 1\n{numbers} output 1 2 3 4 1\n"
    )
    assert (eight.cities, four.cities) == (8, 4)
    assert parse(tmp_path, numbers)[0].cities == 8


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("0 0 1 1 2", "expected pairs, got 5 numbers"),
        ("0 0 1 1", "at least 3 cities, got 2"),
        ("0 0 1 1 2 x", "expected a number, got 'x'"),
        ("0 0 1 1 2 nan", "expected a finite number, got 'nan'"),
        ("0 0 1 1 2 2 output 1 2 1", "expected 4 coordinates or 4 distances, got 6"),
        ("0 0 1 1 2 2 output 1 2 2", "visited twice"),
        ("0 0 1 1 2 2 output 1 2 4 1", "no city 4"),
        ("0 0 1 1 2 2 output 0 1 2 0", "no city 0"),
        ("0 0 1 1 2 2 output 1 2.5 3 1", "expected a whole number, got 2.5"),
        ("0 0 1 1 2 2 output", "expected 0 coordinates or 0 distances, got 6"),
        ("output", "at least 3 cities, got 0"),
        ("0 -1 2 3 0 4 5 6 0 output 1 3 2 1", "from city 0 to city 1 is -1"),
    ],
)
def test_damaged_lines_name_their_number(tmp_path, line, words):
    with pytest.raises(InvalidInstanceError, match=f"file.txt: line 2: .*{words}"):
        parse(tmp_path, f"0 0 1 1 2 2\n{line}\n")


def test_the_written_form_returns_to_its_first_city(tmp_path):
    (instance,) = parse(tmp_path, "0 0 3 0 3 4.5")
    write(tmp_path / "a.txt", [instance], [np.array([2, 0, 1])])
    assert (tmp_path / "a.txt").read_text() == "0 0 3 0 3 4.5 output 3 1 2 3\n"


def test_distances_without_tours_say_so(tmp_path):
    instance = KINDS["asymmetric"](np.random.default_rng(0), 4)
    write(tmp_path / "a.txt", [instance, instance], None)
    assert (tmp_path / "a.txt").read_text().count(" distances\n") == 2
    found = read(tmp_path / "a.txt")
    assert [one.distances.tolist() for one in found] == [instance.distances.tolist()] * 2
    with pytest.raises(InvalidInstanceError, match="line 1: expected as many distances as"):
        parse(tmp_path, "0 1 2 3 0 4 5 6 distances")


def test_names_of_cities_have_no_place(tmp_path):
    instance = TspInstance(np.ones((3, 3)), names=("a", "b", "c"))
    with pytest.raises(InvalidInstanceError, match="no place for the names of cities"):
        write(tmp_path / "a.txt", [instance], None)


SQUARE = "0 1 2 3 4 5\n1 {} 2 3 4 5\n2 2 0 3 4 5\n3 3 3 0 4 5\n4 4 4 4 0 5\n5 5 5 5 5 0\n"


def test_a_square_of_numbers_is_one_matrix(tmp_path):
    (six,) = parse(tmp_path, SQUARE.format(0))
    assert six.distances[1].tolist() == [1, 0, 2, 3, 4, 5]
    assert parse(tmp_path, "0 1 2 3\n4 0 5 6\n7 8 0 9\n1 2 3 0\n")[0].cities == 4


def test_six_lines_of_six_numbers_may_be_six_instances(tmp_path):
    with pytest.raises(InvalidInstanceError, match="one matrix, or 6 instances of 3") as error:
        parse(tmp_path, SQUARE.format(7))
    assert "--columns matrix" in error.value.hint
    (six,) = read(tmp_path / "file.txt", TspReading(columns="matrix"))
    assert six.cities == 6
    marked = SQUARE.format(7).replace("\n", " output 1 2 3 1\n")
    assert [one.cities for one in parse(tmp_path, marked)] == [3] * 6


@pytest.mark.parametrize(
    "text", ["0 0\n3 0\n3 4\n0 9\n", "x y\n0 0\n3 0\n3 4\n0 9\n", "1 0 0\n2 3 0\n3 3 4\n4 0 9\n"]
)
def test_coordinates_one_city_a_line(tmp_path, text):
    (instance,) = parse(tmp_path, text)
    assert instance.coordinates.tolist() == [[0, 0], [3, 0], [3, 4], [0, 9]]


def test_degrees_on_a_line(tmp_path):
    parse(tmp_path, "0 0 0 90 90 0")
    (one,) = read(tmp_path / "file.txt", TspReading(columns="lat,lon"))
    assert one.coordinates.tolist() == [[0, 0], [90, 0], [0, 90]]
    assert one.distances[0, 1] == pytest.approx(6371.0088 * np.pi / 2)
