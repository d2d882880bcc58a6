"""Grid maps of Moving AI are read as mazes; what is no such file is refused with its line."""

import numpy as np
import pytest
from thinkers_maze.formats import read, read_answers

from thinkers import InvalidInstanceError

MAP = "type octile\nheight 3\nwidth 4\nmap\n.G@T\n.S.W\nOT..\n"
SCEN = "version 1\n0\tmaps/small.map\t4\t3\t0\t0\t3\t2\t3.82842712\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "small.map").write_text(MAP)
    (tmp_path / "small.map.scen").write_text(SCEN)
    return tmp_path


def test_a_scenario_names_start_and_end_as_column_and_row(folder):
    (maze,) = read(folder / "small.map.scen")
    assert maze.walls.tolist() == [
        [False, False, True, True],
        [False, False, False, True],
        [True, True, False, False],
    ]
    assert (maze.start, maze.end) == ((0, 0), (2, 3))
    assert maze.name == "small.map.scen, line 2"
    assert read_answers(folder / "small.map.scen") == [None]


def test_the_map_is_found_by_its_path_too(folder):
    (folder / "maps").mkdir()
    (folder / "small.map").rename(folder / "maps" / "small.map")
    assert len(read(folder / "small.map.scen")) == 1


def test_many_lines_on_several_maps(folder):
    (folder / "other.map").write_text("type octile\nheight 1\nwidth 3\nmap\n...\n")
    more = "1 other.map 3 1 2 0 0 0 2.0\r\n1 small.map 4 3 1 0 0 1 2\n\n"
    (folder / "a.scen").write_text(SCEN + more)
    mazes = read(folder / "a.scen")
    assert [(maze.shape, maze.start, maze.end) for maze in mazes] == [
        ((3, 4), (0, 0), (2, 3)), ((1, 3), (0, 2), (0, 0)), ((3, 4), (0, 1), (1, 0)),
    ]  # fmt: skip


def test_a_map_alone_needs_both_ends(folder):
    for given in ((None, None), ((0, 0), None), (None, (0, 0))):
        with pytest.raises(InvalidInstanceError, match="without a start and an end") as caught:
            read(folder / "small.map", given)
        assert "read a .scen file, or give both as --start ROW,COLUMN" in caught.value.hint
    (maze,) = read(folder / "small.map", ((1, 1), (2, 3)))
    assert (maze.start, maze.end) == ((1, 1), (2, 3))


def test_nothing_is_left_out_where_the_rim_is_wall(tmp_path):
    (tmp_path / "a.map").write_text("type octile\nheight 3\nwidth 4\nmap\n@@@@\n@..@\n@@@@\n")
    (maze,) = read(tmp_path / "a.map", ((1, 1), (1, 2)))
    assert maze.shape == (3, 4)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (((0, 2), (0, 0)), r"small.map: the start \(0, 2\) is on a wall"),
        (((0, 0), (3, 0)), r"small.map: the end \(3, 0\) is outside of 3 x 4 cells"),
        (((0, 0), (0, 0)), r"start and end are the same cell \(0, 0\)"),
    ],
)
def test_ends_that_are_none(folder, given, words):
    with pytest.raises(InvalidInstanceError, match=words):
        read(folder / "small.map", given)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("type octile", "type quad", "line 1: expected the type octile"),
        ("type octile\n", "", "line 1: expected `type`, got 'height 3'"),
        ("height 3", "height three", "height and width are no whole numbers"),
        ("height 3", "height 4", "expected 4 rows, got 3"),
        ("width 4\n", "", "line 3: expected `width`, got 'map'"),
        (".S.W", ".S.", "line 6: expected 4 letters of .GS@OTW, got 3 letters"),
        (".S.W", ".S.#", "line 6: expected 4 letters of .GS@OTW, got unknown letter '#'"),
    ],
)
def test_what_is_no_map(folder, before, after, words):
    (folder / "small.map").write_text(MAP.replace(before, after))
    with pytest.raises(InvalidInstanceError, match=words) as caught:
        read(folder / "small.map", ((0, 0), (0, 1)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("way", ["..", r"..\here", "/"])
def test_a_scenario_cannot_name_a_file_outside_of_its_folder(tmp_path, way):
    here = tmp_path / "here"
    here.mkdir()
    secret = (here if "here" in way else tmp_path) / "secret.map"
    secret.write_text("a secret\n")
    path = here / "in" / "a.scen"
    path.parent.mkdir()
    named = secret if way == "/" else f"../{way}/secret.map"
    path.write_text(SCEN.replace("maps/small.map", str(named)))
    with pytest.raises(InvalidInstanceError, match=r"there is no map 'secret\.map' beside"):
        read(path)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("version 1\n", "", "expected `version 1` in line 1"),
        ("\t3.82842712", "", "line 2: expected 9 fields: bucket, map, width"),
        ("\t4\t", "\tfour\t", "line 2: expected 9 fields"),
        ("\t4\t3\t", "\t8\t6\t", "line 2: expected a map of 6 x 8 cells, got 3 x 4"),
        ("small.map", "large.map", "line 2: there is no map 'large.map' beside the file"),
        ("\t3\t2\t", "\t3\t0\t", r"line 2: the end \(0, 3\) is on a wall"),
        ("\t3\t2\t", "\t0\t0\t", "line 2: start and end are the same cell"),
        ("\t3\t2\t", "\t-1\t2\t", r"line 2: the end \(2, -1\) is outside of 3 x 4 cells"),
    ],
)
def test_what_is_no_scenario(folder, before, after, words):
    (folder / "small.map.scen").write_text(SCEN.replace(before, after))
    with pytest.raises(InvalidInstanceError, match=words) as caught:
        read(folder / "small.map.scen")
    assert "\n" not in str(caught.value)


def test_too_many_cells_are_refused_before_they_are_held(folder, monkeypatch):
    monkeypatch.setattr("thinkers_maze.formats.octile.MAX_CELLS", 20)
    (folder / "a.scen").write_text(SCEN + SCEN.split("\n")[1])
    with pytest.raises(InvalidInstanceError, match="line 3: these mazes have more than 20 cells"):
        read(folder / "a.scen")


def test_ways_lead_along_rows_and_columns_only(folder):
    from thinkers_maze.problem import Maze

    (maze,) = read(folder / "small.map.scen")
    (label,) = Maze().label([maze])
    assert Maze().check(maze, label).cost == 5  # 3.83 for eight directions
    np.testing.assert_array_equal(label & maze.walls, 0)


@pytest.mark.parametrize("number", ["1_0", "\u0663", "0x3", "1e0", "9" * 30, "9" * 5000, "+3", ""])
def test_only_plain_digits_are_numbers(folder, number):
    path = folder / "small.map"
    path.write_text(MAP.replace("height 3", f"height {number}"))
    with pytest.raises(InvalidInstanceError, match=r"whole numbers|expected `height`"):
        read(path, ((0, 0), (0, 1)))
    path.write_text(MAP)
    path = folder / "small.map.scen"
    path.write_text(SCEN.replace("\t0\t0\t", f"\t0\t{number}\t"))
    with pytest.raises(InvalidInstanceError, match="expected 9 fields"):
        read(path)
