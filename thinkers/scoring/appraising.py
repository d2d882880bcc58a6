"""Appraisal of answers where no right one is known: against a reference, never counted as right."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from functools import partial
from math import isfinite
from typing import Any

import numpy as np

from thinkers.errors import ThinkersError
from thinkers.problems.wording import printable
from thinkers.registry.strangers import attempt
from thinkers.scoring.runs import Answer, AnyBaseline, AnyProblem, Kind, Run


@dataclass(frozen=True)
class AppraisedRow:
    """One solver's appraisal over the instances whose right answer nobody knows.

    Attributes:
        problem: Problem name.
        solver: Its name.
        kind: `model`, `refined` or `baseline`.
        instances: How many were appraised.
        allowed: Share of answers with which nothing is wrong.
        appraiser: The baseline that they are held against; empty where there is none.
        agreement: Share of answers that are the appraiser's own; None without one.
        loss: Mean of how much less than the appraiser's own answers they are worth to it, in
            `unit`; None without an appraiser, and where some answer is not allowed.
        unit: What `loss` counts in.
        seconds: Mean wall time an instance.
        note: Why an answer could not be appraised; empty where all were.
    """

    problem: str
    solver: str
    kind: Kind
    instances: int
    allowed: float
    appraiser: str
    agreement: float | None
    loss: float | None
    unit: str
    seconds: float
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def appraised(
    problem: AnyProblem,
    instances: Sequence[Any],
    runs: Sequence[Run],
    indices: Sequence[int],
    appraiser: AnyBaseline | None,
) -> list[AppraisedRow]:
    """A line for each run over the instances at `indices`; none where there are none."""
    if not indices:
        return []
    return [
        _line(problem, [instances[index] for index in indices], run.of(indices), appraiser)
        for run in runs
    ]


def _line(
    problem: AnyProblem, instances: Sequence[Any], run: Run, appraiser: AnyBaseline | None
) -> AppraisedRow:
    faults: list[str] = []
    found = [
        attempt(partial(_appraise, problem, appraiser, instance, answer, faults), faults.append)
        for instance, answer in zip(instances, run.answers, strict=True)
    ]
    appraised = [one for one in found if one is not None]
    agreed = sum(best for _, best in appraised)
    whole = len(appraised) == len(instances)
    return AppraisedRow(
        problem=problem.name,
        solver=run.solver,
        kind=run.kind,
        instances=len(instances),
        allowed=float(np.mean([answer.verdict.feasible for answer in run.answers])),
        appraiser=appraiser.name if appraiser else "",
        agreement=agreed / len(instances) if appraised else None,
        loss=float(np.mean([loss for loss, _ in appraised])) if whole else None,
        unit=(appraiser.appraisal_unit or "") if appraiser else "",
        seconds=float(np.mean([answer.seconds for answer in run.answers])),
        note=f"could not be appraised: {faults[0]}" if faults else "",
    )


def _appraise(
    problem: AnyProblem,
    appraiser: AnyBaseline | None,
    instance: Any,
    answer: Answer,
    faults: list[str],
) -> tuple[float, bool] | None:
    """An answer's loss, and whether it is the appraiser's own; None where it is not appraised."""
    if appraiser is None or not answer.verdict.feasible:
        return None
    try:
        found = appraiser.appraise(deepcopy(instance), deepcopy(answer.solution))
    except ThinkersError as error:
        faults.append(printable(str(error)))
        return None
    if found is None:
        return None
    loss, describe = float(found.loss), problem.describe_solution
    if not isfinite(loss):
        raise ValueError(f"it says a loss of {loss}")
    return loss, bool(describe(found.best) == describe(answer.solution))
