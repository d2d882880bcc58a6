r"""The maze benchmarks that recurrent reasoners are quoted on, by their published rules.

    OMP_NUM_THREADS=1 python benchmarks/maze_records.py maze/dt-mp --unique 1000 --hard 200

A board of Maze-Unique has one shortest path, so an answer is right or wrong. One of Maze-Hard has
millions: published scores count equality with the one path that A* happened to find, which is
given beside the share of answers that are verified as shortest. Boards are drawn anew by the rules
(the families `maze-unique` and `maze-hard`), with a seed that no training has.
"""

import argparse
from collections import deque
from math import log10
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from thinkers.engine.devices import use_threads
from thinkers.engine.solve import solve
from thinkers.models.store import Model
from thinkers.problems.problem import Problem
from thinkers.registry.choosing import find_model
from thinkers.registry.registry import installed

SEED = 1_000_003
SIDES = {"maze-unique": 29, "maze-hard": 30}
STEPS = ((-1, 0), (1, 0), (0, -1), (0, 1))


def shortest_paths(instance: Any) -> int:
    """How many shortest paths there are, counted outwards from the start."""
    far, ways, queue = {instance.start: 0}, {instance.start: 1}, deque([instance.start])
    rows, cols = instance.shape
    while queue:
        row, col = queue.popleft()
        for down, right in STEPS:
            there = row + down, col + right
            if not (0 <= there[0] < rows and 0 <= there[1] < cols) or instance.walls[there]:
                continue
            if there not in far:
                far[there], ways[there] = far[row, col] + 1, 0
                queue.append(there)
            if far[there] == far[row, col] + 1:
                ways[there] += ways[row, col]
    return ways[instance.end]


def measure(problem: Problem[Any, Any], model: Model, family: str, count: int) -> str:
    """One line: verified, matched, how many shortest paths, and the time of a core."""
    options = problem.params({"size": SIDES[family], "family": family})
    instances = problem.generate(np.random.default_rng(SEED), count, options)
    begin = process_time()
    results = solve(problem, instances, model)
    seconds = (process_time() - begin) / count
    labels = problem.label(instances)
    right = sum(result.verdict.right for result in results)
    matched = sum(
        np.array_equal(result.solution, label)
        for result, label in zip(results, labels, strict=True)
    )
    paths = [shortest_paths(instance) for instance in instances]
    return (
        f"{family}: {right} of {count} are verified shortest paths, {matched} equal the one path "
        f"of a breadth-first search; a board has 10^{log10(median(paths)):.1f} such paths "
        f"(median), {sum(each == 1 for each in paths)} have one; {seconds:.3f} CPU seconds each"
    )


def main() -> None:
    """Measure both and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--unique", type=int, default=1000)
    parser.add_argument("--hard", type=int, default=200)
    options = parser.parse_args()
    use_threads(1)
    problem, model = find_model(installed(), options.model)
    numbers = sum(weight.numel() for weight in model.thinker.parameters())
    print(f"{model.card.name}: {numbers:,} weights")
    for family, count in (("maze-unique", options.unique), ("maze-hard", options.hard)):
        if count:
            print(measure(problem, model, family, count))


if __name__ == "__main__":
    main()
