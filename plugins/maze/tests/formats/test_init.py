"""Every format gives back what was written; what cannot be read or written is one clear line."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.formats import CONTENTS, READERS, read, read_answers, write
from thinkers_maze.generator import generate
from thinkers_maze.params import MazeParams
from thinkers_maze.shortest import shortest_path

from thinkers import InvalidInstanceError
from thinkers.errors import ConfigError
from thinkers.testing.mutations import told

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""

SUFFIXES = sorted({*CONTENTS, ".npy"})
"""Those that are read and written."""


def described(instances):
    return [(one.walls.tolist(), one.start, one.end) for one in instances]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("answered", [False, True])
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_what_is_written_is_read_back(suffix, answered, data, mazes, tmp_path_factory):
    instance = data.draw(mazes(square=suffix == ".csv"))
    marks = None
    if answered:
        drawn = st.lists(st.sampled_from([0, 1, -1]), min_size=49, max_size=49)
        marks = np.resize(data.draw(drawn), instance.shape).astype(np.int8)
        marks[instance.walls] = 0
    path = tmp_path_factory.mktemp("mazes") / data.draw(st.sampled_from(["a", "inputs"]))
    path = path.with_suffix(data.draw(st.sampled_from([suffix, suffix.upper()])))
    write(path, [instance], None if marks is None else [marks])
    assert described(read(path)) == described([instance])
    (answer,) = read_answers(path)
    np.testing.assert_equal(answer, marks)


@pytest.mark.parametrize("suffix", sorted({*SUFFIXES} - {".png"}))
def test_many_mazes(suffix, tmp_path):
    instances = generate(np.random.default_rng(0), 5, MazeParams(size=9, loops=0.1))
    paths = list(map(shortest_path, instances))
    write(tmp_path / f"mazes{suffix}", instances, paths)
    assert described(read(tmp_path / f"mazes{suffix}")) == described(instances)
    np.testing.assert_array_equal(read_answers(tmp_path / f"mazes{suffix}"), paths)


@pytest.mark.parametrize("suffix", sorted({*SUFFIXES} - {".csv"}))
def test_a_maze_of_size_801(suffix, tmp_path):
    (instance,) = generate(
        np.random.default_rng(0), 1, MazeParams(size=801, algorithm="prim"), False
    )
    write(tmp_path / f"maze{suffix}", [instance], None)
    assert described(read(tmp_path / f"maze{suffix}")) == described([instance])


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_no_such_file(suffix, tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*: No such file"):
        read(tmp_path / f"maze{suffix}")


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_folder_is_no_file(suffix, tmp_path):
    folder = tmp_path / f"maze{suffix}"
    folder.mkdir()
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*: Is a directory"):
        read(folder)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_such_folder_to_write_to(suffix, tmp_path, maze):
    path = tmp_path / "absent" / f"maze{suffix}"
    with pytest.raises(ConfigError, match=r"cannot write .*: No such file"):
        write(path, [maze("S.E/.#./...")], None)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_an_empty_file_holds_no_maze(suffix, tmp_path):
    path = tmp_path / f"maze{suffix}"
    path.write_bytes(b"")
    with pytest.raises(InvalidInstanceError) as caught:
        read(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", sorted(READERS))
@settings(max_examples=30, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(content=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(suffix, content, tmp_path_factory):
    path = tmp_path_factory.mktemp("bytes") / f"maze{suffix}"
    path.write_bytes(content)
    with told(path):
        assert read(path)


def test_jpeg_is_refused_with_the_reason():
    for name in ("maze.jpg", "maze.JPEG"):
        with pytest.raises(InvalidInstanceError, match="JPEG blurs their walls") as caught:
            read(Path(name))
        assert caught.value.hint == "save it as .png"


@pytest.mark.parametrize("suffix", [".gif", ".BMP", ".webp"])
def test_other_pictures_are_to_be_saved_as_png(suffix, maze):
    for use in (read, lambda path: write(path, [maze("SE")], None)):
        with pytest.raises(InvalidInstanceError, match="of pictures only PNG") as caught:
            use(Path(f"maze{suffix}"))
        assert caught.value.hint == "save it as .png"


@pytest.mark.parametrize("name", ["maze.doc", "maze"])
def test_other_endings_are_named(name, maze):
    with pytest.raises(InvalidInstanceError, match=f"cannot read mazes in '{name}'") as caught:
        read(Path(name))
    assert ".npz" in caught.value.hint
    for other in (name, "maze.map", "maze.scen"):
        with pytest.raises(InvalidInstanceError, match=f"cannot write .* '{other}'") as caught:
            write(Path(other), [maze("SE")], None)
        assert ".npz" in caught.value.hint
        assert ".scen" not in caught.value.hint


def test_a_maze_without_a_path_is_a_maze(tmp_path):
    (tmp_path / "mazes.txt").write_text("S E\n\nS#E\n")
    assert [one.walls.any() for one in read(tmp_path / "mazes.txt")] == [False, True]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_cannot_be_written_leaves_the_file_as_it_was(suffix, tmp_path, maze):
    path = tmp_path / f"maze{suffix}"
    square, other = maze("S.E/..#/..."), maze("S.E.")
    write(path, [square], None)
    before = path.read_bytes()
    if suffix != ".txt":
        with pytest.raises(InvalidInstanceError, match=r"one maze|one shape|square mazes"):
            write(path, [square, other], None)
    for marks in (np.ones((3, 3), np.int8), np.zeros((2, 2), np.int8), np.full((3, 3), 7)):
        with pytest.raises(InvalidInstanceError, match="mark"):
            write(path, [square], [marks])
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", [".csv", ".npy", ".npz"])
def test_files_that_always_name_their_ends_take_no_others(suffix, tmp_path, maze):
    write(tmp_path / f"a{suffix}", [maze("S.E/.#./...")], None)
    with pytest.raises(InvalidInstanceError, match="says itself where start and end are") as caught:
        read(tmp_path / f"a{suffix}", ((0, 0), None))
    assert caught.value.hint == "leave out --start and --end"


@pytest.mark.parametrize("suffix", [".txt", ".png"])
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_given_ends_go_before_those_of_the_file(suffix, data, mazes, tmp_path_factory):
    instance = data.draw(mazes())
    free = list(map(tuple, np.argwhere(~instance.walls).tolist()))
    start, end = data.draw(st.lists(st.sampled_from(free), min_size=2, max_size=2, unique=True))
    path = tmp_path_factory.mktemp("mazes") / f"a{suffix}"
    write(path, [instance], None)  # with a frame of one cell
    given_start, given_end = ((row + 1, col + 1) for row, col in (start, end))
    (moved,) = read(path, (given_start, given_end))
    assert described([moved]) == [(instance.walls.tolist(), start, end)]
    assert read_answers(path, (given_start, given_end)) == [None]
    if start != instance.end:
        (moved,) = read(path, (given_start, None))
        assert (moved.start, moved.end) == (start, instance.end)
