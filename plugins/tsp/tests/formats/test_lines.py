"""Lines of coordinates or distances with tours are read as learned solvers write them."""

import numpy as np
import pytest
from thinkers_tsp.formats.lines import read, write
from thinkers_tsp.generator import KINDS

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
        ("0 0 1 1 2 nan", "the coordinates of city 2 are 2, nan"),
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


def test_distances_without_tours_would_be_ambiguous(tmp_path):
    instance = KINDS["asymmetric"](np.random.default_rng(0), 4)
    with pytest.raises(InvalidInstanceError, match="need their tours"):
        write(tmp_path / "a.txt", [instance], None)
