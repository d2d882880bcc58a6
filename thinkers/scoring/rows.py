"""The lines of a comparison: what one solver did over all instances, in numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from thinkers.engine.result import finite
from thinkers.scoring.runs import AnyProblem, Kind, Run
from thinkers.scoring.statistics import confidence, gaps, wins_ties_losses


@dataclass(frozen=True)
class Row:
    """One solver's line in a comparison, over the instances whose right answer is known.

    Attributes:
        problem: Problem name.
        solver: Its name, a baseline's with its options.
        kind: `model`, `refined`, `baseline`, or `bound` of what gives bounds and no answers.
        instances: How many were scored.
        feasible: Share of feasible answers; of right ones where answers are right or wrong.
        mean_cost: None where some answer is infeasible, or costs mean nothing.
        gap: Mean excess over the best known cost, as a share of its size: 0.05 for 5 %; None as
            `mean_cost`.
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
    """

    problem: str
    solver: str
    kind: Kind
    instances: int
    feasible: float
    mean_cost: float | None
    gap: float | None
    gap_low: float | None
    gap_high: float | None
    wins: int
    ties: int
    losses: int
    seconds: float
    proved: float
    note: str = ""
    bound: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def rows_of(problem: AnyProblem, runs: Sequence[Run]) -> Iterator[Row]:
    """A line for each run; wins and losses are against the first baseline."""
    best = np.min([run.costs for run in runs], axis=0)
    first = next((run for run in runs if run.kind == "baseline"), runs[0])
    for each in runs:
        excess = confidence(gaps(each.costs, best)) if problem.objective else None
        counted = (0, 0, 0) if each.kind == "bound" else wins_ties_losses(each.costs, first.costs)
        wins, ties, losses = counted
        yield Row(
            problem=problem.name,
            solver=each.solver,
            kind=each.kind,
            instances=len(each.answers),
            feasible=float(np.mean([answer.verdict.feasible for answer in each.answers])),
            mean_cost=finite(float(np.mean(each.costs))) if problem.objective else None,
            gap=excess.mean if excess else None,
            gap_low=excess.low if excess else None,
            gap_high=excess.high if excess else None,
            wins=wins,
            ties=ties,
            losses=losses,
            seconds=float(np.mean([answer.seconds for answer in each.answers])),
            proved=float(np.mean([answer.proved for answer in each.answers])),
            note=each.note,
            bound=each.bound,
        )
