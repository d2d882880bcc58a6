"""The lines of a comparison: what one solver did over all instances, in numbers."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.result import finite
from thinkers.scoring.runs import AnyProblem, Kind, Run
from thinkers.scoring.significance import Call, Difference, difference, holm
from thinkers.scoring.statistics import TIE, confidence, gaps, spread_of, wins_ties_losses


@dataclass(frozen=True)
class Row:
    """One solver's line in a comparison, over the instances whose right answer is known.

    Gaps are shares of what they are measured from: 0.05 for 5 %. No failure is part of any mean,
    and none is left out: where there are some, means are None.

    Attributes:
        problem: Problem name.
        solver: Its name, a baseline's with its options.
        kind: `model`, `refined`, `alone` of the search that refines without the model, in the same
            time, `baseline`, or `bound` of what gives bounds and no answers.
        instances: How many were scored.
        feasible: Share of feasible answers; of right ones where answers are right or wrong.
        mean_cost: None where some answer is infeasible, or costs mean nothing.
        gap: Mean excess over the best cost of all that ran.
        gap_low: Lower end of its 95 % confidence interval.
        gap_high: Upper end.
        wins: Instances on which it beats the first baseline.
        ties: Instances on which it does as well; those on which both fail count for nothing.
        losses: Instances on which it does worse.
        seconds: Mean wall time an instance.
        proved: Share of answers that it proved to be the best possible.
        note: What went wrong, when something did.
        bound: Mean of the costs that it proved no answer to be below; None where it did not of each
            instance.
        gap_quarter: The gap that a quarter of its answers have at most; a failure's is the largest.
        gap_median: The gap that half of them have at most.
        gap_three_quarters: The gap that three quarters have at most.
        gap_worst: The largest.
        bound_gap: Mean excess over the best bound that anything that ran has proved; None where
            some instance has none.
        optimum_gap: Mean excess over the optima that were given; None where some instance has none.
        difference: Mean excess over the first baseline's cost.
        difference_low: Lower end of its 95 % confidence interval.
        difference_high: Upper end.
        test: What was tested against the first baseline, see `scoring.significance`.
        p_value: By that test.
        p_adjusted: With all tests of the table taken into account, by Holm's method.
        call: `better` or `worse` than the first baseline, or `no significant difference`.
    """

    problem: str
    solver: str
    kind: Kind
    instances: int
    feasible: float
    mean_cost: float | None = None
    gap: float | None = None
    gap_low: float | None = None
    gap_high: float | None = None
    wins: int = 0
    ties: int = 0
    losses: int = 0
    seconds: float = 0.0
    proved: float = 0.0
    note: str = ""
    bound: float | None = None
    gap_quarter: float | None = None
    gap_median: float | None = None
    gap_three_quarters: float | None = None
    gap_worst: float | None = None
    bound_gap: float | None = None
    optimum_gap: float | None = None
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    test: str = ""
    p_value: float | None = None
    p_adjusted: float | None = None
    call: Call = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def rows_of(
    problem: AnyProblem,
    runs: Sequence[Run],
    tie: float = TIE,
    optima: Sequence[float | None] = (),
) -> list[Row]:
    """A line for each run; differences, wins and losses are against the first baseline.

    Args:
        problem: What was solved.
        runs: Of the same instances, in the same order.
        tie: Share by which two costs may differ and be the same.
        optima: The least cost of each instance, None where it is not known; or nothing at all.
    """
    rows = [_counted(problem, run) for run in runs]
    if problem.objective is not None:
        best = np.min([run.costs for run in runs], axis=0)
        bounds = best_bounds(runs)
        known = [np.nan if each is None else each for each in optima] or [np.nan] * len(bounds)
        rows = [
            replace(
                _with_gaps(row, gaps(run.costs, best)),
                bound_gap=_mean_gap(run, bounds),
                optimum_gap=_mean_gap(run, np.array(known)),
            )
            for row, run in zip(rows, runs, strict=True)
        ]
    return _held_against_first(problem, rows, runs, tie)


def best_bounds(runs: Sequence[Run]) -> NDArray[np.float64]:
    """`(b,)` the highest cost that any run has proved no answer to be below; nan for none."""
    every = np.array([[answer.bound for answer in run.answers] for run in runs], np.float64)
    highest = np.where(np.isnan(every), -np.inf, every).max(0)
    return np.where(np.isinf(highest), np.nan, highest)


def _counted(problem: AnyProblem, run: Run) -> Row:
    """What is counted of a run alone."""
    return Row(
        problem=problem.name,
        solver=run.solver,
        kind=run.kind,
        instances=len(run.answers),
        feasible=float(np.mean([answer.verdict.feasible for answer in run.answers])),
        mean_cost=finite(float(np.mean(run.costs))) if problem.objective else None,
        seconds=float(np.mean([answer.seconds for answer in run.answers])),
        proved=float(np.mean([answer.proved for answer in run.answers])),
        note=run.note,
        bound=run.bound,
    )


def _with_gaps(row: Row, excess: NDArray[np.float64]) -> Row:
    mean, spread = confidence(excess), spread_of(excess)
    return replace(
        row,
        gap=mean.mean if mean else None,
        gap_low=mean.low if mean else None,
        gap_high=mean.high if mean else None,
        gap_quarter=spread.quarter,
        gap_median=spread.median,
        gap_three_quarters=spread.three_quarters,
        gap_worst=spread.worst,
    )


def _mean_gap(run: Run, reference: NDArray[np.float64]) -> float | None:
    """None where some instance has no reference, and where some answer is infeasible."""
    if np.isnan(reference).any():
        return None
    return finite(float(gaps(run.costs, reference).mean()))


def _held_against_first(
    problem: AnyProblem, rows: Sequence[Row], runs: Sequence[Run], tie: float
) -> list[Row]:
    """The lines with wins, losses and tests against the first baseline; itself has no test."""
    place = next((place for place, run in enumerate(runs) if run.kind == "baseline"), 0)
    reference, exact = runs[place].costs, problem.objective is None
    found = {
        number: difference(run.costs, reference, tie, right_or_wrong=exact)
        for number, run in enumerate(runs)
        if number != place and run.kind != "bound"
    }
    p_values = {number: each.p_value for number, each in found.items() if each.p_value is not None}
    adjusted = holm(p_values)
    held = []
    for number, (row, run) in enumerate(zip(rows, runs, strict=True)):
        if run.kind != "bound":
            wins, ties, losses = wins_ties_losses(run.costs, reference, tie)
            row = replace(row, wins=wins, ties=ties, losses=losses)
        if number in found:
            row = _with_test(row, found[number], adjusted.get(number))
        held.append(row)
    return held


def _with_test(row: Row, found: Difference, adjusted: float | None) -> Row:
    excess = found.excess
    return replace(
        row,
        difference=excess.mean if excess else None,
        difference_low=excess.low if excess else None,
        difference_high=excess.high if excess else None,
        test=found.test,
        p_value=found.p_value,
        p_adjusted=adjusted,
        call=found.call(adjusted),
    )
