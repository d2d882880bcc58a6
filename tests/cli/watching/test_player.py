"""The player shows what all models have reached; keys pause, step, change the speed and quit."""

import os
import subprocess
import sys
from contextlib import suppress

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.cli.watching.player import FASTEST, SLOWEST, Player, named
from thinkers.cli.watching.screen import moment, spark
from thinkers.cli.watching.track import Track
from thinkers.engine.watching import Frame

BITS = np.array([1, 0, 1], np.int8)


def track(count, ended="max_iterations", model="a/model"):
    problem = PrefixSums()
    answer = np.array([1, 1, 0], np.int8)
    verdict = problem.check(BITS, answer)
    frames = [Frame(number + 1, answer, verdict, 0.5**number, 1.0) for number in range(count)]
    return Track(problem, BITS, model, frames, ended)


def test_frames_are_played_at_the_speed_until_the_last():
    player = Player([track(3)], speed=2.0)
    places = []
    for now in (10.0, 10.4, 10.6, 11.1, 11.7):
        player.tick(now)
        places.append(player.place)
    assert places == [1, 1, 2, 2, 2]
    assert player.ended


def test_keys_pause_step_and_quit():
    player = Player([track(4)], speed=2.0)
    player.press("pause")
    player.tick(1.0)
    assert player.place == 0
    for key, place in (("right", 1), ("right", 2), ("left", 1), ("left", 0), ("left", 0)):
        player.press(key)
        assert player.place == place
    player.press("")
    assert not player.quit
    player.press("quit")
    assert player.quit


@pytest.mark.parametrize(("key", "limit"), [("faster", FASTEST), ("slower", SLOWEST)])
def test_the_speed_has_limits(key, limit):
    player = Player([track(1)], speed=8.0)
    for _ in range(20):
        player.press(key)
    assert player.speed == limit


def test_nothing_is_shown_that_a_model_has_not_thought():
    first, second = track(5), track(2, ended="")
    player = Player([first, second], speed=1.0)
    assert player.there == 2
    second.stopped_by = "converged"
    assert player.there == 5
    assert not player.ended


def test_before_the_first_frame_there_is_something_to_show():
    player = Player([track(0, ended="")], speed=1.0)
    player.tick(0.0)
    assert "a/model, not begun" in player.text(80, keys=True)


def test_what_is_seen_changes_with_what_is_shown_and_with_nothing_else():
    thinking = track(0, ended="")
    player = Player([thinking, track(3)], speed=1.0)
    changes = [
        lambda: player.press("right"),
        lambda: thinking.frames.extend(track(2).frames),
        lambda: player.press("right"),
        lambda: player.press("faster"),
        lambda: thinking.frames.extend(track(1).frames),
        lambda: setattr(thinking, "stopped_by", "converged"),
        lambda: player.press("right"),
        lambda: player.press("right"),
    ]
    for change in changes:
        seen, text = player.seen, player.text(80, keys=True)
        change()
        assert (player.seen == seen) == (player.text(80, keys=True) == text)


def test_models_stand_side_by_side_where_there_is_room():
    two = [track(2), track(2, model="b/model")]
    assert "a/model, iteration 2" in moment(two, 1, 200)[0]
    assert "b/model, iteration 2" in moment(two, 1, 200)[0]
    assert "b/model" not in moment(two, 1, 40)[0]


def test_a_curve_goes_from_the_least_to_the_most_with_gaps():
    assert spark([0.0, None, 1.0]) == "▁ █"
    assert len(spark([0.5] * 1000, 20)) == 20
    assert spark([]) == ""


def test_keys_are_told_apart_however_many_come_at_once():
    assert named(b" \x1b[D+x\x1b[Aq") == ["pause", "left", "faster", "quit"]
    assert named(b"") == []


def test_a_terminal_shows_it_and_obeys(tmp_path):
    pty = pytest.importorskip("pty")
    words = [sys.executable, "-m", "thinkers", "watch", "prefix_sums", "--bits", "12"]
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
    run = subprocess.Popen(
        words, stdin=follower, stdout=follower, stderr=follower, cwd=tmp_path, env=environment
    )
    os.close(follower)
    seen = b""
    for wanted, key in ((b"playing", b" "), (b"paused", b"+"), (b"16 a second", b"q")):
        while wanted not in seen:
            seen += os.read(leader, 65536)
        os.write(leader, key)
    with suppress(OSError):  # what a leader says of the end
        while more := os.read(leader, 65536):
            seen += more
    assert run.wait(timeout=60) == 0
    os.close(leader)
    assert b"prefix_sums/proven, iteration" in seen
