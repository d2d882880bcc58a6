"""Models and baselines on the same instances, in the same run, each timed alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from time import perf_counter
from typing import Any, Literal

import numpy as np

from thinkers.baseline import Baseline
from thinkers.effort import Effort
from thinkers.engine import StopFor, solve
from thinkers.errors import ConfigError, SolveError
from thinkers.events import Advance, Watch, unwatched
from thinkers.models import Model
from thinkers.problem import Problem, Verdict
from thinkers.result import Result, finite
from thinkers.scoring import confidence, gaps, wins_ties_losses
from thinkers.stop import StopRule

AnyProblem = Problem[Any, Any]
AnyBaseline = Baseline[Any, Any]
Kind = Literal["model", "refined", "baseline"]
WatchSolver = Callable[[str, Advance | None], None]
"""Told a solver's name and how far it is; None as it starts."""


@dataclass(frozen=True)
class Run:
    """What one solver did on every instance.

    Attributes:
        solver: Its name.
        kind: A model's raw answers, its refined ones, or a baseline's.
        verdicts: The independent check of each answer.
        seconds: Wall time of each.
        proved: Whether each answer was proved to be the best.
        note: What went wrong, when something did.
    """

    solver: str
    kind: Kind
    verdicts: list[Verdict]
    seconds: list[float]
    proved: list[bool]
    note: str = ""

    @property
    def costs(self) -> list[float]:
        """The cost of each answer, `inf` when infeasible."""
        return [verdict.cost for verdict in self.verdicts]


@dataclass(frozen=True)
class Row:
    """One solver's line in a comparison.

    Attributes:
        problem: Problem name.
        solver: Its name.
        kind: `model`, `refined` or `baseline`.
        instances: How many were tried.
        feasible: Share of feasible answers.
        mean_cost: None where some answer is infeasible, or costs mean nothing.
        gap: Mean excess over the best known cost, 0.05 for 5 %; None as `mean_cost`.
        gap_low: Lower end of its 95 % confidence interval.
        gap_high: Upper end.
        wins: Instances on which it beats the first baseline.
        ties: Instances on which it does as well.
        losses: Instances on which it does worse.
        seconds: Mean wall time an instance.
        proved: Share of answers that it proved to be the best possible.
        note: What went wrong, when something did.
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

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def compare(
    problem: AnyProblem,
    instances: Sequence[Any],
    models: Sequence[Model],
    baselines: Sequence[AnyBaseline],
    *,
    stop: StopRule | StopFor | None = None,
    refine: Effort = Effort(),  # noqa: B008  it is frozen
    seconds: float | None = None,
    device: str = "auto",
    seed: int = 0,
    watch: WatchSolver = lambda solver, advance: None,
) -> list[Row]:
    """Run every solver on every instance, one after the other.

    Args:
        problem: What the instances are of.
        instances: The tasks, at least one.
        models: Raw, and refined where the problem can refine.
        baselines: At least one; wins and losses are counted against the first.
        stop: When the models stop thinking; by default their own budget.
        refine: How long each of the models' answers may be refined.
        seconds: Wall time for each of the models' answers, as in `solve`.
        device: Where the models think.
        seed: Of the baselines' random numbers.
        watch: Told of each solver.

    Raises:
        ConfigError: A baseline does not take one of the instances.
        InvalidInstanceError: Some instance is not one of the problem.
    """
    problem.require(*instances)
    for baseline in baselines:
        _require_suitable(baseline, instances)
    runs: list[Run] = []
    for model in models:
        told = partial(watch, model.card.name)
        told(None)
        results = solve(
            problem, instances, model, stop, refine=refine, seconds=seconds, device=device,
            watch=told,
        )  # fmt: skip
        runs += _runs(problem, model.card.name, results)
    for baseline in baselines:
        told = partial(watch, baseline.name)
        told(None)
        runs.append(_solve(problem, instances, baseline, seed, told))
    return list(_rows(problem, runs))


def measure(problem: AnyProblem, baseline: AnyBaseline, instance: Any) -> tuple[Verdict, float]:
    """One baseline on one instance: the verdict and the seconds it took."""
    run = _solve(problem, [instance], baseline, 0, unwatched)
    return run.verdicts[0], run.seconds[0]


def _runs(problem: AnyProblem, name: str, results: Sequence[Result[Any, Any]]) -> Iterator[Run]:
    """A model's raw answers, and its refined ones where the problem can refine."""
    unproved = [False] * len(results)
    seconds = [result.seconds - result.refining for result in results]
    yield Run(name, "model", [result.raw for result in results], seconds, unproved)
    if problem.refinable:
        seconds = [result.seconds for result in results]
        yield Run(name, "refined", [result.verdict for result in results], seconds, unproved)


def _solve(
    problem: AnyProblem, instances: Sequence[Any], baseline: AnyBaseline, seed: int, watch: Watch
) -> Run:
    run = Run(baseline.name, "baseline", [], [], [])
    failures = []
    for index, instance in enumerate(instances):
        begin = perf_counter()
        try:
            answer = baseline.solve(instance, np.random.default_rng([seed, index]))
        except SolveError as error:
            failures.append(str(error))
            verdict, proved = Verdict(False, reason=str(error)), False
        else:
            verdict, proved = problem.check(instance, answer.solution), answer.proved
        run.seconds.append(perf_counter() - begin)
        run.verdicts.append(verdict)
        run.proved.append(proved)
        watch(Advance("solving", index + 1, len(instances)))
    if not failures:
        return run
    note = f"failed on {len(failures)} of {len(instances)}: {failures[0]}"
    return Run(run.solver, run.kind, run.verdicts, run.seconds, run.proved, note)


def _rows(problem: AnyProblem, runs: Sequence[Run]) -> Iterator[Row]:
    best = np.min([run.costs for run in runs], axis=0)
    first = next(run for run in runs if run.kind == "baseline")
    for run in runs:
        excess = confidence(gaps(run.costs, best)) if problem.unit else None
        wins, ties, losses = wins_ties_losses(run.costs, first.costs)
        yield Row(
            problem=problem.name,
            solver=run.solver,
            kind=run.kind,
            instances=len(run.costs),
            feasible=float(np.mean([verdict.feasible for verdict in run.verdicts])),
            mean_cost=finite(float(np.mean(run.costs))) if problem.unit else None,
            gap=excess.mean if excess else None,
            gap_low=excess.low if excess else None,
            gap_high=excess.high if excess else None,
            wins=wins,
            ties=ties,
            losses=losses,
            seconds=float(np.mean(run.seconds)),
            proved=float(np.mean(run.proved)),
            note=run.note,
        )


def _require_suitable(baseline: AnyBaseline, instances: Sequence[Any]) -> None:
    for index, instance in enumerate(instances):
        reason = baseline.unsuitable(instance)
        if reason:
            raise ConfigError(
                f"baseline {baseline.name} does not take instance {index}: {reason}",
                "leave it out, or give it other instances",
            )
