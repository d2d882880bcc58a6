"""Archives keep instances, names, coordinates and tours; every inconsistency is named."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.formats import read
from thinkers_tsp.formats.archives import write
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS

from thinkers import InvalidInstanceError

POINTS = np.array([[[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]]] * 2)
MATRICES = np.array([[[0.0, 1, 2], [3, 0, 4], [5, 6, 0]]] * 2)


def parse(tmp_path, **arrays):
    path = tmp_path / "file.npz"
    np.savez(path, **arrays)
    return read(path)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4),
    st.integers(3, 6),
    st.booleans(),
    st.booleans(),
)
def test_mixed_instances_read_back_whole(tmp_path_factory, kinds, cities, solved, bent):
    rng = np.random.default_rng(cities)
    instances = [KINDS[kind](rng, cities) for kind in kinds]
    if bent:  # coordinates that do not imply the distances
        distances = KINDS["asymmetric"](rng, cities).distances
        instances.append(TspInstance(distances, rng.random((cities, 2)), "bent"))
    path = tmp_path_factory.getbasetemp() / "some.npz"
    write(path, instances, [rng.permutation(cities) for _ in instances] if solved else None)
    found = read(path)
    for one, other in zip(instances, found, strict=True):
        assert one.name == other.name
        np.testing.assert_array_equal(one.distances, other.distances)
        assert (one.coordinates is None) == (other.coordinates is None)
        if one.coordinates is not None:
            np.testing.assert_array_equal(one.coordinates, other.coordinates)


def test_tours_are_written_counted_from_0(tmp_path):
    instance = KINDS["asymmetric"](np.random.default_rng(0), 3)
    write(tmp_path / "a.npz", [instance], [np.array([2, 0, 1])])
    with np.load(tmp_path / "a.npz") as arrays:
        assert arrays["tours"].tolist() == [[2, 0, 1]]
        assert sorted(arrays) == ["distances", "names", "tours"]


def test_euclidean_instances_need_coordinates_only(tmp_path):
    write(tmp_path / "a.npz", [KINDS["euclidean"](np.random.default_rng(0), 3)], None)
    with np.load(tmp_path / "a.npz") as arrays:
        assert sorted(arrays) == ["coordinates", "names"]


def test_one_instance_and_foreign_keys(tmp_path):
    assert len(parse(tmp_path, coordinates=POINTS[0])) == 1
    assert len(parse(tmp_path, locs=POINTS)) == 2
    assert parse(tmp_path, cost_matrix=MATRICES)[1].distances.tolist() == MATRICES[1].tolist()


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"walls": MATRICES[0]}, "holds 'walls', which is not for a tour"),
        ({"arr_0": POINTS, "arr_1": POINTS}, "holds 'arr_0', 'arr_1', which is not for a tour"),
        ({}, "neither 'coordinates' nor 'distances'"),
        ({"coordinates": POINTS[:1], "distances": MATRICES}, "coordinates of 1 instances"),
        ({"coordinates": POINTS[:, :2], "distances": MATRICES}, "instance 0: .*at least 3 cities"),
        (
            {"coordinates": np.zeros((2, 4, 2)), "distances": MATRICES},
            "coordinates of 4 cities, distances of 3",
        ),
        ({"coordinates": POINTS[0, 0]}, "'coordinates': .*got shape"),
        ({"coordinates": MATRICES}, "expected two coordinates a city"),
        ({"distances": POINTS}, "expected a square matrix"),
        ({"distances": np.array(["x"])}, "'distances': expected numbers"),
        ({"coordinates": POINTS * np.nan}, "the coordinates of city 0 are nan, nan"),
        ({"distances": MATRICES, "tours": np.array([[0, 1, 2]])}, "'tours' as 2 rows"),
        ({"distances": MATRICES, "tours": np.zeros((2, 3))}, "'tours' as 2 rows of whole"),
        ({"distances": MATRICES, "tours": np.array([[0, 1, 2], [0, 1, 1]])}, "visited twice"),
    ],
)
def test_inconsistent_archives(tmp_path, arrays, words):
    with pytest.raises(InvalidInstanceError, match=f"file.npz.*{words}"):
        parse(tmp_path, **arrays)


@pytest.mark.parametrize("name", ["arr_0", "points", "coords", "my data"])
def test_an_array_alone_is_what_its_shape_says(tmp_path, name):
    for array, straight in ((POINTS, True), (POINTS[0], True), (MATRICES, False)):
        if name == "coords" and not straight:
            continue
        found = parse(tmp_path, **{name: array})
        assert len(found) == (1 if array.ndim == 2 else 2)
        assert all(instance.straight == straight for instance in found)
    square = np.arange(16.0).reshape(4, 4)
    expected = square - np.diag(np.diag(square))
    assert parse(tmp_path, arr_0=square)[0].distances.tolist() == expected.tolist()


@pytest.mark.parametrize("array", [np.arange(9.0).reshape(3, 3), np.ones((5, 3)), np.ones(4)])
def test_an_array_alone_that_may_be_two_things_or_none_is_refused(tmp_path, array):
    with pytest.raises(InvalidInstanceError, match=r"3 rows of 3 numbers|5 rows of 3|got shape"):
        parse(tmp_path, arr_0=array)


def test_one_array_without_a_name_belongs_elsewhere(tmp_path):
    np.save(tmp_path / "file.npy", POINTS)
    path = (tmp_path / "file.npy").rename(tmp_path / "file.npz")
    with pytest.raises(InvalidInstanceError, match="one array without a name"):
        read(path)


def test_sizes_must_agree(tmp_path):
    rng = np.random.default_rng(0)
    instances = [KINDS["symmetric"](rng, 4), KINDS["symmetric"](rng, 5)]
    with pytest.raises(InvalidInstanceError, match="of 4 and 5 cities"):
        write(tmp_path / "a.npz", instances, None)


def test_what_unpacks_to_too_much_is_refused_before_room_is_made(tmp_path, monkeypatch):
    path = tmp_path / "file.npz"
    np.savez_compressed(path, distances=np.zeros((400, 400)))
    assert path.stat().st_size < 10_000
    monkeypatch.setenv("THINKERS_MAX_UNPACKED_MB", "1")
    with pytest.raises(InvalidInstanceError, match="unpacks to more than 1 MiB, for a file of"):
        read(path)


@pytest.mark.parametrize("form", ["<u4", ">u4"])
def test_names_of_characters_that_there_are_not_are_damage(tmp_path, form):
    words = np.full(9, 0x110000, form).view(form.replace("u4", "U3"))
    with pytest.raises(InvalidInstanceError, match="is damaged"):
        parse(tmp_path, coordinates=POINTS[0], cities=words)
