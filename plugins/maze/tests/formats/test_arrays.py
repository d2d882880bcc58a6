"""Arrays have the layout of the easy-to-hard data; every other layout is refused."""

from io import BytesIO
from zipfile import ZipFile

import numpy as np
import pytest
from thinkers_maze.formats import write
from thinkers_maze.formats.arrays import companion, read_npy, read_npy_answered, read_npz
from thinkers_maze.generator import generate
from thinkers_maze.params import MazeParams
from thinkers_maze.shortest import shortest_path

from thinkers import InvalidInstanceError


@pytest.fixture
def mazes9():
    return generate(np.random.default_rng(0), 3, MazeParams(size=9))


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
    write(tmp_path / "inputs.npy", mazes9, paths)
    inputs, solutions = np.load(tmp_path / "inputs.npy"), np.load(tmp_path / "solutions.npy")
    assert inputs.shape == (3, 3, 24, 24)
    assert solutions.shape == (3, 24, 24)
    np.testing.assert_array_equal(inputs, [published(one) for one in mazes9])
    np.testing.assert_array_equal(solutions[:, 3:-3:2, 3:-3:2], paths)
    assert (solutions.sum((1, 2)) == [4 * path.sum() for path in paths]).all()
    assert not solutions[inputs.max(1) == 0].any()


def test_other_names_keep_their_answers_apart(tmp_path, mazes9):
    write(tmp_path / "test.npy", mazes9, [shortest_path(one) for one in mazes9])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["test.npy", "test_solutions.npy"]


def test_archives_hold_both(tmp_path, mazes9):
    write(tmp_path / "mazes.npz", mazes9, [shortest_path(one) for one in mazes9])
    with np.load(tmp_path / "mazes.npz") as archive:
        assert sorted(archive.files) == ["inputs", "solutions"]


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.uint8, np.int64, bool])
def test_any_type_of_number(saved, mazes9, kind):
    pixels = np.stack([published(one) for one in mazes9]).astype(kind)
    found = [one for one, _ in read_npy(saved(pixels))]
    assert [one.walls.tolist() for one in found] == [one.walls.tolist() for one in mazes9]
    assert found[2].start == mazes9[2].start


def test_a_single_maze(saved, mazes9):
    ((found, _),) = read_npy(saved(published(mazes9[0])))
    np.testing.assert_array_equal(found.walls, mazes9[0].walls)


@pytest.mark.parametrize(
    "shape", [(3, 24, 24, 3), (2, 24, 24), (24, 24, 1), (1, 3, 25, 25), (1, 3, 6, 6), ()]
)
def test_other_shapes(saved, shape):
    with pytest.raises(InvalidInstanceError, match=r"expected mazes of shape .* got \(.*float64"):
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
    with pytest.raises(InvalidInstanceError, match="holds no array 'inputs', but 'solutions'"):
        read_npz(tmp_path / "mazes.npz")


def test_one_ending_for_the_other(saved, tmp_path, mazes9):
    array = saved(published(mazes9[0])).rename(tmp_path / "mazes.npz")
    with pytest.raises(InvalidInstanceError, match="is no NumPy file, or is damaged"):
        read_npz(array)
    write(tmp_path / "mazes.npz", mazes9, None)
    with pytest.raises(InvalidInstanceError, match="is no NumPy file, or is damaged"):
        read_npy((tmp_path / "mazes.npz").rename(tmp_path / "inputs.npy"))


