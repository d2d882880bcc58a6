"""What tests say of solvers, in words; without torch."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from thinkers.problems.objective import Objective
from thinkers.scoring.columns import FAR, solver_of

if TYPE_CHECKING:
    from thinkers.scoring.rows import Row

FEWEST = 6
"""Instances below which neither test ever gives a p-value below 5 %: 2 of 2^5 is more."""

TESTS = {
    "Wilcoxon": "Wilcoxon's signed-rank test, failures ranked last",
    "McNemar": "McNemar's exact test",
}


def differences(objective: Objective | None, rows: "Sequence[Row]") -> Iterator[str]:
    """A sentence for each solver that was held against the first baseline, and how that was done.

    Args:
        objective: What answers are compared by.
        rows: The lines of one table.
    """
    tested = [row for row in rows if row.test]
    first = next((row for row in rows if row.kind == "baseline"), rows[0])
    if not tested or first.instances < 2:
        return
    if first.instances < FEWEST:
        yield f"no difference can be significant on fewer than {FEWEST} instances"
        return
    for row in tested:
        yield _sentence(objective, row, solver_of(first))
    if all(row.ties == row.instances for row in tested):
        return
    if any(row.p_value is None for row in tested):
        yield "p-values need scipy: pip install 'thinkers[statistics]'"
        return
    test = f"p by {TESTS[tested[0].test]}"
    count = len(tested)
    yield f"{test}; Holm's correction for {count} tests" if count > 1 else test


def _sentence(objective: Objective | None, row: "Row", first: str) -> str:
    name = solver_of(row)
    if row.ties == row.instances:
        return f"{name} ties with {first} on every instance"
    numbers = [*_size(objective, row)]
    if row.p_adjusted is not None:
        low = row.p_adjusted < 1e-4
        numbers.append("p < 0.0001" if low else f"p = {row.p_adjusted:.2g}")
    said = ", ".join(numbers)
    if row.call in {"better", "worse"}:
        return f"{name} is {row.call} than {first}: {said}"
    if row.call:
        return f"{name}: {row.call} from {first}, {said}"
    return f"{name} against {first}: {said or 'no test'}"


def _size(objective: Objective | None, row: "Row") -> list[str]:
    """The mean difference with its interval, as people read it; nothing where there is none."""
    ends = (row.difference, row.difference_low, row.difference_high)
    if objective is None or any(end is None or abs(end) > FAR for end in ends):
        return []
    mean, *ranged = (100 * objective.turned(end) for end in ends if end is not None)
    low, high = sorted(ranged)
    return [f"{objective.unit} {mean:+.2f} % (95 %: {low:+.2f} to {high:+.2f})"]
