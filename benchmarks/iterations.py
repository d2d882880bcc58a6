r"""Does thinking longer pay? Quality after more and more iterations, by family and size.

    OMP_NUM_THREADS=1 python benchmarks/iterations.py tsp/dt-m --sizes 20,50 --instances 8 \
        --most 128 -o curves.csv

Given is the mean gap over the problem's labels in %, or the share that is right for problems
without a cost. Instances are drawn by a seed of validation (`SEED`), never that of a test: budgets
and stop rules are chosen by these curves. The second table is what a rule would do that stops once
the answer has stayed the same for some looks in a row, a few iterations apart (`Unchanged`). With
`--best` the loss is that of the best answer so far, read after every iteration, as `read_every = 1`
in a recipe's budget has it; there is no second table.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.devices import use_threads
from thinkers.engine.solve import solve
from thinkers.engine.stop import MaxIterations
from thinkers.models.store import Model
from thinkers.problems.problem import Problem
from thinkers.registry.choosing import find_model
from thinkers.registry.registry import installed
from thinkers.scoring.statistics import gaps

SEED = 2_000_003
"""Draws what budgets are chosen by; no test and no training has it."""

RULES = ((4, 2), (4, 3), (4, 4), (8, 2), (8, 3))
"""Iterations between two looks, and how many looks in a row must find the same answer."""

SHOWN = (1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256)
"""The iterations whose losses are printed."""

AnyProblem = Problem[Any, Any]
Losses = NDArray[np.float64]
"""`(instances, looks)`: what each answer costs beyond the label, or whether it is wrong."""


def looks(most: int, every: int) -> list[int]:
    """After how many iterations answers are read: the first few, then every few."""
    return sorted({1, 2, 3, *range(every, most + 1, every)})


def trajectories(
    problem: AnyProblem, model: Model, instances: Sequence[Any], at: Sequence[int]
) -> tuple[Losses, list[list[str]]]:
    """The losses of the answers after `at` iterations, and the answers, as text."""
    labels, encoding = problem.label(instances), model.card.pick_encoding(problem.encodings)
    losses, answers = np.zeros((len(instances), len(at))), []
    results = solve(problem, instances, model, MaxIterations(at[-1]), trace=True)
    for number, (result, label) in enumerate(zip(results, labels, strict=True)):
        instance = result.instance
        assert result.trace is not None
        found = [encoding.decode(result.trace[each - 1], instance) for each in at]
        answers.append([str(problem.describe_solution(one)) for one in found])
        losses[number] = [_loss(problem, instance, one, label) for one in found]
    return losses, answers


def _loss(problem: AnyProblem, instance: Any, answer: Any, label: Any) -> float:
    verdict, best = problem.check(instance, answer), problem.check(instance, label)
    if not problem.objective:
        return float(not verdict.right)
    return float(gaps([verdict.cost], [best.cost])[0])


def stopped(answers: Sequence[str], at: Sequence[int], every: int, same: int) -> int:
    """The place of the look at which the answer has stayed the same for so many in a row."""
    in_a_row, before = 0, ""
    for place, iteration in enumerate(at):
        if iteration % every:
            continue
        in_a_row = in_a_row + 1 if answers[place] == before else 1
        before = answers[place]
        if in_a_row >= same:
            return place
    return len(at) - 1


def given() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--sizes", default="", help="such as 20,50; none for a problem without")
    parser.add_argument("--families", default="", help="names, by commas; by default all")
    parser.add_argument("--instances", type=int, default=8, help="of each size and family")
    parser.add_argument("--most", type=int, default=128, help="iterations")
    parser.add_argument("--best", action="store_true", help="of all answers so far")
    parser.add_argument("-o", "--output", type=Path, help="a CSV file of all numbers")
    return parser.parse_args()


def ruled(losses: Losses, answers: Sequence[Sequence[str]], at: Sequence[int]) -> str:
    """For each rule the mean iterations, and the mean loss of what it stops at."""
    told = []
    for every, same in RULES:
        ends = [stopped(each, at, every, same) for each in answers]
        loss = np.mean([losses[row, end] for row, end in enumerate(ends)])
        told.append(f"{np.mean([at[end] for end in ends]):.0f}: {100 * loss:.2f}")
    return "  ".join(told)


def main() -> None:
    """Print a line for each size and family, then one for each about the rules."""
    options = given()
    use_threads(1)
    problem, model = find_model(installed(), options.model)
    at = looks(options.most, 1 if options.best else 4)
    rows: list[tuple[int | None, str, int, float]] = []
    rules: list[str] = []
    sizes: list[int | None] = [int(each) for each in options.sizes.split(",") if each]
    for size in sizes or [None]:
        for family in options.families.split(",") if options.families else problem.families:
            params = problem.sized(size, {"family": family}, "iterations")
            tasks = problem.generate(np.random.default_rng(SEED), options.instances, params)
            losses, answers = trajectories(problem, model, tasks, at)
            if options.best:
                losses = np.minimum.accumulate(losses, axis=1)
            mean = dict(zip(at, (100 * losses.mean(0)).tolist(), strict=True))
            rows += [(size, family, each, round(loss, 3)) for each, loss in mean.items()]
            where = f"{size or ''} {family}".strip()
            told = [f"{each}: {mean[each]:.2f}" for each in SHOWN if each in mean]
            print(f"{where:24}", "  ".join(told), flush=True)
            if not options.best:
                rules.append(f"{where:24} {ruled(losses, answers, at)}")
    if rules:
        print("\nmean iterations: loss of", *(f"{every}x{same}" for every, same in RULES))
        print(*rules, sep="\n")
    if options.output:
        with options.output.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("size", "family", "iterations", "loss"), *rows])


if __name__ == "__main__":
    main()
