"""Answers are printed as they come and then let go of; files are written whoever still reads."""

import gc
import io
import json
import weakref

import pytest
from rich.console import Console
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Result, Verdict
from thinkers.cli.beneath import plain
from thinkers.cli.delivering import Delivery
from thinkers.cli.progress import Line
from thinkers.cli.streams import OutputError


def result_of(place):
    instance, solution = PrefixSums().toy()
    verdict = Verdict(True, float(place))
    return Result(
        PrefixSums(), "prefix_sums/tiny", instance, solution, verdict, verdict, place, 0.5,
        "converged", [], "cpu",
    )  # fmt: skip


@pytest.fixture
def line():
    return Line(Console(file=io.StringIO()))


def test_each_answer_is_printed_before_the_next_is_asked_for(capsys, line):
    printed = []

    def results():
        for place in range(3):
            yield result_of(place)
            printed.append(json.loads(capsys.readouterr().out)["iterations"])

    Delivery(json=True, filed=False).take(results(), line)
    assert printed == [0, 1, 2]


@pytest.mark.parametrize(
    ("as_json", "filed", "kept"),
    [(True, False, 0), (True, True, 5), (False, False, 5), (False, True, 5)],
)
def test_what_is_only_printed_is_not_kept(capsys, line, as_json, filed, kept):
    alive = []

    def results():
        for place in range(5):
            result = result_of(place)
            alive.append(weakref.ref(result))
            yield result
            del result

    delivery = Delivery(json=as_json, filed=filed)
    delivery.take(results(), line)
    gc.collect()
    assert len(delivery.results) == sum(each() is not None for each in alive) == kept
    assert delivery.tally.count == 5
    assert capsys.readouterr().out.count("\n") == (5 if as_json else 0)


class Gone(io.StringIO):
    """Standard output whose reader leaves after two lines."""

    def write(self, text):
        if self.getvalue().count("\n") == 2:
            raise OutputError("")
        return super().write(text)


@pytest.mark.parametrize("filed", [True, False])
def test_where_the_reader_has_gone_only_files_are_worth_going_on_for(monkeypatch, line, filed):
    monkeypatch.setattr("sys.stdout", Gone())
    asked = []

    def results():
        for place in range(5):
            asked.append(place)
            yield result_of(place)

    delivery = Delivery(json=True, filed=filed)
    if filed:
        delivery.take(results(), line)
        assert len(delivery.results) == 5
        with pytest.raises(OutputError):
            delivery.show(plain)
    else:
        with pytest.raises(OutputError):
            delivery.take(results(), line)
        assert asked == [0, 1, 2]


def test_the_line_of_progress_is_out_of_the_way_on_a_terminal(capsys):
    console = Console(file=io.StringIO(), force_terminal=True, width=60)
    with Line(console, words="thinking") as line:
        shown = []

        def results():
            yield result_of(0)
            shown.append(line._live.is_started)

        Delivery(json=True, filed=False).take(results(), line)
        with line.aside():
            shown.append(line._live.is_started)
    assert shown == [True, False]
    assert capsys.readouterr().out.count("\n") == 1


def test_a_reader_that_has_enough_ends_the_command_quietly(in_shell):
    outcome = in_shell(
        "solve", "prefix_sums", "--model", "dt-l", "--bits", 8, "--instances", 9000, "--json",
        redirect="| head -n 1",
    )  # fmt: skip
    assert json.loads(outcome.out)["problem"] == "prefix_sums"
    assert outcome.err == ""


def test_files_are_whole_though_the_reader_had_enough(in_shell, tmp_path):
    path = tmp_path / "answers.txt"
    outcome = in_shell(
        "solve", "prefix_sums", "--model", "dt-l", "--bits", 200, "--instances", 300, "--json",
        "-o", path, redirect="| head -n 1",
    )  # fmt: skip
    assert (outcome.out.count("\n"), outcome.err) == (1, "")
    assert len(path.read_text().splitlines()) == 300
