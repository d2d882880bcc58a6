"""A comparison's tables hold what there is to say, in the room that there is, and in words."""

from dataclasses import replace

import pytest

from thinkers import minimise
from thinkers.cli import standings
from thinkers.problems.verdict import Verdict
from thinkers.scoring.appraising import AppraisedRow
from thinkers.scoring.comparing import Comparison
from thinkers.scoring.rows import Row
from thinkers.scoring.runs import Answer, Run

ROW = Row(
    "tsp", "dt-m", "model", 4, 0.75, 4.25, 0.1234, 0.1, 0.15, 1, 2, 1, 0.0123, 0.0, gap_worst=0.3
)
EXACT = Row(
    "tsp", "exact", "baseline", 4, 1.0, 3.5, 0.0, 0.0, 0.0, 0, 4, 0, 12.3, 0.5, gap_worst=0.0
)
FAILED = Run("exact", "baseline", [Answer(Verdict(False), 1.0, failure="[no] time")])
APPRAISED = AppraisedRow(
    "chess", "dt-l", "model", 3, 1.0, "stockfish", 1 / 3, 41.25, "centipawns", 0.01
)


class Tours:
    name, objective = "tsp", minimise("length")


class Riddles(Tours):
    objective = None


def lines_of(text):
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_comparison_with_costs(capsys):
    standings.comparison(Comparison(Tours(), [ROW, EXACT], [], [FAILED]))
    out, err = capsys.readouterr()
    title, head, first, second = lines_of(out)
    assert title == "tsp, 4 instances"
    assert head == "solver ok % length to best % 95 % range worst % w/t/l s each proved"
    assert first == "dt-m 75.0 4.2500 12.3 10.0..15.0 30.0 1/2/1 0.012 -"
    assert second == "exact 100.0 3.5000 0.0 0.0..0.0 0.0 0/4/0 12 50 %"
    assert err == "warning: exact failed on 1 of 1: [no] time\n"


def test_a_comparison_without_costs_has_no_columns_for_them(capsys):
    standings.comparison(Comparison(Riddles(), [ROW], [], []))
    head = lines_of(capsys.readouterr().out)[1]
    assert head == "solver ok % w/t/l s each"


def test_refined_rows_say_so_and_missing_numbers_are_dashes(capsys):
    row = Row("tsp", "dt-m", "refined", 4, 0.5, None, None, None, None, 0, 0, 4, 1.0, 0.0)
    standings.comparison(Comparison(Tours(), [row], [], []))
    assert lines_of(capsys.readouterr().out)[2] == "dt-m + refine 50.0 - - - 0/0/4 1"


def test_nobody_wins_or_ties_with_a_reference_that_never_has_an_answer(capsys):
    never = replace(EXACT, feasible=0.0, mean_cost=None, gap=None, wins=0, ties=0, losses=0)
    standings.comparison(Comparison(Riddles(), [replace(ROW, wins=3), never], [], []))
    assert "w/t/l" not in capsys.readouterr().out


def test_the_reference_is_marked_where_it_judges_itself(capsys):
    own = replace(APPRAISED, solver="stockfish", kind="baseline")
    standings.comparison(Comparison(Riddles(), [], [APPRAISED, own], []))
    _, _, model, reference = lines_of(capsys.readouterr().out)
    assert reference.startswith("stockfish (reference) ")
    assert "reference" not in model


def test_what_nobody_knows_has_a_table_of_its_own(capsys):
    standings.comparison(Comparison(Riddles(), [], [APPRAISED], []))
    title, head, row = lines_of(capsys.readouterr().out)
    assert title == "tsp, 3 instances judged, not scored: no answer is known"
    assert head == "solver allowed % as stockfish % centipawns lost s each"
    assert row == "dt-l 100.0 33.3 41.2 0.01"


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_narrow_table_leaves_columns_out_and_no_letter_of_a_name(capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    rows = [replace(ROW, solver="tsp/dt-m-long"), replace(EXACT, solver="held-karp", bound=3.5)]
    standings.comparison(Comparison(Tours(), rows, [], []))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    _, head, first, second, *left = lines
    assert first.startswith("tsp/dt-m-long ")
    assert second.startswith("held-karp ")
    assert "to best %" in head
    names = {"length", "95 % range", "worst %", "w/t/l", "s each", "proved", "bound"}
    missing = {name for name in names if name not in head}
    assert bool(missing) == (width < 100) == bool(left)
    said = " ".join(left).removeprefix("no room for: ").split(", ")
    assert not left or set(said) == missing


def test_what_differs_is_said_in_words(capsys):
    rows = [replace(ROW, instances=9, test="Wilcoxon", p_value=0.01, p_adjusted=0.01, call="worse"),
            replace(EXACT, instances=9)]  # fmt: skip
    standings.comparison(Comparison(Tours(), rows, [], []))
    assert "dt-m is worse than exact: p = 0.01\n" in capsys.readouterr().out
