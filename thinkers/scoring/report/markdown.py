"""The tables of a report as Markdown, for papers and issues; what others wrote is text."""

import re
from collections.abc import Iterator, Sequence

from thinkers.problems.wording import printable
from thinkers.scoring.columns import columns_of
from thinkers.scoring.report.sheet import Sheet
from thinkers.scoring.sentences import differences

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#&~])")
"""What has a meaning in Markdown, or in the HTML that may stand in it."""


def markdown(sheets: Sequence[Sheet]) -> str:
    """A heading, a table and sentences for each sheet."""
    return "\n".join(line for sheet in sheets for line in _lines(sheet))


def _lines(sheet: Sheet) -> Iterator[str]:
    objective, rows = sheet.found.problem.objective, sheet.found.rows
    yield f"## {_text(sheet.title)}\n"
    if rows:
        columns = columns_of(objective, rows)
        yield _row([column.name for column in columns])
        yield _row(["---", *["---:"] * (len(columns) - 1)], plain=True)
        for row in rows:
            yield _row([column.cell(row) for column in columns])
        yield ""
        yield from (f"* {_text(sentence)}" for sentence in differences(objective, rows))
        yield ""
    for each in sheet.found.appraised:
        agreed = "" if each.agreement is None else f", {100 * each.agreement:.1f} % agree"
        yield f"* {_text(each.solver)}: {100 * each.allowed:.1f} % allowed{agreed}"
    yield from (f"* {_text(note)}" for note in sheet.found.notes)
    for name, said in sheet.facts.items():
        yield f"* {_text(name)}: {_text(said)}"
    yield ""


def _row(cells: Sequence[str], *, plain: bool = False) -> str:
    return f"| {' | '.join(cells if plain else map(_text, cells))} |"


def _text(words: str) -> str:
    return SPECIAL.sub(r"\\\1", printable(words))
