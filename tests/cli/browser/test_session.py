"""A visitor's work, without a page: instances from everywhere, and errors in his own words."""

import numpy as np
import pytest
from thinkers_maze.problem import Maze
from thinkers_tsp.problem import Tsp

from thinkers import ConfigError, InvalidInstanceError, ThinkersError, installed
from thinkers.cli.browser.session import Session
from thinkers.cli.browser.thinking import Wish

FEN = "6k1/5ppp/8/8/8/8/8/4R1K1 w - - 1 2"

BAD = b"#####\n#S #\n"


@pytest.mark.parametrize("name", list(installed().problems()))
def test_any_problem_draws_an_instance_by_chance(name):
    session = Session(name)
    session.generate({})
    assert session.instance is not None


def test_a_strangers_problem_is_worked_on_like_ours(door):
    door("good")
    installed.cache_clear()
    session = Session("coins")
    session.generate({"coins": "5"}, "3")
    assert len(session.instance) == 5
    assert session.drawing is None
    session.think(Wish([], session.baselines))
    session.thinking.wait(60)
    assert len(session.thinking.tracks) + len(session.thinking.told) == len(session.baselines) > 0


def test_options_are_those_of_the_command_line():
    session = Session("maze")
    session.generate({"size": "7", "family": ""})
    assert session.instance.shape == (7, 7)
    with pytest.raises(ConfigError, match="size"):
        session.generate({"size": "many"})
    with pytest.raises(ConfigError, match="whole number as seed"):
        session.generate({}, "-1")
    assert session.instance.shape == (7, 7)


@pytest.mark.parametrize("suffix", [".tsp", ".csv", ".npz"])
def test_a_file_of_any_format_is_read_by_its_name(tmp_path, suffix):
    [instance] = Tsp().generate(np.random.default_rng(0), 1, Tsp.Params(cities=5))
    path = tmp_path / f"five{suffix}"
    Tsp().write(path, [instance], None)
    session = Session("tsp")
    session.read_file(path.name, path.read_bytes(), {})
    assert len(session.instance.distances) == 5


def test_a_picture_is_read(tmp_path):
    path = tmp_path / "toy.png"
    Maze().write(path, [Maze().toy()[0]], None)
    session = Session("maze")
    session.read_file("C:\\pictures\\toy.png", path.read_bytes(), {})
    assert session.instance.shape == (3, 3)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("../../etc/bad.txt", BAD, "bad.txt"),
        ("bad.png", BAD, "bad.png"),
        ("bad.exe", BAD, "maze reads no file called bad.exe"),
        ("bad\u202etxt", BAD, "maze reads no file called bad\\u202etxt"),
        ("..", BAD, "the file has no name"),
        ("", BAD, "the file has no name"),
        ("empty.txt", b"", "empty.txt"),
        ("x" * 500 + ".txt", BAD, "xxx"),
    ],
)
def test_a_bad_file_is_told_by_the_visitors_name_for_it(tmp_path, name, content, said):
    session = Session("maze")
    with pytest.raises(InvalidInstanceError) as raised:
        session.read_file(name, content, {})
    told = f"{raised.value} {raised.value.hint}"
    assert said in told
    assert "/tmp" not in told
    assert "\n" not in str(raised.value)
    assert session.instance is None


def test_each_instance_of_a_file_can_be_shown():
    session = Session("maze")
    session.read_file("two.txt", b"S E\n\nS  E\n", {})
    assert session.instance.shape == (1, 3)
    for place, shape in ((1, (1, 4)), (5, (1, 4)), (-1, (1, 3))):
        session.show(place)
        assert session.instance.shape == shape


def test_how_a_file_is_read_may_be_said():
    session = Session("maze")
    session.read_file("open.txt", b"  \n  \n", {"start": "0,0", "end": "1,1"})
    assert session.instance.end == (1, 1)


def test_a_pasted_position_is_found_to_be_one():
    session = Session("chess")
    session.read_text(FEN, "", {})
    assert session.instance.fen == FEN


@pytest.mark.parametrize(("form", "said"), [("", "is no"), (".fen", "the pasted text, line 1")])
def test_bad_text_is_told(form, said):
    with pytest.raises(ThinkersError, match=said):
        Session("chess").read_text("no position", form, {})
    with pytest.raises(InvalidInstanceError, match="the pasted text is empty"):
        Session("chess").read_text("  \n", form, {})


def test_what_is_drawn_is_an_instance_and_what_is_shown_can_be_drawn_on():
    session = Session("maze")
    session.drawing.set(["S #", "  E"])
    session.read_drawing()
    assert session.instance.walls.tolist() == [[False, False, True], [False] * 3]
    session.draw_shown()
    assert session.drawing.rows == ["#####", "#S ##", "#  E#", "#####"]
    session.drawing.clear(2, 2)
    with pytest.raises(InvalidInstanceError, match="the drawing"):
        session.read_drawing()


def test_only_what_a_problem_says_can_be_drawn():
    with pytest.raises(ConfigError, match="is not drawn by hand"):
        Session("tsp").read_drawing()


def test_there_must_be_something_to_solve_and_somebody_to_solve_it():
    session = Session("maze")
    with pytest.raises(ConfigError, match="no instance yet"):
        session.think(Wish(session.models))
    session.generate({})
    with pytest.raises(ConfigError, match="nobody is chosen"):
        session.think(Wish([]))
    for wish, said in (
        (Wish(session.models, iterations=0), "iterations, got 0"),
        (Wish(session.models, iterations=10**9), "iterations, got 1000000000"),
        (Wish([], ["bfs"], seconds=0.0), "seconds, got 0"),
        (Wish([], ["bfs"], seconds=float("nan")), "seconds, got nan"),
    ):
        with pytest.raises(ConfigError, match=said):
            session.think(wish)
    assert session.thinking is None


def test_another_problem_begins_anew():
    session = Session("maze")
    session.generate({})
    session.choose("tsp")
    assert (session.instance, session.drawing, session.thinking) == (None, None, None)
    assert session.models[0] == Tsp.default_model
    assert session.baselines[0] == Tsp.reference
