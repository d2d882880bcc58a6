"""Results on stdout, everything else on stderr, no markup read into what others wrote."""

import json
from dataclasses import replace

import pytest

from thinkers import minimise
from thinkers.cli import rendering
from thinkers.problems.verdict import Verdict
from thinkers.scoring.appraising import AppraisedRow
from thinkers.scoring.comparing import Comparison
from thinkers.scoring.evaluating import Evaluation
from thinkers.scoring.rows import Row
from thinkers.scoring.runs import Answer, Run

ROW = Row("tsp", "dt-m", "model", 4, 0.75, 4.25, 0.1234, 0.1, 0.15, 1, 2, 1, 0.0123, 0.0)
EXACT = Row("tsp", "exact", "baseline", 4, 1.0, 3.5, 0.0, 0.0, 0.0, 0, 4, 0, 12.3, 0.5)
FAILED = Run("exact", "baseline", [Answer(Verdict(False), 1.0, failure="[no] time")])
APPRAISED = AppraisedRow(
    "chess", "dt-l", "model", 3, 1.0, "stockfish", 1 / 3, 41.25, "centipawns", 0.01
)
EVALUATION = Evaluation("tsp", "dt-m", 30, 4, 1.0, 0.5, 0.875, 0.1234, 24.4, {}, 0.5)


class Tours:
    name, objective = "tsp", minimise("length")


class Riddles(Tours):
    objective = None


def lines_of(text):
    return [" ".join(line.split()) for line in text.splitlines()]


def test_complaints_are_one_line_and_a_hint_on_stderr(capsys):
    rendering.complain("what [bold]is[/bold] wrong " + "x" * 200, "do [this]")
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"error: what [bold]is[/bold] wrong {'x' * 200}\n  do [this]\n"


def test_what_others_wrote_never_becomes_a_picture(capsys):
    """`root:x:0` is no cross."""
    for show in (rendering.complain, rendering.warn, rendering.report, rendering.print_text):
        show("root:x:0 :smile:")
    rendering.print_json([{"name": ":x:"}])
    rendering.facts(":x:", [(":x:", ":x:")])
    rendering.table(":x:", [":x:"], [[":x:"]])
    out, err = capsys.readouterr()
    assert (out + err).isascii()
    assert err.count("root:x:0 :smile:") == 3
    assert json.loads(out.splitlines()[1]) == {"name": ":x:"}


@pytest.mark.parametrize("columns", [40, 100])
def test_words_are_wrapped_between_words(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    words = [f"bad-ems-{number}" for number in range(30)]
    rendering.print_words(" ".join(words))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= columns
    assert " ".join(lines).split() == words


def test_no_words_are_no_line(capsys):
    rendering.print_words("")
    assert capsys.readouterr().out == ""


def test_what_plugins_warn_of_through_python_is_one_line_of_plain_text(capsys):
    rendering.show_warning(UserWarning("\x1b[31mred\nand more"), UserWarning, "f.py", 3)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["warning: UserWarning: \\x1b[31mred\\nand more"]


def test_warnings_and_progress_go_to_stderr(capsys):
    rendering.warn("plugin [a] skipped")
    rendering.report("size [8]")
    assert capsys.readouterr() == ("", "warning: plugin [a] skipped\nsize [8]\n")


HOSTILE = "a\x1b[31mb\u202ec\nd"
WRITTEN_OUT = r"a\x1b[31mb\u202ec\nd"


def test_what_others_wrote_never_acts_on_a_terminal_nor_breaks_its_line(capsys):
    rendering.complain(HOSTILE, HOSTILE)
    rendering.warn(HOSTILE)
    rendering.report(HOSTILE)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"error: {WRITTEN_OUT}\n  {WRITTEN_OUT}\nwarning: {WRITTEN_OUT}\n{WRITTEN_OUT}\n"
    )
    rendering.listing(HOSTILE, ["name"], [[HOSTILE]])
    rendering.table(HOSTILE, ["name", "n"], [[HOSTILE, "1"]])
    rendering.facts(HOSTILE, [("name", HOSTILE)])
    out, _ = capsys.readouterr()
    assert out.count(WRITTEN_OUT) == 6
    assert set(out).isdisjoint("\x1b\u202e")


def test_a_picture_keeps_its_lines(capsys):
    rendering.print_text("##\n#\t#\r\n\x9b")
    assert capsys.readouterr().out == "##\n" + r"#\t#\r" + "\n" + r"\x9b" + "\n"


