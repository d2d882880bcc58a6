"""Rows in CSV files, as spreadsheets and data frames read them."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from thinkers.problems.files import write_whole
from thinkers.problems.wording import printable

FORMULA = ("=", "+", "-", "@")
"""How text begins that a spreadsheet takes for a formula; a quote before it makes it text."""

EveryAnswer = Annotated[
    Path | None,
    typer.Option("--csv", help="Write every answer to this file: cost, bound, seconds, verdict."),
]
Summary = Annotated[
    Path | None, typer.Option("--summary-csv", help="Write the rows of the table to this file.")
]


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows that may lack some columns; what is no plain value stands as JSON.

    Raises:
        ConfigError: The file cannot be written.
    """
    every = list(rows)
    columns = list(dict.fromkeys(name for row in every for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in every)
    write_whole(path, text.getvalue().encode())


def _cell(value: object) -> object:
    """A cell that nothing acts on: neither a terminal nor a spreadsheet, which runs formulas."""
    if isinstance(value, dict | list):
        return json.dumps(value)
    if isinstance(value, str):
        return f"'{printable(value)}" if value.startswith(FORMULA) else printable(value)
    return value
