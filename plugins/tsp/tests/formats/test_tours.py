"""Tours are read in every spacing of the published files, and read back as written."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.formats.tours import read_tour, read_tour_of, read_tours, write
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


def named(*names, cities=4):
    """Instances of these names, all different."""
    return [
        TspInstance.of(np.random.default_rng(seed).random((cities, 2)), name=name)
        for seed, name in enumerate(names)
    ]


def told(path, *instances):
    """What the tour of a file is to each instance."""
    return [each if each is None else each.tolist() for each in read_tour_of(path, instances)]


@pytest.mark.parametrize(
    "name", ["a4", "A4", "a4.tour", "a4.opt.tour", "./published/a4.opt.tour", "a4.optbc.tour"]
)
def test_a_tour_belongs_to_the_instance_of_its_name(tmp_path, name):
    path = tmp_path / "any.opt.tour"
    path.write_text(f"NAME : {name}\nTYPE : TOUR\nDIMENSION : 4\nTOUR_SECTION\n2 1 4 3 -1\n")
    assert told(path, *named("a", "a4", "a41")) == [None, [1, 0, 3, 2], None]


def test_a_tour_without_a_name_has_that_of_its_file(tmp_path):
    path = tmp_path / "a4.opt.tour"
    path.write_text("TOUR_SECTION\n2 1 4 3 -1\n")
    assert told(path, *named("a3", "a4")) == [None, [1, 0, 3, 2]]


def test_a_tour_of_another_name_belongs_to_the_only_instance(tmp_path):
    path = tmp_path / "b.tour"
    write(path, named("b"), [np.arange(4)])
    assert told(path, *named("")) == [[0, 1, 2, 3]]
    with pytest.raises(InvalidInstanceError, match="DIMENSION is 4, but the instance has 5"):
        read_tour_of(path, named("", cities=5))


@pytest.mark.parametrize(
    ("names", "count"), [(("a", "c"), "0 of 2"), (("b", "B", ""), "2 of 3"), ((), "0 of 0")]
)
def test_a_tour_that_belongs_to_no_instance_or_to_several_is_refused(tmp_path, names, count):
    path = tmp_path / "x.tour"
    write(path, named("b"), [np.arange(4)])
    with pytest.raises(InvalidInstanceError, match=f"a tour of b: {count} instances have that"):
        read_tour_of(path, named(*names))


def test_of_several_tours_none_is_the_one(tmp_path):
    path = tmp_path / "b.tour"
    write(path, named("b"), [np.arange(4), np.arange(4)])
    with pytest.raises(InvalidInstanceError, match="holds 2 tours, expected one"):
        read_tour_of(path, named("b"))
