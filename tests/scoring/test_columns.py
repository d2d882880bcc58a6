"""Cells of a table: numbers of a fixed length, dashes for what is not there, names in whole."""

import pytest

from thinkers import maximise, minimise
from thinkers.scoring.columns import columns_of, number, percent, solver_of
from thinkers.scoring.rows import Row

BASELINE = Row("tsp", "exact", "baseline", 4, 1.0, 3.5, 0.0, seconds=1.0, bound=3.25)


def test_a_gap_beyond_measure_is_no_long_number():
    assert percent(0.1234, 2) == "12.34"
    assert percent(2.7e7) == ">1000"
    assert percent(None) == "-"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "-"), (1.25, "1.2"), (-3.0, "-3.0"), (9e6, "9000000.0"), (1.38e13, "1.38e+13")],
)
def test_numbers_have_a_fixed_number_of_digits_until_they_are_too_wide(value, shown):
    assert number(value) == shown


def test_a_row_says_what_a_model_had_to_do_with_it():
    rows = [Row("tsp", "tsp/dt-m", kind, 4, 1.0) for kind in ("model", "refined", "alone")]
    assert [solver_of(row) for row in [*rows, BASELINE]] == [
        "tsp/dt-m", "tsp/dt-m + refine", "tsp/dt-m: search alone", "exact",
    ]  # fmt: skip


def said(objective, row, *others):
    return {each.name: each.cell(row) for each in columns_of(objective, [row, *others])}


def test_columns_that_say_nothing_are_not_there():
    assert list(said(None, BASELINE)) == ["solver", "ok %", "w/t/l", "s each"]
    names = list(said(minimise("length"), BASELINE))
    assert names == ["solver", "ok %", "length", "to best %", "95 % range", "w/t/l", "s each",
                     "bound"]  # fmt: skip


def test_what_is_maximised_is_told_as_people_read_it():
    gainful = Row("p", "s", "baseline", 4, 1.0, -3.5, 0.0, bound=-4.0)
    cells = said(maximise("gain"), gainful)
    assert (cells["gain"], cells["bound"]) == ("3.5000", "4.0000")


def test_what_gives_bounds_only_has_no_answers_to_tell_of():
    bound = Row("tsp", "lower bound", "bound", 4, 0.0, bound=3.0)
    cells = said(minimise("length"), bound, BASELINE)
    assert (cells["ok %"], cells["w/t/l"], cells["bound"]) == ("-", "-", "3.0000")


def test_every_column_says_what_it_means():
    for objective in (None, minimise("length")):
        assert all(each.meaning for each in columns_of(objective, [BASELINE]))
