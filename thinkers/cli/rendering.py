"""Tables and lines for the terminal: results on stdout, everything else on stderr."""

import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console

from thinkers.cli import streams, tables
from thinkers.problems.objective import Objective
from thinkers.problems.wording import printable
from thinkers.scoring.columns import number, percent

if TYPE_CHECKING:
    from thinkers.registry.registry import Registry
    from thinkers.scoring.certifying import Report
    from thinkers.scoring.evaluating import Evaluation


def out() -> Console:
    """Where results go."""
    return Console(file=streams.results(), highlight=False, emoji=False, soft_wrap=True)


def err() -> Console:
    """Where progress and complaints go."""
    return Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)


def complain(message: str, hint: str = "") -> None:
    """One line that says what is wrong, one that says what to do."""
    console = err()
    console.print("error:", style="bold red", end=" ")
    console.print(printable(message), markup=False)
    if hint:
        console.print(f"  {printable(hint)}", markup=False)


def left_out(registry: "Registry") -> None:
    """A warning for each plugin that is not used, or not all of it."""
    for plugin in registry.plugins.skipped:
        warn(f"plugin {plugin} skipped: {plugin.skipped}")


def warn(message: str) -> None:
    """One yellow line; the command goes on."""
    err().print(f"warning: {printable(message)}", style="yellow", markup=False)


class Once:
    """Says each line once, as where it would stand under every table of a sweep."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(self, tell: Callable[[str], None], line: str) -> None:
        """Tell it, unless it was told before."""
        if line not in self._said:
            self._said.add(line)
            tell(line)


def show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """What Python's own warnings become: one line, as of ours, without where it was raised."""
    del filename, lineno, file, line
    warn(f"{category.__name__}: {message}")


def report(line: str, console: Console | None = None) -> None:
    """A line of progress; on the console that draws, where one does."""
    (console or err()).print(printable(line), style="dim", markup=False)


