"""Suffixes lead to the right form; what is written reads back to the bit; no file breaks it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from thinkers_tsp.formats import READERS, WRITERS, entries, read, read_tour, write
from thinkers_tsp.formats.files import one_line
from thinkers_tsp.globe import haversine
from thinkers_tsp.instance import TspInstance, straight_lines
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp

from thinkers import InvalidInstanceError, ThinkersError
from thinkers.testing.mutations import told

FEW = settings(max_examples=50, deadline=None)
SUFFIX = st.sampled_from(sorted(READERS))
FORMS = {form.suffix: form for form in Tsp.formats}


def draw(kind, seed, count, cities):
    return [KINDS[kind](rng, cities) for rng in np.random.default_rng(seed).spawn(count)]


def tours_of(instances):
    return [np.random.default_rng(0).permutation(one.cities) for one in instances]


def there_and_back(suffix, instances, tours):
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        write(path, instances, tours)
        return entries(path)


DISTANCES_ONLY = {".npy", ".txt", ".csv"}
"""Forms of one table: coordinates that are only for drawing are left out."""


@FEW
@given(
    SUFFIX,
    st.sampled_from(sorted(KINDS)),
    st.integers(0, 2**32),
    st.integers(1, 3),
    st.integers(3, 6),
    st.booleans(),
)
def test_what_is_written_reads_back_to_the_bit(suffix, kind, seed, count, cities, solved):
    instances = draw(kind, seed, count, cities)
    tours = tours_of(instances) if solved else None
    form = FORMS[suffix]
    asymmetric = suffix == ".tsp" and not instances[0].symmetric
    if (count > 1 and not form.many) or (solved and not form.answers) or asymmetric:
        with pytest.raises(InvalidInstanceError, match="cannot write"):
            there_and_back(suffix, instances, tours)
        return
    found = there_and_back(suffix, instances, tours)
    assert len(found) == count
    answers = [entry.tour if entry.tour is None else entry.tour.tolist() for entry in found]
    assert answers == ([None] * count if tours is None else [tour.tolist() for tour in tours])
    for one, (other, _) in zip(instances, found, strict=True):
        np.testing.assert_array_equal(one.distances, other.distances)
        kept = one.straight or suffix not in DISTANCES_ONLY
        if one.coordinates is not None and kept:
            np.testing.assert_array_equal(one.coordinates, other.coordinates)


@FEW
@given(SUFFIX, st.binary(max_size=400))
@example(".csv", b"\xef\xbb\xbf")
@example(".txt", b"\x1a")
@example(".txt", b"#")
@example(".csv", b"0")
@example(".npz", b"PK\x03\x04")
@example(".npy", b"\x93NUMPY\x01\x00\x02\x00{}")
@example(".npy", b"\x93NUMPY\x01\x00\x03\x00{(\n")  # numpy's tokeniser fails
def test_no_bytes_break_a_reader(suffix, content):
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        with pytest.raises(InvalidInstanceError) as caught:
            read(path)
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)


@FEW
@given(SUFFIX, st.data())
def test_no_damage_breaks_a_reader(suffix, data):
    """A file with a few bytes changed or cut off is an instance, or one clear error."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        kind = "euclidean" if suffix == ".tsp" else "triangle"
        instances = draw(kind, 0, 1, 4)
        write(path, instances, tours_of(instances) if FORMS[suffix].answers else None)
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 3))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
        with told(path):
            assert all(isinstance(one, TspInstance) and one.cities >= 3 for one in read(path))


def test_suffixes_are_read_in_any_case(tmp_path):
    path = tmp_path / "CITIES.CSV"
    path.write_text("0,0\n1,0\n0,1\n")
    assert read(path)[0].cities == 3


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.xlsx", "'.xlsx'"), ("a", "''"), ("a.tour", "holds a tour, not an instance")],
)
def test_what_cannot_be_read_is_named(tmp_path, name, words):
    with pytest.raises(InvalidInstanceError, match=words) as caught:
        read(tmp_path / name)
    assert caught.value.hint


def test_what_cannot_be_written_is_named(tmp_path):
    instance = KINDS["euclidean"](np.random.default_rng(0), 4)
    with pytest.raises(InvalidInstanceError, match=r"'\.xlsx'"):
        write(tmp_path / "a.xlsx", [instance])
    with pytest.raises(InvalidInstanceError, match="there is no instance"):
        write(tmp_path / "a.npz", [])


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_a_folder_that_is_not_there_is_one_clear_error(tmp_path, suffix):
    instances = draw("euclidean", 0, 1, 4)
    tours = tours_of(instances) if FORMS[suffix].answers else None
    with pytest.raises(ThinkersError, match=r"cannot write .*: No such file or directory"):
        write(tmp_path / "missing" / f"file{suffix}", instances, tours)


def test_read_tour_is_public(tmp_path):
    path = tmp_path / "a.tour"
    path.write_text("TOUR_SECTION\n2 3 1\n-1\nEOF\n")
    assert read_tour(path, 3).tolist() == [1, 2, 0]


NAME = st.text(max_size=8).map(one_line) | st.sampled_from(
    ["x", "1", "#", "name", "lat", "EOF", '"']
)


@FEW
@given(
    st.sampled_from([".csv", ".npz", ".tsp", ".atsp"]),
    st.sampled_from(["straight", "globe", "matrix", "drawn"]),
    st.lists(NAME, min_size=3, max_size=5).filter(any),
    st.booleans(),
)
def test_names_of_cities_places_and_tours_survive(suffix, kind, names, solved):
    rng = np.random.default_rng(len(names))
    points = rng.integers(-80, 80, (len(names), 2)).astype(float)
    ways = {"straight": straight_lines, "globe": haversine}.get(kind)
    distances = KINDS["symmetric"](rng, len(names)).distances if ways is None else ways(points)
    places = None if kind == "matrix" else points
    instance = TspInstance(distances, places, "some name", tuple(names))
    tours = tours_of([instance]) if solved else None
    [(found, tour)] = there_and_back(suffix, [instance], tours)
    assert found.names == instance.names
    assert Tsp().describe(found) | {"name": ""} == Tsp().describe(instance) | {"name": ""}
    np.testing.assert_array_equal(found.distances, instance.distances)
    if places is None:
        assert found.coordinates is None
    else:
        np.testing.assert_array_equal(found.coordinates, places)
    assert (tour is None) == (not solved)
    if solved:
        assert tour.tolist() == tours[0].tolist()


@pytest.mark.parametrize("suffix", [".npy", ".txt"])
def test_what_has_no_place_is_not_dropped(tmp_path, suffix):
    instance = TspInstance(np.ones((3, 3)), names=("a", "b", "c"))
    with pytest.raises(InvalidInstanceError, match="no place for the names of cities"):
        write(tmp_path / f"a{suffix}", [instance])


@pytest.mark.parametrize("suffix", [".TSP", ".CSV", ".NPY", ".NPZ", ".TXT"])
def test_suffixes_are_written_in_any_case(tmp_path, suffix):
    [instance] = draw("euclidean", 0, 1, 4)
    write(tmp_path / f"A{suffix}", [instance])
    np.testing.assert_array_equal(read(tmp_path / f"A{suffix}")[0].distances, instance.distances)
