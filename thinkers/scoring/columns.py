"""The columns of a comparison's table as text, for terminals, pages and Markdown; without torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thinkers.problems.objective import Objective

if TYPE_CHECKING:
    from thinkers.scoring.appraising import AppraisedRow
    from thinkers.scoring.rows import Row
    from thinkers.scoring.runs import Run
    from thinkers.scoring.so_far import SoFar

TOO_WIDE = 1e7
"""From where on a number is written with a power of ten (our choice)."""

FAR = 10.0
"""The gap from which on a number is not shown any more: eleven times the best."""


@dataclass(frozen=True)
class Column:
    """One column of a table of solvers.

    Attributes:
        name: Its head.
        cell: What it says of a solver.
        meaning: What it says, in words.
        spare: How soon it is left out where there is little room, the highest first; 0 for never.
    """

    name: str
    cell: "Callable[[Row], str]"
    meaning: str
    spare: int = 0


def columns_of(objective: Objective | None, rows: "Sequence[Row]") -> list[Column]:
    """Those that say something of any of these lines."""
    columns = [Column("solver", solver_of, "the model, or the baseline with its options")]
    right = "feasible answers" if objective else "right answers"
    columns.append(
        Column("ok %", lambda row: _unless_bound(row, number(100 * row.feasible)), right)
    )
    if objective:
        columns += _of_costs(objective, rows)
    first = next((row for row in rows if row.kind == "baseline"), None)
    if first is None or first.feasible:
        rival = "the first line" if first is None else solver_of(first)
        meaning = f"instances won, tied and lost against {rival}"
        columns.append(Column("w/t/l", _wins, meaning, 2))
    columns.append(
        Column("s each", lambda row: f"{row.seconds:.2g}", "wall time an instance, seconds", 1)
    )
    if objective and any(row.bound is not None for row in rows):
        meaning = f"mean {objective.unit} that it proved no answer to be better than"
        columns.append(Column("bound", lambda row: turned(objective, row.bound), meaning, 6))
    if any(row.proved for row in rows):
        meaning = "answers that it proved to be the best there are"
        columns.append(Column("proved", _proved, meaning, 3))
    return columns


def _of_costs(objective: Objective, rows: "Sequence[Row]") -> list[Column]:
    columns = [
        Column(
            objective.unit,
            lambda row: turned(objective, row.mean_cost),
            f"mean {objective.unit}; none where an answer is infeasible, as in all means",
            4,
        ),
        Column(
            "to best %",
            lambda row: percent(row.gap),
            "mean gap to the best answer of all that ran here, which need not be the best there is",
        ),
        Column("95 % range", _interval, "where that mean lies, by resampling the instances", 7),
    ]
    if any(row.gap_worst is not None and row.instances > 1 for row in rows):
        meaning = "gap of the worst answer to the best of what ran"
        columns.append(Column("worst %", lambda row: percent(row.gap_worst), meaning, 8))
    if any(row.bound_gap is not None for row in rows):
        meaning = "mean gap to the best proved bound: no answer can be closer to the best there is"
        columns.append(Column("to bound %", lambda row: percent(row.bound_gap), meaning, 5))
    if any(row.optimum_gap is not None for row in rows):
        meaning = "mean gap to the optima that were given"
        columns.append(Column("to optimum %", lambda row: percent(row.optimum_gap, 2), meaning, 3))
    return columns


def solver_of(row: "Row | AppraisedRow | Run | SoFar") -> str:
    """The solver's name; whether a model's answers were refined, or not even asked for, is said."""
    if row.kind == "alone":
        return f"{row.solver}: search alone"
    return f"{row.solver} + refine" if row.kind == "refined" else row.solver


def turned(objective: Objective, cost: float | None) -> str:
    """A cost as people read it."""
    return number(None if cost is None else objective.turned(cost), 4)


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


def _unless_bound(row: "Row", said: str) -> str:
    return "-" if row.kind == "bound" else said


def _wins(row: "Row") -> str:
    return _unless_bound(row, f"{row.wins}/{row.ties}/{row.losses}")


def _proved(row: "Row") -> str:
    return f"{100 * row.proved:.0f} %" if row.proved else "-"


def _interval(row: "Row") -> str:
    if row.gap_low is None or row.gap_high is None:
        return "-"
    return f"{100 * row.gap_low:.1f}..{100 * row.gap_high:.1f}"
