"""A board shows how each training stands and when it ends, and nothing before the first step."""

import re
from datetime import datetime
from io import StringIO
from time import sleep

import pytest
from rich.console import Console

from thinkers.cli.progress import Board, Estimate, Line, clock, length
from thinkers.problems.events import Advance
from thinkers.training.metrics import Metrics

ROW = Metrics(4, 0.75, 0.5, 0.125, 1.0, 1e-3, 2.0)


@pytest.fixture
def shown():
    """Gives a board of so many steps and runs; its text is what it drew last."""

    def board(steps, runs=1):
        file = StringIO()
        board = Board(steps, runs, Console(file=file, width=100))
        board.text = file.getvalue
        return board

    return board


def test_nothing_is_drawn_without_a_step(shown):
    with shown(10) as board:
        pass
    assert board.text() == ""


def test_progress_is_on_stderr(capsys):
    with Board(10) as board:
        board.line("labelling [3]")
        board.step("", 10, 0.25)
    out, err = capsys.readouterr()
    assert out == ""
    for words in ("labelling [3]", "step 10/10", "loss 0.2500"):
        assert words in err


def test_a_bar_shows_loss_validation_and_the_estimated_end(shown, monkeypatch):
    board = shown(100)
    times = iter(range(0, 1000, 10))
    monkeypatch.setattr(board._bars, "get_time", lambda: float(next(times)))
    with board:
        for done in (51, 52, 53):
            board.step("", done, 0.9)
        board.metrics("", ROW)
        board.step("", 60, 0.25)
    above, bar = board.text().splitlines()
    assert above == "step 4: loss 0.7500, validation 0.5000, exact 12.5 %"
    assert bar.startswith("step 60/100 ")
    assert "loss 0.2500 validation 0.5000" in bar
    assert re.search(r"\d:\d\d:\d\d until (\w{3} )?\d\d:\d\d", bar)


def test_a_resumed_run_is_timed_by_its_own_steps_only(shown):
    with shown(1000) as board:
        board.step("", 900, 1.0)
        [task] = board._bars.tasks
        assert (task.completed, task.speed) == (900, None)


def test_several_runs_have_a_bar_for_all_of_them(shown):
    with shown(10, runs=3) as board:
        board.finish("seed 0")
        board.step("seed 1", 4, 0.5)
        board.step("seed 2", 1, 0.25)
        board.metrics("seed 2", ROW)
        totals = {task.description: (task.completed, task.total) for task in board._bars.tasks}
        assert totals == {"seed 1: ": (4, 10), "seed 2: ": (1, 10), "all: ": (15, 30)}
        board.finish("seed 1")
    assert "seed 1" not in board.text()
    assert "all: step 21/30" in board.text()
    assert "step 4: " not in board.text(), "validations of several runs would bury each other"


def test_a_run_that_ends_early_counts_as_done(shown):
    with shown(10, runs=2) as board:
        board.step("a", 3, 0.5)
        board.finish("a")
        [task] = board._bars.tasks
        assert task.completed == 10


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(60, "14:06"), (12 * 3600, "Sun 02:05"), (9 * 86400, "30 Nov 14:05")],
)
def test_the_end_is_a_time_of_day(seconds, said):
    assert clock(datetime(2026, 11, 21, 14, 5), seconds) == said


def test_a_line_says_how_far_the_work_is_and_goes_when_it_is_done():
    file = StringIO()
    with Line(Console(file=file, width=100, force_terminal=True)) as line:
        line.report("size [9] ...")
        line.show("1 of [2] answered")
        line.console.print(line._drawn())  # as its own thread does, in its own time
    text = file.getvalue()
    assert "size [9] ..." in text
    assert "1 of [2] answered" in text


@pytest.fixture
def terminal(monkeypatch):
    """Gives a terminal of a width and a height on which lines can be drawn again."""
    monkeypatch.setenv("TERM", "xterm")
    return lambda width=40, height=25: Console(
        file=StringIO(), width=width, height=height, force_terminal=True
    )


def test_lines_above_are_drawn_with_the_line_and_go_with_it(terminal):
    console = terminal()
    with Line(console, every=0.001) as line:
        line.put_above(["old", "lines"])
        line.put_above(["title [1]", "row"])
        line.show("1 of 2")
        shown = console.render_lines(line._drawn(), pad=False)
        texts = ["".join(part.text for part in each) for each in shown]
        assert texts[:2] == ["title [1]", "row"]
        assert texts[2].endswith(" 1 of 2")
        assert len(texts) == 3
    after = console.file.getvalue().rpartition("row")[2]
    assert after.count("\x1b[1A\x1b[2K") == 3, "each line is erased"


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_lines_above_stay_where_the_work_does_not_end_well(error, terminal):
    console = terminal(height=4)

    def fail(line):
        line.put_above(["title", *map(str, range(10))])
        line.show("working")
        raise error("now")

    with pytest.raises(error, match="now"), Line(console) as line:
        fail(line)
    last = console.file.getvalue().rpartition("title")[2]
    assert last.split("\x1b[0m")[-1].split() == [*map(str, range(10)), "\x1b[?25h"]
    assert "working" not in last