def print_json(objects: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line."""
    for each in objects:
        streams.results().write(f"{json.dumps(each, allow_nan=False)}\n")


def print_text(text: str) -> None:
    """Lines of text without markup; whatever else could act on a terminal is written out."""
    out().print("\n".join(map(printable, text.split("\n"))), markup=False)


def print_words(text: str) -> None:
    """A line of words, in as many as it takes; nothing where there are none."""
    for line in textwrap.wrap(text, width(), break_long_words=False, break_on_hyphens=False):
        print_text(line)


def table(title: str, columns: tables.Row, rows: Sequence[tables.Row]) -> None:
    """A table of numbers: the first column is left-aligned, the others right-aligned."""
    _print_table(title, tables.numbers(columns, _cells(rows), width()))


def fitting_table(
    title: str, columns: tables.Row, rows: Sequence[tables.Row], spare: Sequence[int]
) -> None:
    """The same, without the columns that can be spared where there is no room for them.

    Args:
        title: Stands above.
        columns: Their names.
        rows: A cell for each column.
        spare: How soon each column is left out, the highest first; 0 for never.
    """
    lines, left = fitted(columns, rows, spare, width())
    _print_table(title, lines)
    if left:
        print_words(f"no room for: {', '.join(left)}")


def fitted(
    columns: tables.Row, rows: Sequence[tables.Row], spare: Sequence[int], width: int
) -> tuple[list[str], list[str]]:
    """The lines of a `fitting_table` of that width, and the columns that it has no room for."""
    cells = _cells(rows)
    kept = tables.fitting(columns, cells, spare, width)
    left = [name for place, name in enumerate(columns) if place not in kept]
    heads, *lines = [[row[place] for place in kept] for row in [columns, *cells]]
    return list(tables.numbers(heads, lines, width)), left


def listing(title: str, columns: tables.Row, rows: Sequence[tables.Row]) -> None:
    """A table of words, left-aligned."""
    _print_table(title, tables.words(columns, _cells(rows), width()))


def facts(title: str, pairs: Sequence[tuple[str, str]]) -> None:
    """A line for each name and what is said of it."""
    _print_table(title, tables.facts([(name, printable(said)) for name, said in pairs], width()))


def _cells(rows: Sequence[tables.Row]) -> list[tables.Row]:
    """The rows, no cell of which can break out of its line."""
    return [[printable(cell) for cell in row] for row in rows]


def width() -> int:
    """Characters that a line of a table may have: what is no terminal takes any number."""
    console = out()
    return console.width if console.is_terminal or "COLUMNS" in os.environ else sys.maxsize


def watched() -> bool:
    """Whether results and progress go to a terminal, on which lines can be drawn again."""
    return out().is_terminal and err().is_interactive


def _print_table(title: str, lines: Iterable[str]) -> None:
    if title:
        out().print(printable(title), style="bold", markup=False)
    for line in lines:
        print_text(line)


def evaluation(title: str, objective: Objective | None, rows: "Sequence[Evaluation]") -> None:
    """The table of an evaluation."""
    cells: dict[str, Callable[[Evaluation], str]] = {
        "size": lambda row: "-" if row.size is None else str(row.size),
        "instances": lambda row: str(row.instances),
        "ok %": lambda row: percent(row.feasible),
        "exact %": lambda row: percent(row.exact),
        "cells %": lambda row: percent(row.cell_accuracy),
    }
    if objective:
        cells["gap %"] = lambda row: percent(row.mean_gap, 2)
    cells |= {
        "iterations": lambda row: f"{row.iterations:.0f}",
        "s each": lambda row: f"{row.seconds:.2g}",
    }
    table(title, list(cells), [[cell(row) for cell in cells.values()] for row in rows])


def certificate(found: "Report") -> None:
    """The tables of a report on a model's step, and what they come to."""
    proof = found.proof
    if proof is not None:
        layers = [
            [each.name, number(each.reshaped, 4), number(each.low, 4), number(each.high, 4),
             number(each.budget, 4)]
            for each in proof.layers
        ]  # fmt: skip
        table(found.model, ["layer", "reshaped", "true low", "true high", "budget"], layers)
        rows = [
            [each.name, number(each.product, 4), number(each.lmi, 4), number(each.bound, 4)]
            for each in proof.factors
        ]
        rows.append(["step", "", "", number(proof.bound, 4)])
        table("", ["piece", "product", "inequality", "bound"], rows)
    else:
        print_text(f"{found.model}: no layers, since the thinker does not describe its step")
    lines = [f"{each.name}: {each.value:.4g} ({each.how})" for each in found.estimates]
    print_text(f"\nestimates on {count(found.instances, 'instance')}, which prove nothing:")
    print_text("\n".join(f"  {line}" for line in lines))
    if found.correct is not None:
        cases, margin = found.correct.cases, found.correct.margin
        print_text(f"\nproven right: in each of {cases:,} cases, by a margin of {margin:.3g}")
    if found.certificate is not None:
        print_text(f"\ncertified: K = {found.certificate.K:.6f}, by {found.certificate.method}")
    else:
        print_text(f"\nnot certified: {found.refuted or 'no K below 1 is proven'}")
    print_text(f"horizon: {_horizon(found)}")
    if found.stored == "lost":
        warn("the file's certificate is not of these weights, or does not hold: it is ignored")
    print_text(f"guaranteed: {found.guaranteed()}")
    print_text(f"not guaranteed: {found.not_guaranteed()}")


def _horizon(found: "Report") -> str:
    """How far a position's answer can depend on the input."""
    if found.horizon is not None:
        return f"{found.horizon:,.0f} cells, where an answer's margin is a tenth of L_H R"
    if found.proof is None:
        return "unknown"
    if not isfinite(found.proof.reach):
        return "none, an iteration sees every cell"
    return f"none is proven; an iteration sees {found.proof.reach:.0f} cells"


def count(number: int, thing: str) -> str:
    """`1 instance`, `2 instances`."""
    return f"{number} {thing}{'s' * (number != 1)}"
