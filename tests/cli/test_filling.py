"""On a terminal the table is there while it fills; the final one is the same as in a pipe."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
from io import StringIO

import numpy as np
import pytest
from rich.console import Console
from thinkers_tsp.problem import Tsp

from thinkers import Verdict
from thinkers.cli.filling import Filling
from thinkers.cli.progress import Line
from thinkers.problems.events import Advance
from thinkers.scoring.contest import Contest, Given
from thinkers.scoring.runs import Answer
from thinkers.scoring.solver import Solver

STYLE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\r")
ERASED = "\x1b[1A\x1b[2K"
COUNT = 30
SLOW = "lin-kernighan:seconds=0.3"


class Named(Solver):
    problem, name, kinds = Tsp(), "", ("baseline",)

    def __init__(self, name):
        self.name = name

    def answers(self, places, instances, watch):
        raise NotImplementedError


def filling(width, *, drawn=True):
    """A table of two solvers, its line, and what stands above this line."""
    line = Line(Console(file=StringIO(), width=width, height=25, force_terminal=True))
    contest = Contest(Tsp(), [np.ones(2)] * 2, [Named("held-karp"), Named(SLOW)])
    return Filling(line, contest, "tsp, so far", drawn=drawn), line


def given(solver, instance, cost):
    return [Given(solver, instance, (Answer(Verdict(True, cost), 0.25, solution=0),))]


def test_rows_are_of_those_that_have_begun_with_what_they_have_so_far():
    table, line = filling(80)
    cells = table.filled(iter([given(0, 0, 3.0), given(0, 1, 4.0)]))
    table.watch("held-karp", None)
    assert [each.split() for each in line._above[2:]] == [["held-karp", "0/2", "-", "-", "-"]]
    next(cells)
    assert line._above[2].split() == ["held-karp", "1/2", "100.0", "3.0000", "0.25"]
    next(cells)
    table.watch(SLOW, None)
    table.watch(SLOW, Advance("solving", 1, 2))
    title, head, *rows = line._above
    assert title == "tsp, so far"
    assert head.split() == ["solver", "done", "ok", "%", "length", "s", "each"]
    assert [row.split()[:2] for row in rows] == [["held-karp", "2/2"], [SLOW, "0/2"]]
    assert "1/2" in line._words


def test_columns_are_left_out_where_there_is_no_room_and_names_are_whole():
    table, line = filling(40)
    table.watch("held-karp", None)
    table.watch(SLOW, None)
    _, head, *rows = line._above
    assert head.split() == ["solver", "done", "ok", "%"]
    assert rows[1].startswith(SLOW)
    assert all(len(each) <= 40 for each in line._above)


def test_without_a_table_a_line_says_who_begins():
    table, line = filling(80, drawn=False)
    table.watch("held-karp", None)
    assert list(table.filled([given(0, 0, 3.0)])) != []
    assert "running held-karp ..." in line.console.file.getvalue()
    assert line._above == ()


def on_terminal(words, until=None):
    """What the command shows on a terminal of 40 columns; Ctrl-C where it has shown a pattern."""
    ours, its = pty.openpty()
    wanted = {**os.environ, "COLUMNS": "40", "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "thinkers", *map(str, words)], stdin=its, stdout=its, stderr=its,
        env=wanted, start_new_session=True,
    ) as running:  # fmt: skip
        os.close(its)
        text = ""
        try:
            while read := _read(ours):
                text += read
                if until and re.search(until, text):
                    until = None
                    os.killpg(running.pid, signal.SIGINT)
            running.wait(60)
        finally:
            running.kill()
            os.close(ours)
    return running.returncode, text


def _read(descriptor):
    assert select.select([descriptor], [], [], 100)[0], "it says nothing any more"
    try:
        return os.read(descriptor, 1 << 16).decode()
    except OSError:  # the other end is closed
        return ""


@pytest.fixture
def words(tmp_path):
    return [
        "compare", "tsp", "--model", "none", "--cities", "8", "--instances", COUNT,
        "--baseline", "held-karp", "--baseline", SLOW, "--out", tmp_path / "r.sqlite",
    ]  # fmt: skip


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_final_table_is_that_of_a_pipe_in_place_of_the_one_that_filled(words, in_shell, jobs):
    words[7] = 3
    code, text = on_terminal([*words, "--jobs", jobs])
    assert code == 0
    assert "tsp, 3 instances, so far" in text
    assert re.search(r"held-karp +[0-3]/3", text)
    assert "running" not in text
    before, _, last = text.rpartition(ERASED)
    assert "so far" in before
    piped = in_shell(*words, COLUMNS="40")
    assert STYLE.sub("", last) == piped.out
    assert "so far" not in piped.out + piped.err
    assert ERASED not in piped.out + piped.err


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_what_was_there(words, jobs):
    code, text = on_terminal([*words, "--jobs", jobs], rf"kernighan:seconds=0.3 +[2-9]/{COUNT}")
    assert code == 130
    left = STYLE.sub("", text.rpartition(ERASED)[2])
    assert re.search(rf"{SLOW} +[2-9]/{COUNT} +100.0\n", left)
    assert left.endswith("interrupted\n")
    assert "Traceback" not in text
