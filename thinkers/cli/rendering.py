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

if TYPE_CHECKING:
    from thinkers.registry.registry import Registry
    from thinkers.scoring.appraising import AppraisedRow
    from thinkers.scoring.certifying import Report
    from thinkers.scoring.comparing import Comparison
    from thinkers.scoring.evaluating import Evaluation
    from thinkers.scoring.rows import Row
    from thinkers.scoring.runs import AnyProblem

TOO_WIDE = 1e7
"""From where on a number is written with a power of ten (our choice)."""


FAR = 10.0
"""The gap from which on a number is not shown any more: eleven times the best."""


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


def _print_table(title: str, lines: Iterable[str]) -> None:
    if title:
        out().print(printable(title), style="bold", markup=False)
    for line in lines:
        print_text(line)


def comparison(found: "Comparison") -> None:
    """The tables of a comparison: of what could be scored, and of what could only be judged."""
    if found.rows:
        _scored(found.problem, found.rows)
    if found.appraised:
        _appraised(found.problem, found.appraised)
    for run in found.runs:
        if run.note:
            warn(f"{run.solver} {run.note}")


def _scored(problem: "AnyProblem", rows: "Sequence[Row]") -> None:
    """Wins, ties and losses are against the first baseline; none where it never has an answer."""
    objective = problem.objective
    cells: dict[str, Callable[[Row], str]] = {
        "solver": _solver,
        "ok %": lambda row: "-" if row.kind == "bound" else number(100 * row.feasible),
    }
    if objective:
        cells |= {
            objective.unit: lambda row: number(_turned(objective, row.mean_cost), 4),
            "gap %": lambda row: percent(row.gap),
            "95 % range": _interval,
        }
    failed = next((not row.feasible for row in rows if row.kind == "baseline"), False)
    cells |= {
        "w/t/l": lambda row: (
            "-" if failed or row.kind == "bound" else f"{row.wins}/{row.ties}/{row.losses}"
        ),
        "s each": lambda row: f"{row.seconds:.2g}",
    }
    if objective and any(row.bound is not None for row in rows):
        cells["bound"] = lambda row: number(_turned(objective, row.bound), 4)
    if any(row.proved for row in rows):
        cells["proved"] = lambda row: f"{100 * row.proved:.0f} %" if row.proved else "-"
    title = f"{problem.name}, {count(rows[0].instances, 'instance')}"
    table(title, list(cells), [[cell(row) for cell in cells.values()] for row in rows])


def _turned(objective: Objective, cost: float | None) -> float | None:
    return None if cost is None else objective.turned(cost)


def _appraised(problem: "AnyProblem", rows: "Sequence[AppraisedRow]") -> None:
    """Nothing here is a share of right answers: nobody knows them."""
    cells: dict[str, Callable[[AppraisedRow], str]] = {
        "solver": _appraised_solver,
        "allowed %": lambda row: number(100 * row.allowed),
    }
    first = rows[0]
    if first.appraiser:
        cells |= {
            f"as {first.appraiser} %": lambda row: percent(row.agreement),
            f"{first.unit} lost": lambda row: number(row.loss),
        }
    cells["s each"] = lambda row: f"{row.seconds:.2g}"
    title = (
        f"{problem.name}, {count(first.instances, 'instance')} judged, not scored: "
        "no answer is known"
    )
    table(title, list(cells), [[cell(row) for cell in cells.values()] for row in rows])
    for row in rows:
        if row.note:
            warn(f"{row.solver} {row.note}")


def _solver(row: "Row | AppraisedRow") -> str:
    return f"{row.solver} + refine" if row.kind == "refined" else row.solver


def _appraised_solver(row: "AppraisedRow") -> str:
    """Its name; that of the reference is marked, since it agrees with itself."""
    own = row.kind == "baseline" and row.solver.partition(":")[0] == row.appraiser
    return f"{row.solver} (reference)" if own else _solver(row)


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


def number(value: float | None, digits: int = 1) -> str:
    """The number with a fixed number of digits, or a dash where there is none.

    Of one that no column is made for, such as a gap where an answer takes a forbidden leg, three.
    """
    if value is None:
        return "-"
    return f"{value:.{digits}f}" if abs(value) < TOO_WIDE else f"{value:.2e}"


def percent(share: float | None, digits: int = 1) -> str:
    """A share in percent with a fixed number of digits, or a dash where there is none.

    Beyond `FAR` digits say nothing: a tour over a forbidden leg, say.
    """
    if share is not None and share > FAR:
        return f">{100 * FAR:.0f}"
    return number(None if share is None else 100 * share, digits)


def _interval(row: "Row") -> str:
    if row.gap_low is None or row.gap_high is None:
        return "-"
    return f"{100 * row.gap_low:.1f}..{100 * row.gap_high:.1f}"
