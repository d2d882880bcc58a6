"""Tables of comparisons for the terminal, and what they come to in words."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from thinkers.cli import rendering
from thinkers.scoring.columns import columns_of, number, percent, solver_of
from thinkers.scoring.sentences import differences

if TYPE_CHECKING:
    from thinkers.scoring.appraising import AppraisedRow
    from thinkers.scoring.comparing import Comparison
    from thinkers.scoring.rows import Row
    from thinkers.scoring.runs import AnyProblem


def comparison(
    found: "Comparison", setting: str = "", warn: Callable[[str], None] = rendering.warn
) -> None:
    """The tables of a comparison: of what could be scored, and of what could only be judged.

    Args:
        found: What came of it.
        setting: In words, what it was made with in a sweep.
        warn: Told what is odd about it.
    """
    if found.rows:
        _scored(found.problem, found.rows, setting)
    if found.appraised:
        _appraised(found.problem, found.appraised, setting, warn)
    for sentence in found.notes:
        warn(sentence)


def _scored(problem: "AnyProblem", rows: "Sequence[Row]", setting: str) -> None:
    columns = columns_of(problem.objective, rows)
    rendering.fitting_table(
        title_of(problem, rows[0].instances, setting),
        [column.name for column in columns],
        [[column.cell(row) for column in columns] for row in rows],
        [column.spare for column in columns],
    )
    for sentence in differences(problem.objective, rows):
        rendering.print_words(sentence)


def _appraised(
    problem: "AnyProblem", rows: "Sequence[AppraisedRow]", setting: str, warn: Callable[[str], None]
) -> None:
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
    counted = title_of(problem, first.instances, setting)
    title = f"{counted} judged, not scored: no answer is known"
    rendering.table(title, list(cells), [[cell(row) for cell in cells.values()] for row in rows])
    for row in rows:
        if row.note:
            warn(f"{row.solver} {row.note}")


def title_of(problem: "AnyProblem", instances: int, setting: str) -> str:
    """What stands above a table: the problem, the setting in a sweep, how many instances."""
    parts = [problem.name, setting, rendering.count(instances, "instance")]
    return ", ".join(filter(None, parts))


def _appraised_solver(row: "AppraisedRow") -> str:
    """Its name; that of the reference is marked, since it agrees with itself."""
    own = row.kind == "baseline" and row.solver.partition(":")[0] == row.appraiser
    return f"{row.solver} (reference)" if own else solver_of(row)
