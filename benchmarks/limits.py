"""How far a model goes: the size at which it fails on half of the instances, family by family.

    OMP_NUM_THREADS=1 python benchmarks/limits.py maze/dt-r maze/dt-os --seconds 20

Sizes are doubled until half of the instances fail, then the step between is halved, in ratio, down
to a tenth. All instances are fresh, others at every size, and each model stops by its own rule. The
law is `share = 1 / (1 + (size / limit)^steepness)`, by maximum likelihood, where some size lies
between all and none. A family whose time is up before half fail has its limit beyond the largest
size measured. A model whose answers are proven has none, by that proof. What has a length fails
where it is more than `--gap` above that of the label. Points that `limits.csv` holds are not
measured again.
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import torch
from scipy.optimize import minimize

from thinkers.errors import ThinkersError
from thinkers.models.store import Model
from thinkers.problems.problem import Problem
from thinkers.registry.choosing import find_model
from thinkers.registry.registry import installed
from thinkers.scoring.certifying import prove_right
from thinkers.scoring.evaluating import evaluate
from thinkers.scoring.statistics import gaps

RESULTS = Path(__file__).with_suffix(".csv")
SEED = 4_000_000
"""Draws, with the size added, what is measured; no training and no published score has it."""

RATIO = 1.1
"""Between a size of which half are right and one of which fewer are, at the end."""

AnyProblem = Problem[Any, Any]
Points = Mapping[int, tuple[int, int]]
"""Of each size how many are right, of how many."""


@dataclass(frozen=True)
class Law:
    """`share = 1 / (1 + (size / limit)^steepness)`."""

    limit: float
    steepness: float


def search(
    right: Callable[[int], tuple[int, int] | None], first: int, valid: Callable[[int], int | None]
) -> dict[int, tuple[int, int]]:
    """The sizes measured: doubled from the first on, then bisected around one half.

    Args:
        right: How many of a size are right, of how many; None where there is no time left.
        first: The size to begin with.
        valid: The least size from this one on that there is; None where there is none.
    """
    points: dict[int, tuple[int, int]] = {}
    size = valid(first)
    while size is not None:
        found = right(size)
        if found is None:
            break
        points[size] = found
        size = _next(points, valid)
    return points


def _next(points: Points, valid: Callable[[int], int | None]) -> int | None:
    low, high = straddling(points)
    if high is None:
        assert low is not None
        return valid(2 * low)
    if low is None or high / low <= RATIO:
        return None
    middle = valid(max(low + 1, round(sqrt(low * high))))
    return None if middle is None or middle in points or middle >= high else middle


def straddling(points: Points) -> tuple[int | None, int | None]:
    """The smallest size at which half and more fail, and the largest below it."""
    failing = [size for size, (right, count) in points.items() if 2 * right <= count]
    high = min(failing, default=None)
    low = max((size for size in points if high is None or size < high), default=None)
    return low, high


def fitted(points: Points) -> Law | None:
    """The law of the greatest likelihood; None unless three sizes, one of them in between."""
    if len(points) < 3 or not any(0 < right < count for right, count in points.values()):
        return None
    logs = np.log(list(points))
    right, count = np.array(list(points.values()), float).T

    def loss(free: Any) -> float:
        score = exp(free[1]) * (free[0] - logs)
        for_it, against = np.logaddexp(0, -score), np.logaddexp(0, score)
        return float((right * for_it + (count - right) * against).sum())

    low, high = straddling(points)
    begin = [log(sqrt((low or high or 1) * (high or low or 1))), 1.0]
    found = minimize(loss, begin, method="Nelder-Mead").x
    return Law(exp(found[0]), exp(found[1]))


def told(points: Points, law: Law | None) -> str:
    """The limit in words: between which sizes, or beyond which."""
    low, high = straddling(points)
    shares = {size: f"{right} of {count}" for size, (right, count) in points.items()}
    if not points:
        return "not measured"
    if high is None:
        assert low is not None
        return f"beyond {low} ({shares[low]})"
    if low is None:
        return f"below {high} ({shares[high]})"
    words = f"between {low} ({shares[low]}) and {high} ({shares[high]})"
    if law is None:
        return words
    return f"{words}; law: {law.limit:.3g}, steepness {law.steepness:.1f}"


class Measure:
    """Counts right answers of one model on one family, as long as there is time.

    Attributes:
        points: Measured before, and not again.
    """

    def __init__(
        self, problem: AnyProblem, model: Model, family: str, options: argparse.Namespace,
        points: Points,
    ) -> None:  # fmt: skip
        self.problem, self.model, self.family, self.options = problem, model, family, options
        self.points, self.begun, self.last = points, process_time(), 0.0

    def valid(self, size: int) -> int | None:
        """The least size from this one on that the family has."""
        for each in range(size, size + 3):
            try:
                self.problem.sized(each, {"family": self.family}, "limits")
            except ThinkersError:
                continue
            return each
        return None

    def right(self, size: int) -> tuple[int, int] | None:
        """How many are right, of how many; None where it would take too long."""
        if size in self.points:
            return self.points[size]
        spent = process_time() - self.begun
        if spent + 2 * self.last > self.options.seconds:
            return None
        before, count = process_time(), self.options.instances
        try:
            found = evaluate(
                self.problem, self.model, size, count, seed=SEED + size,
                params={"family": self.family}, device="cpu",
            )  # fmt: skip
        except ThinkersError:  # such as a family that has no instances of this size
            return None
        self.last = process_time() - before
        if self.problem.objective:
            over = gaps([result.verdict.cost for result in found.results], found.best)
            passed = int((over <= self.options.gap).sum())
        else:
            passed = sum(result.verdict.right for result in found.results)
        row = (self.model.card.name, self.family, size, passed, count)
        with self.options.output.open("a", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerow(row)
        return passed, count


def known(path: Path) -> dict[tuple[str, str], dict[int, tuple[int, int]]]:
    """The points measured so far, by model and family."""
    points: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    if path.exists():
        with path.open(newline="", encoding="utf-8") as file:
            for name, family, size, right, count in csv.reader(file):
                points.setdefault((name, family), {})[int(size)] = int(right), int(count)
    return points


def report(options: argparse.Namespace, name: str) -> Iterator[str]:
    """A line for each family of a model."""
    problem, model = find_model(installed(), name)
    if prove_right(model.thinker, model.card.pick_encoding(problem.encodings))[0] is not None:
        yield f"{name:22} all families       no limit: every answer is proven right"
        return
    for family in options.families.split(",") if options.families else problem.families:
        points = known(options.output).get((name, family), {})
        measure = Measure(problem, model, family, options, points)
        found = points if options.table else search(measure.right, options.first, measure.valid)
        yield f"{name:22} {family:18} {told(found, fitted(found))}"


def main() -> None:
    """Print a line for each model and family."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+")
    parser.add_argument("--families", default="", help="names, by commas; by default all")
    parser.add_argument("--first", type=int, default=9, help="the size to begin with")
    parser.add_argument("--instances", type=int, default=20, help="of each size")
    parser.add_argument("--seconds", type=float, default=30, help="of CPU for each family")
    parser.add_argument("--gap", type=float, default=0.0, help="still no failure, 0.05 for 5 %%")
    parser.add_argument("--table", action="store_true", help="measure nothing")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for name in options.models:
        for line in report(options, name):
            print(line, flush=True)


if __name__ == "__main__":
    main()
