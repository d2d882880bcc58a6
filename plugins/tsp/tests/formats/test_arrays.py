"""Arrays of every documented shape are read; damaged, pickled and foreign ones are refused."""

import pickle

import numpy as np
import pytest
from thinkers_tsp.formats import read
from thinkers_tsp.formats.arrays import write
from thinkers_tsp.kinds import KINDS

from thinkers import InvalidInstanceError

POINTS = np.array([[0, 0], [3, 0], [3, 4]])
MATRIX = np.array([[0, 1, 2], [3, 0, 4], [5, 6, 0]])


def parse(tmp_path, array):
    path = tmp_path / "file.npy"
    np.save(path, array)
    return read(path)


@pytest.mark.parametrize("dtype", [np.int32, np.uint8, np.float16, np.float32, np.float64])
def test_one_instance_of_any_number_type(tmp_path, dtype):
    (points,) = parse(tmp_path, POINTS.astype(dtype))
    assert points.distances.tolist() == [[0, 3, 5], [3, 0, 4], [5, 4, 0]]
    assert points.coordinates.tolist() == POINTS.tolist()
    (matrix,) = parse(tmp_path, MATRIX.astype(dtype))
    assert matrix.distances.tolist() == MATRIX.tolist()
    assert (matrix.distances.dtype, matrix.name) == (np.float64, "file")


def test_several_instances_stacked(tmp_path):
    first, second = parse(tmp_path, np.stack([POINTS, POINTS * 2]))
    assert second.distances.tolist() == (2 * first.distances).tolist()
    first, second = parse(tmp_path, np.stack([MATRIX, MATRIX.T]))
    assert (first.name, second.name) == ("file 0", "file 1")
    assert second.distances.tolist() == MATRIX.T.tolist()


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros(9), r"got shape \(9,\)"),
        (np.float64(3), r"got shape \(\)"),
        (np.zeros((2, 2, 3, 3)), "got shape"),
        (np.zeros((0, 3, 3)), "got shape"),
        (np.zeros((2, 3)), "2 rows of 3 numbers"),
        (np.zeros((2, 2)), "at least 3 cities, got 2"),
        (np.array([["a", "b"]] * 3), "expected numbers, got <U1"),
        (MATRIX == 0, "expected numbers, got bool"),
        (MATRIX * 1j, "expected numbers, got complex128"),
        (np.where(MATRIX == 4, np.nan, MATRIX), "from city 1 to city 2 is nan"),
        (-MATRIX, "from city 0 to city 1 is -1"),
        (np.stack([MATRIX, -MATRIX]), "instance 1: .*from city 0 to city 1 is -1"),
    ],
)
def test_bad_arrays(tmp_path, array, words):
    with pytest.raises(InvalidInstanceError, match=f"file.npy.*{words}"):
        parse(tmp_path, array)


def test_pickles_are_never_opened(tmp_path):
    path = tmp_path / "file.npy"
    path.write_bytes(pickle.dumps([1, 2, 3]))
    with pytest.raises(InvalidInstanceError, match="is no NumPy file"):
        read(path)
    np.save(path, np.array([{}, {}]), allow_pickle=True)
    with pytest.raises(InvalidInstanceError, match="expected numbers, got object"):
        read(path)


def test_truncated_files_are_damaged(tmp_path):
    path = tmp_path / "file.npy"
    np.save(path, MATRIX)
    whole = path.read_bytes()
    for length in (1, 8, 40, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(InvalidInstanceError, match="is no NumPy file, or is damaged"):
            read(path)


def test_named_arrays_belong_elsewhere(tmp_path):
    path = tmp_path / "file.npz"
    np.savez(path, coordinates=POINTS)
    path = path.rename(tmp_path / "file.npy")
    with pytest.raises(InvalidInstanceError, match="holds named arrays"):
        read(path)


def test_sizes_must_agree(tmp_path):
    rng = np.random.default_rng(0)
    instances = [KINDS["euclidean"](rng, 4), KINDS["euclidean"](rng, 5)]
    with pytest.raises(InvalidInstanceError, match="of 4 and 5 cities"):
        write(tmp_path / "a.npy", instances, None)
