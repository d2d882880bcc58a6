"""Rows survive the way through a CSV file, whatever columns they have."""

import csv
import json

import pytest

from thinkers.cli.export import write_rows


def test_rows_with_different_columns_share_one_header(tmp_path):
    path = tmp_path / "rows.csv"
    write_rows(path, [{"a": 1, "b": None}, {"b": 'say "x, y"', "c": {"tour": [0, 1]}}])
    with path.open(newline="", encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert list(first) == ["a", "b", "c"]
    assert first == {"a": "1", "b": "", "c": ""}
    assert second["b"] == 'say "x, y"'
    assert json.loads(second["c"]) == {"tour": [0, 1]}


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@a", "'@a"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a", "a"),
    ],
)
def test_text_is_data_to_terminals_and_spreadsheets(tmp_path, text, cell):
    write_rows(tmp_path / "a.csv", [{"reason": text, "cost": -1.5}])
    with (tmp_path / "a.csv").open(newline="") as file:
        assert next(csv.DictReader(file)) == {"reason": cell, "cost": "-1.5"}