def test_lines_above_are_never_higher_or_wider_than_the_terminal(terminal):
    console = terminal(10, 5)
    line = Line(console)
    line.put_above(["title", *map(str, range(10))])
    shown = console.render_lines(line._drawn(), pad=False)
    assert ["".join(part.text for part in each) for each in shown[:-1]] == ["title", *"789"]
    line.put_above(["title", "a_name_of_17_chars"])
    options = console.options.update(no_wrap=True, overflow="ignore")
    shown = console.render_lines(line._drawn(), options, pad=False)
    texts = ["".join(part.text for part in each) for each in shown[:-1]]
    assert texts == ["title", "a_name_of_", "17_chars"]


def test_away_from_a_terminal_only_what_stays_is_printed(capsys):
    with Line() as line:
        line.report("size [9] ...")
        line.show("1 of [2] answered")
    assert capsys.readouterr() == ("", "size [9] ...\n")


def test_away_from_a_terminal_long_work_says_now_and_then_how_far_it_is():
    file = StringIO()
    with Line(Console(file=file, width=100), "drawing 3 instances", every=0.01) as line:
        while "passed: drawing 3 instances\n" not in file.getvalue():
            sleep(0.001)
        line.show("1 of [2] answered")
        while "passed: 1 of [2] answered\n" not in file.getvalue():
            sleep(0.001)
    line._plain.join(5)
    before = file.getvalue()
    sleep(0.05)
    assert file.getvalue() == before
    assert re.fullmatch(r"(\d:\d\d passed: (drawing 3 instances|1 of \[2\] answered)\n)+", before)


def test_a_terminal_gets_no_plain_lines():
    file = StringIO()
    with Line(Console(file=file, width=100, force_terminal=True), every=0.001):
        sleep(0.02)
    assert "passed" not in file.getvalue()


class Clock:
    """Gives the times that a test sets."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def said(*steps):
    """What is said last, when each advance is heard at its second."""
    clock = Clock()
    estimate, words = Estimate(clock), ""
    for clock.now, advance in steps:
        words = estimate.words(advance)
    return words


def thought(done, iteration, total=64, limit=100, batch=64):
    return Advance("thinking", done, total, iteration, limit, batch)


def test_what_is_left_goes_by_the_speed_so_far():
    assert said((0, thought(0, 1)), (0.5, thought(0, 6))) == "iteration 6/100, answered 0/64"
    steps = (0, thought(0, 1)), (10, thought(0, 11))
    assert said(*steps) == "1:29 left, iteration 11/100, answered 0/64"
    assert said(*steps, (99, thought(0, 100))) == "iteration 100/100, answered 0/64"


def test_each_piece_of_work_is_timed_alone():
    steps = [(0, Advance("solving", 0, 9)), (50, Advance("solving", 9, 9))]
    steps += [(50, Advance("labelling", 0, 4)), (52, Advance("labelling", 1, 4))]
    assert said(*steps) == "0:06 left, labelled 1/4"


def test_without_a_total_only_what_is_done_is_said():
    assert said((0, thought(0, 7, 1, None, 1)), (9, thought(0, 8, 1, None, 1))) == "iteration 8"
    assert said((0, Advance("refining", 0, 1))) == "refining"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0:00"), (42, "0:42"), (725, "12:05"), (11100, "3:05:00")]
)
def test_times_are_read_as_on_a_clock(seconds, words):
    assert length(seconds) == words


@pytest.mark.parametrize("width", [20, 40, 80])
def test_it_stays_one_line_on_a_narrow_terminal(width):
    file = StringIO()
    line = Line(Console(file=file, width=width, height=9, force_terminal=True, soft_wrap=True))
    line.follow(thought(12_345, 67_890, 1_000_000, 100_000), "prefix_sums/dt-os: ")
    shown = line.console.render_lines(line._drawn())
    assert len(shown) == 1
    assert sum(segment.cell_length for segment in shown[0]) <= width


def test_what_is_heard_stays_if_it_is_a_line_and_passes_if_it_is_a_number(capsys):
    with Line() as line:
        line.hear("labelling [9] instances")
        line.hear(Advance("labelling", 3, 9))
    assert capsys.readouterr() == ("", "labelling [9] instances\n")