def test_json_is_one_object_a_line_and_refuses_what_json_cannot_say(capsys):
    rendering.print_json([{"a": "[b]"}, {"c": None}])
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"a": "[b]"}, {"c": None},
    ]  # fmt: skip
    with pytest.raises(ValueError, match="JSON"):
        rendering.print_json([{"gap": float("inf")}])


def test_text_is_printed_as_it_is(capsys):
    rendering.print_text("[red]1[/red] " + "y" * 300)
    assert capsys.readouterr().out == f"[red]1[/red] {'y' * 300}\n"


def test_a_comparison_with_costs(capsys):
    rendering.comparison(Comparison(Tours(), [ROW, EXACT], [], [FAILED]))
    out, err = capsys.readouterr()
    title, head, first, second = lines_of(out)
    assert title == "tsp, 4 instances"
    assert head == "solver ok % length gap % 95 % range w/t/l s each proved"
    assert first == "dt-m 75.0 4.2500 12.3 10.0..15.0 1/2/1 0.012 -"
    assert second == "exact 100.0 3.5000 0.0 0.0..0.0 0/4/0 12 50 %"
    assert err == "warning: exact failed on 1 of 1: [no] time\n"


def test_a_comparison_without_costs_has_no_columns_for_them(capsys):
    rendering.comparison(Comparison(Riddles(), [ROW], [], []))
    head = lines_of(capsys.readouterr().out)[1]
    assert head == "solver ok % w/t/l s each"


def test_refined_rows_say_so_and_missing_numbers_are_dashes(capsys):
    row = Row("tsp", "dt-m", "refined", 4, 0.5, None, None, None, None, 0, 0, 4, 1.0, 0.0)
    rendering.comparison(Comparison(Tours(), [row], [], []))
    assert lines_of(capsys.readouterr().out)[2] == "dt-m + refine 50.0 - - - 0/0/4 1"


def test_nobody_wins_or_ties_with_a_reference_that_never_has_an_answer(capsys):
    never = replace(EXACT, feasible=0.0, mean_cost=None, gap=None, wins=0, ties=0, losses=0)
    rendering.comparison(Comparison(Riddles(), [replace(ROW, wins=3), never], [], []))
    lines = lines_of(capsys.readouterr().out)[2:]
    assert [line.split()[2] for line in lines] == ["-", "-"]


def test_the_reference_is_marked_where_it_judges_itself(capsys):
    own = replace(APPRAISED, solver="stockfish", kind="baseline")
    rendering.comparison(Comparison(Riddles(), [], [APPRAISED, own], []))
    _, _, model, reference = lines_of(capsys.readouterr().out)
    assert reference.startswith("stockfish (reference) ")
    assert "reference" not in model


def test_what_nobody_knows_has_a_table_of_its_own(capsys):
    rendering.comparison(Comparison(Riddles(), [], [APPRAISED], []))
    title, head, row = lines_of(capsys.readouterr().out)
    assert title == "tsp, 3 instances judged, not scored: no answer is known"
    assert head == "solver allowed % as stockfish % centipawns lost s each"
    assert row == "dt-l 100.0 33.3 41.2 0.01"


def test_a_gap_beyond_measure_is_no_long_number():
    assert rendering.percent(0.1234, 2) == "12.34"
    assert rendering.percent(2.7e7) == ">1000"
    assert rendering.percent(None) == "-"


def test_an_evaluation_with_and_without_costs(capsys):
    rendering.evaluation("title", minimise("length"), [EVALUATION])
    rendering.evaluation("title", None, [EVALUATION])
    _, head, row, _, plain, _ = lines_of(capsys.readouterr().out)
    assert head == "size instances ok % exact % cells % gap % iterations s each"
    assert row == "30 4 100.0 50.0 87.5 12.34 24 0.5"
    assert plain == "size instances ok % exact % cells % iterations s each"


def test_listings_keep_their_words(capsys):
    rendering.listing("kinds", ["name", "what"], [["tsp", "a [short] tour"], ["maze", "a way"]])
    out = capsys.readouterr().out
    for words in ("kinds", "tsp", "a [short] tour", "maze"):
        assert words in out


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "-"), (1.25, "1.2"), (-3.0, "-3.0"), (9e6, "9000000.0"), (1.38e13, "1.38e+13")],
)
def test_numbers_have_a_fixed_number_of_digits_until_they_are_too_wide(value, shown):
    assert rendering.number(value) == shown
