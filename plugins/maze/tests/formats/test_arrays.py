"""Arrays have the layout of the easy-to-hard data; every other layout is refused."""

import numpy as np
import pytest
from thinkers_maze.formats.arrays import read_npy, read_npz, write_npy, write_npz
from thinkers_maze.generator import generate
from thinkers_maze.shortest import shortest_path

from thinkers import InvalidInstanceError


@pytest.fixture
def mazes9():
    return generate(np.random.default_rng(0), 3, 9, "dfs", 0.0)


@pytest.fixture
def saved(tmp_path):
    def save(array, name="inputs.npy"):
        np.save(tmp_path / name, array)
        return tmp_path / name

    return save


def published(instance):
    """The pixels of a maze, drawn one by one as the published generator does."""
    side = 2 * len(instance.walls) + 6
    pixels = np.zeros((side, side, 3))
    for (row, col), wall in np.ndenumerate(instance.walls):
        if not wall:
            colour = {instance.start: (0, 1, 0), instance.end: (1, 0, 0)}.get((row, col), (1, 1, 1))
            for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
                pixels[2 * row + 3 + down, 2 * col + 3 + right] = colour
    return pixels.transpose(2, 0, 1)


def test_inputs_and_solutions_side_by_side(tmp_path, mazes9):
    paths = [shortest_path(one) for one in mazes9]
    write_npy(tmp_path / "inputs.npy", mazes9, paths)
    inputs, solutions = np.load(tmp_path / "inputs.npy"), np.load(tmp_path / "solutions.npy")
    assert inputs.shape == (3, 3, 24, 24)
    assert solutions.shape == (3, 24, 24)
    np.testing.assert_array_equal(inputs, [published(one) for one in mazes9])
    np.testing.assert_array_equal(solutions[:, 3:-3:2, 3:-3:2], paths)
    assert (solutions.sum((1, 2)) == [4 * path.sum() for path in paths]).all()
    assert not solutions[inputs.max(1) == 0].any()


def test_other_names_keep_their_answers_apart(tmp_path, mazes9):
    write_npy(tmp_path / "test.npy", mazes9, [shortest_path(one) for one in mazes9])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["test.npy", "test_solutions.npy"]


def test_archives_hold_both(tmp_path, mazes9):
    write_npz(tmp_path / "mazes.npz", mazes9, [shortest_path(one) for one in mazes9])
    with np.load(tmp_path / "mazes.npz") as archive:
        assert sorted(archive.files) == ["inputs", "solutions"]


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.uint8, np.int64, bool])
def test_any_type_of_number(saved, mazes9, kind):
    found = read_npy(saved(np.stack([published(one) for one in mazes9]).astype(kind)))
    assert [one.walls.tolist() for one in found] == [one.walls.tolist() for one in mazes9]
    assert found[2].start == mazes9[2].start


def test_a_single_maze(saved, mazes9):
    (found,) = read_npy(saved(published(mazes9[0])))
    np.testing.assert_array_equal(found.walls, mazes9[0].walls)


@pytest.mark.parametrize(
    "shape", [(3, 24, 24, 3), (2, 24, 24), (24, 24), (1, 3, 26, 26), (1, 3, 25, 25), (1, 3, 6, 6)]
)
def test_other_shapes_and_even_sizes(saved, shape):
    with pytest.raises(InvalidInstanceError, match=r"expected mazes of shape .* odd size, got"):
        read_npy(saved(np.zeros(shape)))


def changed(pixels, *places):
    for channel, row, col, value in places:
        pixels[channel, row, col] = value
    return pixels


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([(0, 3, 3, 0.5)], "expected the values 0 and 1 only"),
        ([(0, 3, 3, np.nan)], "expected the values 0 and 1 only"),
        ([(0, 3, 4, 0), (1, 3, 4, 0), (2, 3, 4, 0)], "maze 1: expected cells of 2 x 2 pixels"),
        ([(0, 0, 0, 1)], "maze 1: expected cells of 2 x 2 pixels and a black border of 3"),
    ],
)
def test_other_pixels(saved, mazes9, places, words):
    with pytest.raises(InvalidInstanceError, match=words):
        read_npy(saved(changed(published(mazes9[0]), *places)))


def test_black_and_white_has_no_start(saved):
    with pytest.raises(InvalidInstanceError, match="maze 1: there is no start"):
        read_npy(saved(np.zeros((3, 24, 24))))


def test_archives_without_inputs(tmp_path):
    np.savez(tmp_path / "mazes.npz", solutions=np.zeros(3))
    with pytest.raises(InvalidInstanceError, match="holds no array 'inputs', but solutions"):
        read_npz(tmp_path / "mazes.npz")


def test_one_ending_for_the_other(saved, tmp_path, mazes9):
    array = saved(published(mazes9[0])).rename(tmp_path / "mazes.npz")
    with pytest.raises(InvalidInstanceError, match=r"is not what its ending \.npz says"):
        read_npz(array)
    write_npz(tmp_path / "mazes.npz", mazes9, None)
    with pytest.raises(InvalidInstanceError, match=r"is not what its ending \.npy says"):
        read_npy((tmp_path / "mazes.npz").rename(tmp_path / "inputs.npy"))


def test_damaged_archives_and_pickles(tmp_path, mazes9):
    write_npz(tmp_path / "mazes.npz", mazes9, None)
    whole = (tmp_path / "mazes.npz").read_bytes()
    (tmp_path / "mazes.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InvalidInstanceError, match=r"is no readable \.npz file"):
        read_npz(tmp_path / "mazes.npz")
    np.save(tmp_path / "inputs.npy", np.array([{}], object), allow_pickle=True)
    with pytest.raises(InvalidInstanceError, match=r"is no readable \.npy file"):
        read_npy(tmp_path / "inputs.npy")


def test_an_array_holds_one_shape(tmp_path, mazes9):
    other = generate(np.random.default_rng(0), 1, 11, "dfs", 0.0)
    with pytest.raises(InvalidInstanceError, match=r"got \[\(9, 9\), \(11, 11\)\]"):
        write_npy(tmp_path / "inputs.npy", [*mazes9, *other], None)
