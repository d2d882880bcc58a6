"""Tables and lines for the terminal: results on stdout, everything else on stderr."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self

from rich import box, progress
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from thinkers.comparing import Row
    from thinkers.evaluating import Evaluation


def out() -> Console:
    """Where results go."""
    return Console(highlight=False, soft_wrap=True)


def err() -> Console:
    """Where progress and complaints go."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def complain(message: str, hint: str = "") -> None:
    """One line that says what is wrong, one that says what to do."""
    console = err()
    console.print("error:", style="bold red", end=" ")
    console.print(message, markup=False)
    if hint:
        console.print(f"  {hint}", markup=False)


def warn(message: str) -> None:
    """One yellow line; the command goes on."""
    err().print(f"warning: {message}", style="yellow", markup=False)


def report(line: str) -> None:
    """A line of progress."""
    err().print(line, style="dim", markup=False)


def print_json(objects: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line."""
    for each in objects:
        print(json.dumps(each, allow_nan=False))  # noqa: T201  machines read this


def print_text(text: str) -> None:
    """Text as it is, without markup."""
    out().print(text, markup=False)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table of numbers: the first column is left-aligned, the others right-aligned."""
    drawn = Table(title=title, title_justify="left", box=box.SIMPLE, padding=(0, 1, 0, 0))
    for index, column in enumerate(columns):
        drawn.add_column(column, justify="left" if index == 0 else "right", no_wrap=True)
    for row in rows:
        drawn.add_row(*row)
    Console(highlight=False).print(drawn)


def comparison(title: str, unit: str | None, rows: "Sequence[Row]") -> None:
    """The table of a comparison; wins, ties and losses are against the first baseline."""
    columns = ["solver", "feasible", "win/tie/loss", "s each", "proved"]
    if unit:
        columns[2:2] = [f"mean {unit}", "gap", "95 % interval"]
    table(title, columns, [_comparison_row(row, unit) for row in rows])
    for row in rows:
        if row.note:
            warn(f"{row.solver} {row.note}")


def evaluation(title: str, unit: str | None, rows: "Sequence[Evaluation]") -> None:
    """The table of an evaluation."""
    columns = ["size", "instances", "feasible", "exact", "accuracy", "gap", "iterations", "seconds"]
    if not unit:
        columns.remove("gap")
    lines = []
    for row in rows:
        line = [
            str(row.size), str(row.instances), percent(row.feasible), percent(row.exact),
            percent(row.cell_accuracy), f"{row.iterations:.0f}", f"{row.seconds:.3g}",
        ]  # fmt: skip
        if unit:
            line.insert(5, percent(row.mean_gap, 2))
        lines.append(line)
    table(title, columns, lines)


def percent(share: float | None, digits: int = 1) -> str:
    """`12.3 %`, or a dash where there is nothing to say."""
    return "-" if share is None else f"{100 * share:.{digits}f} %"


def _comparison_row(row: "Row", unit: str | None) -> list[str]:
    name = f"{row.solver} + refine" if row.kind == "refined" else row.solver
    versus = f"{row.wins}/{row.ties}/{row.losses}"
    proved = percent(row.proved, 0) if row.proved else "-"
    line = [name, percent(row.feasible, 0), versus, f"{row.seconds:.2g}", proved]
    if unit:
        interval = "-"
        if row.gap_low is not None and row.gap_high is not None:
            interval = f"{100 * row.gap_low:.1f} - {100 * row.gap_high:.1f} %"
        cost = "-" if row.mean_cost is None else f"{row.mean_cost:.4g}"
        line[2:2] = [cost, percent(row.gap), interval]
    return line


def listing(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table of words, left-aligned."""
    drawn = Table(title=title, title_justify="left", box=box.SIMPLE, padding=(0, 1, 0, 0))
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    Console(highlight=False).print(drawn)


class Progress:
    """A progress bar on stderr, with lines above it."""

    def __init__(self, steps: int) -> None:
        self._bar = progress.Progress(
            progress.TextColumn("step {task.completed}/{task.total}"),
            progress.BarColumn(),
            progress.TextColumn("loss {task.fields[loss]:.4f}"),
            progress.TimeRemainingColumn(),
            console=err(),
        )
        self._task = self._bar.add_task("train", total=steps, loss=float("nan"))

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def line(self, text: str) -> None:
        """Print a line above the bar."""
        self._bar.console.print(text, markup=False)

    def step(self, done: int, loss: float) -> None:
        """Move the bar."""
        self._bar.update(self._task, completed=done, loss=loss)