def test_damaged_archives_and_pickles(tmp_path, mazes9):
    write(tmp_path / "mazes.npz", mazes9, None)
    whole = (tmp_path / "mazes.npz").read_bytes()
    (tmp_path / "mazes.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InvalidInstanceError, match="is no NumPy file, or is damaged"):
        read_npz(tmp_path / "mazes.npz")
    np.save(tmp_path / "inputs.npy", np.array([{}], object), allow_pickle=True)
    with pytest.raises(InvalidInstanceError, match=r"numbers, got object"):
        read_npy(tmp_path / "inputs.npy")


def test_an_array_holds_one_shape(tmp_path, mazes9):
    other = generate(np.random.default_rng(0), 1, MazeParams(size=11))
    with pytest.raises(InvalidInstanceError, match=r"got \[\(9, 9\), \(11, 11\)\]"):
        write(tmp_path / "inputs.npy", [*mazes9, *other], None)


def test_colours_that_mean_nothing(saved, mazes9):
    pixels = published(mazes9[0])
    pixels[:, 5:7, 3:5] = np.array([0, 0, 1]).reshape(3, 1, 1)
    with pytest.raises(InvalidInstanceError, match="row 2, column 1 is no wall and not free"):
        read_npy(saved(pixels))


@pytest.mark.parametrize("kind", ["V8", "U3", "M8[s]", "O"])
def test_arrays_of_other_things_than_numbers(tmp_path, kind):
    np.save(tmp_path / "inputs.npy", np.zeros((1, 3, 24, 24), kind), allow_pickle=True)
    with pytest.raises(InvalidInstanceError, match="expected numbers, got"):
        read_npy(tmp_path / "inputs.npy")


def header(shape):
    stream = BytesIO()
    described = {"descr": "|u1", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(stream, described)
    return stream.getvalue()


@pytest.mark.parametrize("shape", [(1, 3, 1_000_000_001, 1_000_000_001), (-1, 3, 24, 24)])
def test_no_room_is_made_for_more_than_the_file_holds(tmp_path, shape):
    (tmp_path / "inputs.npy").write_bytes(header(shape) + bytes(100))
    with pytest.raises(InvalidInstanceError, match=r"would fill|is damaged"):
        read_npy(tmp_path / "inputs.npy")
    with ZipFile(tmp_path / "mazes.npz", "w") as archive:
        archive.writestr("inputs.npy", header(shape) + bytes(100))
    with pytest.raises(InvalidInstanceError, match=r"would fill|is damaged"):
        read_npz(tmp_path / "mazes.npz")


def test_what_unpacks_to_too_much_is_refused_before_room_is_made(tmp_path, monkeypatch):
    path = tmp_path / "mazes.npz"
    np.savez_compressed(path, inputs=np.zeros((1500, 3, 22, 22), np.uint8))
    assert path.stat().st_size < 10_000
    monkeypatch.setenv("THINKERS_MAX_UNPACKED_MB", "1")
    with pytest.raises(InvalidInstanceError, match="unpacks to more than 1 MiB, for a file of"):
        read_npz(path)


def test_another_problems_archive_is_named_by_its_arrays(tmp_path):
    np.savez(tmp_path / "puzzles.npz", fen=np.zeros(3), answer=np.zeros(3))
    with pytest.raises(InvalidInstanceError, match="no array 'inputs', but 'answer', 'fen'"):
        read_npz(tmp_path / "puzzles.npz")


def test_answers_of_other_mazes_are_refused(tmp_path, mazes9):
    path = tmp_path / "inputs.npy"
    write(path, mazes9, [shortest_path(one) for one in mazes9])
    np.save(companion(path), np.zeros((2, 24, 24)))
    assert len(read_npy(path)) == 3
    with pytest.raises(InvalidInstanceError, match=r"solutions\.npy: expected the answers of"):
        read_npy_answered(path)


def test_answers_that_lie_about_are_not_taken_for_those_of_new_mazes(tmp_path, mazes9):
    path = tmp_path / "inputs.npy"
    write(path, mazes9, [shortest_path(one) for one in mazes9])
    before = path.read_bytes()
    with pytest.raises(InvalidInstanceError, match=r"solutions\.npy would be taken for"):
        write(path, mazes9[:1], None)
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", [bool, int, float])
def test_a_plain_array_of_walls_comes_with_a_way_out(tmp_path, kind):
    np.save(tmp_path / "walls.npy", np.eye(5, dtype=kind))
    with pytest.raises(
        InvalidInstanceError, match="does not say where start and end are"
    ) as caught:
        read_npy(tmp_path / "walls.npy")
    assert "solve_maze(walls, start, end)" in caught.value.hint
