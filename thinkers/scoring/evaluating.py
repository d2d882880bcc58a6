"""How good a model is on fresh instances, size by size."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.result import Result, finite
from thinkers.engine.solve import StopFor, solve
from thinkers.engine.stop import StopRule
from thinkers.models.kinds import AnyModel
from thinkers.problems.effort import Effort
from thinkers.problems.events import Watch, in_parts, unwatched
from thinkers.problems.problem import Problem
from thinkers.scoring.statistics import gaps, same


@dataclass(frozen=True)
class Evaluation:
    """What a model does on fresh instances of one size.

    Attributes:
        problem: Problem name.
        model: Model name.
        size: Value of the problem's size option, None where it has none.
        instances: How many.
        feasible: Share of feasible answers among those that could be scored; None without any.
        exact: Share of these that are as good as the label; None without any.
        cell_accuracy: Mean share of each answer that is right; None where that means nothing.
        mean_gap: Mean excess over the label's cost, 0.05 for 5 %; None for right-or-wrong
            problems, and where some answer is infeasible.
        iterations: Mean steps thought.
        stopped_by: How many instances each stop rule ended.
        seconds: Mean wall time an instance, labels not counted.
        unknown: How many answers could not be scored, since no right one is known.
        results: The results themselves, in order.
        best: The cost of each label.
    """

    problem: str
    model: str
    size: int | None
    instances: int
    feasible: float | None
    exact: float | None
    cell_accuracy: float | None
    mean_gap: float | None
    iterations: float
    stopped_by: dict[str, int]
    seconds: float
    unknown: int = 0
    results: Sequence[Result[Any, Any]] = field(default=(), repr=False, compare=False)
    best: Sequence[float] = field(default=(), repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types, without the single results."""
        return {
            name: value for name, value in vars(self).items() if name not in {"results", "best"}
        }

    def records(self) -> Iterator[dict[str, Any]]:
        """One row for each instance, in plain JSON types."""
        for index, (result, best) in enumerate(zip(self.results, self.best, strict=True)):
            verdict, problem = result.verdict, result.problem
            [exact], [gap] = as_good([verdict.cost], [best]), gaps([verdict.cost], [best])
            yield {
                "problem": self.problem, "model": self.model, "size": self.size,
                "instance": index, "feasible": verdict.feasible, "known": verdict.known,
                "exact": bool(exact), "cost": finite(verdict.cost), "best": finite(best),
                "gap": finite(float(gap)) if problem.objective else None,
                "cell_accuracy": result.accuracy, "iterations": result.iterations,
                "stopped_by": result.stopped_by, "seconds": result.seconds,
                "reason": verdict.reason, "answer": problem.describe_solution(result.solution),
            }  # fmt: skip


def evaluate(
    problem: Problem[Any, Any],
    model: AnyModel,
    size: int | None,
    instances: int,
    *,
    params: Mapping[str, Any] | None = None,
    stop: StopRule | StopFor | None = None,
    refine: Effort | None = None,
    seconds: float | None = None,
    device: str = "auto",
    seed: int = 0,
    batch: int | None = None,
    watch: Watch = unwatched,
) -> Evaluation:
    """Draw instances of one size, solve them, and compare with their labels.

    Args:
        problem: The model's problem.
        model: What to evaluate.
        size: Value of the problem's size option, None where it has none.
        instances: How many, >= 1.
        params: Other options of the generator.
        stop: When to stop; by default the model's own budget.
        refine: How long to refine each answer; None for not at all.
        seconds: Wall time for each answer, as in `solve`.
        device: `auto`, `cpu` or `cuda`.
        seed: Draws the instances.
        batch: The most that think together, as in `solve`.
        watch: Told how far the work is.
    """
    settings = problem.sized(size, params or {})
    tasks = problem.generate(np.random.default_rng(seed), instances, settings)
    results = solve(
        problem, tasks, model, stop, refine=refine, seconds=seconds, device=device, seed=seed,
        batch=batch, watch=watch,
    )  # fmt: skip
    return summarise(problem, model.card.name, size, results, watch)


def summarise(
    problem: Problem[Any, Any],
    model: str,
    size: int | None,
    results: Sequence[Result[Any, Any]],
    watch: Watch = unwatched,
) -> Evaluation:
    """Judge results against the labels of their instances."""
    tasks = [result.instance for result in results]
    labels = zip(tasks, in_parts(problem.label, tasks, watch), strict=True)
    best = [problem.check(task, label).cost for task, label in labels]
    costs = [result.verdict.cost for result in results]
    accuracies = [result.accuracy for result in results]
    known = np.array([result.verdict.known for result in results])
    feasible = np.array([result.verdict.feasible for result in results])
    right = as_good(costs, best)
    gap = finite(float(gaps(costs, best).mean())) if problem.objective else None
    return Evaluation(
        problem=problem.name,
        model=model,
        size=size,
        instances=len(results),
        feasible=_share(feasible[known]),
        exact=_share(right[known]),
        cell_accuracy=None if None in accuracies else float(np.mean(accuracies)),  # type: ignore[arg-type]
        mean_gap=gap,
        iterations=float(np.mean([result.iterations for result in results])),
        stopped_by=dict(sorted(Counter(result.stopped_by for result in results).items())),
        seconds=float(np.mean([result.seconds for result in results])),
        unknown=int((~known).sum()),
        results=results,
        best=best,
    )


def as_good(costs: Sequence[float], best: Sequence[float]) -> NDArray[np.bool_]:
    """`(b,)` whether each cost is the best one up to rounding, or below it."""
    mine, other = np.asarray(costs, np.float64), np.asarray(best, np.float64)
    return np.asarray(same(mine, other) | (mine < other))


def _share(holds: NDArray[np.bool_]) -> float | None:
    return float(holds.mean()) if len(holds) else None
