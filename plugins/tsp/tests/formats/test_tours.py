"""Tours are read in every spacing of the published files, and read back as written."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.formats.tours import read_tour, read_tours, write
from thinkers_tsp.instance import TspInstance

from thinkers import InvalidInstanceError


def parse(tmp_path, text, cities=4):
    path = tmp_path / "file.tour"
    path.write_text(text)
    return read_tour(path, cities).tolist()


@pytest.mark.parametrize(
    "text",
    [
        "NAME : a\nTYPE : TOUR\nDIMENSION : 4\nTOUR_SECTION\n2\n1\n4\n3\n-1\nEOF\n",
        "TYPE : TOUR\nTOUR_SECTION\n2 1 4 3 -1",
        "TOUR_SECTION\n 2 1\n 4 3\n",
        "TOUR_SECTION\n2 1 4 3 -1 -1\nEOF",
    ],
)
def test_spacings_of_published_files(tmp_path, text):
    assert parse(tmp_path, text) == [1, 0, 3, 2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("TYPE : TOUR\n", "there is no TOUR_SECTION"),
        ("DIMENSION : 5\nTOUR_SECTION\n1 2 3 4\n", "DIMENSION is 5, but the instance has 4"),
        ("TOUR_SECTION\n1 2 3\n-1\n", "visits 3 of 4 cities"),
        ("TYPE : TOUR\n1 2 3 4\n", "line 2: expected KEYWORD : value, got '1 2 3 4'"),
        ("TOUR_SECTION\n", "visits 0 of 4 cities"),
        ("TOUR_SECTION\n1 2 3 4 4\n", "city 4 is visited twice"),
        ("TOUR_SECTION\n0 1 2 3\n", "no city 0"),
        ("TOUR_SECTION\n1 2 3.5 4\n", "expected a whole number, got 3.5"),
        ("TOUR_SECTION\n1 2 x 4\n", "expected a number, got 'x'"),
        ("TOUR_SECTION\n1 2 3 4 -1 4 3 2 1 -1\n", "holds 2 tours, expected one"),
    ],
)
def test_damaged_tours(tmp_path, text, words):
    with pytest.raises(InvalidInstanceError, match=f"file.tour.*{words}"):
        parse(tmp_path, text)


@settings(max_examples=50, deadline=None)
@given(st.integers(3, 9), st.integers(1, 3), st.randoms())
def test_tours_read_back(tmp_path_factory, cities, count, chance):
    tours = [np.array(chance.sample(range(cities), cities)) for _ in range(count)]
    instances = [TspInstance(np.ones((cities, cities)))] * count
    path = tmp_path_factory.getbasetemp() / "some.tour"
    write(path, instances, tours)
    found = read_tours(path, cities)
    assert [tour.tolist() for tour in found] == [tour.tolist() for tour in tours]


def test_the_written_form(tmp_path):
    instance = TspInstance(np.ones((3, 3)), name="three")
    write(tmp_path / "a.tour", [instance], [np.array([2, 0, 1])])
    assert (tmp_path / "a.tour").read_text() == (
        "NAME : three\nTYPE : TOUR\nDIMENSION : 3\nTOUR_SECTION\n3\n1\n2\n-1\nEOF\n"
    )


@pytest.mark.parametrize(
    ("tours", "words"),
    [
        (None, "there is no tour"),
        ([np.arange(3), np.arange(4)], "through 3 and 4 cities"),
    ],
)
def test_what_no_tour_file_holds(tmp_path, tours, words):
    with pytest.raises(InvalidInstanceError, match=words):
        write(tmp_path / "a.tour", [TspInstance(np.ones((3, 3)))], tours)
