"""Best answers so far against time: curves of several solvers in one picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers.errors import ConfigError
from thinkers.extras import extra
from thinkers.problems.objective import Objective
from thinkers.problems.palette import line_style
from thinkers.scoring.columns import solver_of
from thinkers.scoring.plots import require_plot, save_plot
from thinkers.scoring.rows import Row
from thinkers.scoring.runs import Answer, Run
from thinkers.scoring.statistics import gaps


@dataclass(frozen=True, eq=False)
class Course:
    """How good one solver's answers are after some time, in the mean over the instances.

    Attributes:
        solver: Its name.
        seconds: `(m,)` times at which the mean changes, rising; from the first on, all instances
            have an answer.
        gap: `(m,)` mean excess over the best cost of all that ran, 0.05 for 5 %.
    """

    solver: str
    seconds: NDArray[np.float64]
    gap: NDArray[np.float64]


def courses(rows: Sequence[Row], runs: Sequence[Run]) -> list[Course]:
    """One for each solver that has an answer to every instance and recorded when.

    Args:
        rows: The lines of the comparison, whose names are shown.
        runs: Their runs, of the same instances.
    """
    best = np.min([run.costs for run in runs], axis=0)
    return [
        _course(solver_of(row), run, best)
        for row, run in zip(rows, runs, strict=True)
        if all(answer.curve and np.isfinite(answer.verdict.cost) for answer in run.answers)
    ]


def _course(solver: str, run: Run, best: NDArray[np.float64]) -> Course:
    every = [_steps(answer) for answer in run.answers]
    first = max(seconds[0] for seconds, _ in every)
    times = np.unique(np.concatenate([seconds for seconds, _ in every]))
    times = times[times >= first]
    costs = np.array(
        [cost[np.searchsorted(seconds, times, side="right") - 1] for seconds, cost in every]
    )  # (instances, times)
    excess = np.array([gaps(column, best) for column in costs.T])  # (times, instances)
    return Course(solver, times, excess.mean(1))


def _steps(answer: Answer) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """When its best cost changed, and to what."""
    points = [point for point in answer.curve if point.cost is not None]
    costs = [inf if point.cost is None else point.cost for point in points]
    return np.array([point.seconds for point in points]), np.array(costs)


def draw(objective: Objective | None, rows: Sequence[Row], runs: Sequence[Run], path: Path) -> None:
    """Write the picture.

    Raises:
        ConfigError: The ending is none of a picture, or there is nothing to draw.
        MissingPackageError: matplotlib is not installed.
    """
    require_plot(path)
    found = courses(rows, runs) if objective is not None else []
    if not found:
        raise ConfigError("there are no curves to draw", "see --anytime, of answers with costs")
    figure: Any = extra("plot", "matplotlib.figure").Figure((7, 4.5), layout="constrained")
    axes = figure.add_subplot()
    last = max(float(each.seconds[-1]) for each in found)
    for number, each in enumerate(found):
        seconds, gap = np.append(each.seconds, last), np.append(each.gap, each.gap[-1])
        shown = line_style(number) | {"where": "post", "label": each.solver}
        axes.step(np.maximum(seconds, 1e-4), 100 * gap, **shown)
    axes.set(
        xscale="log", xlabel="wall seconds an instance", ylabel="gap to the best of what ran, %"
    )
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    save_plot(figure, path)
