"""With which hand-written heuristic do a thinker's tours agree, after more and more iterations?

    OMP_NUM_THREADS=1 python benchmarks/agreement.py tsp/dt-m --cities 12 --instances 30

For each family the mean share of the thinker's edges that a heuristic's tour has too (directed,
where distances are asymmetric), and its gap over the optimum (Held-Karp). In brackets the same
of its edges that are not in the shortest tour found: which mistakes are shared.
"""

import argparse
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from thinkers_tsp.constructions import farthest_insertion, nearest_neighbour
from thinkers_tsp.exact import held_karp
from thinkers_tsp.fragments import merged
from thinkers_tsp.instance import Tour, TspInstance

from thinkers.engine.solve import solve
from thinkers.engine.stop import MaxIterations
from thinkers.registry.choosing import find_model
from thinkers.registry.registry import installed

SEED = 3_000_003
"""Draws the tasks; no training and no published score has it."""

ITERATIONS = (1, 2, 4, 8, 16, 32)
FAMILIES = ("euclidean", "clustered", "triangle", "symmetric", "asymmetric")

Edges = set[tuple[int, int]]
Ways = NDArray[np.float64]


def edges(tour: Tour, *, symmetric: bool) -> Edges:
    """The edges of a closed tour; without direction on a symmetric task."""
    pairs = zip(tour.tolist(), np.roll(tour, -1).tolist(), strict=True)
    return {(min(pair), max(pair)) if symmetric else pair for pair in pairs}


def best_nearest_neighbour(task: TspInstance) -> Tour:
    """The shortest of the nearest-neighbour tours from every city."""
    tours = (nearest_neighbour(task.distances, city) for city in range(task.cities))
    return min(tours, key=task.length)


def greedy(task: TspInstance) -> Tour:
    """The shortest edges first, each unless it makes a branch or closes a part too soon."""
    here, there = np.nonzero(~np.eye(task.cities, dtype=bool))
    if task.symmetric:
        here, there = here[here < there], there[here < there]
    return merged(here, there, -task.distances[here, there], task)


def patched(task: TspInstance) -> Tour:
    """The cheapest assignment, its two largest cycles joined again and again (Karp 1979)."""
    away = task.distances.copy()
    np.fill_diagonal(away, (task.cities + 1) * (away.max() + 1))
    after = linear_sum_assignment(away)[1]
    while len(parts := sorted(cycles(after), key=len, reverse=True)) > 1:
        one, other = (np.array(part) for part in parts[:2])
        now = away[one, after[one]][:, None] + away[other, after[other]]
        dearer = away[np.ix_(one, after[other])] + away[np.ix_(other, after[one])].T - now
        row, column = np.unravel_index(dearer.argmin(), dearer.shape)
        here, there = one[row], other[column]
        after[here], after[there] = after[there], after[here]
    return np.array(parts[0], np.int64)


def cycles(after: NDArray[Any]) -> list[list[int]]:
    """The cycles of a permutation, each from its lowest city on."""
    found: list[list[int]] = []
    seen: set[int] = set()
    for first in range(len(after)):
        cycle = []
        while first not in seen:
            seen.add(first)
            cycle.append(first)
            first = int(after[first])
        found += [cycle] if cycle else []
    return found


HEURISTICS: dict[str, Callable[[TspInstance], Tour]] = {
    "nearest": lambda task: nearest_neighbour(task.distances, 0),
    "best nearest": best_nearest_neighbour,
    "greedy edge": greedy,
    "patching": patched,
    "insertion": lambda task: farthest_insertion(task.distances),
    "optimum": lambda task: held_karp(task.distances[None])[0],
}
"""Nearest neighbour from city 0 and from all, greedy edge, assignment patching, farthest insertion,
and a shortest tour."""


def agreement(own: Edges, other: Edges, best: Edges) -> tuple[int, int]:
    """How many of the own edges the other has; and of those that the best has not."""
    return len(own & other), len((own - best) & other)


def table(tours: Sequence[Sequence[Tour]], tasks: Sequence[TspInstance]) -> list[str]:
    """A line for each of the iterations, given their tours of each task."""
    others = [{name: find(task) for name, find in HEURISTICS.items()} for task in tasks]
    lines = []
    for place, number in enumerate(ITERATIONS):
        counts, gaps, every, wrong = np.zeros((len(HEURISTICS), 2)), [], 0, 0
        for task, found, known in zip(tasks, tours, others, strict=True):
            sets = {name: edges(tour, symmetric=task.symmetric) for name, tour in known.items()}
            own, best = edges(found[place], symmetric=task.symmetric), sets["optimum"]
            counts += [agreement(own, each, best) for each in sets.values()]
            every, wrong = every + len(own), wrong + len(own - best)
            gaps.append(task.length(found[place]) / task.length(known["optimum"]) - 1)
        shares = 100 * counts / [every, max(wrong, 1)]
        cells = [f"{of_all:5.1f} ({of_wrong:4.1f})" for of_all, of_wrong in shares]
        lines.append(f"{number:4} {100 * np.mean(gaps):7.2f}  " + "  ".join(cells))
    return lines


def main() -> None:
    """Draw, think, and print a table for each family."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--cities", type=int, default=12)
    parser.add_argument("--instances", type=int, default=30)
    options = parser.parse_args()
    torch.set_num_threads(1)
    problem, model = find_model(installed(), options.model)
    encoding = model.card.pick_encoding(problem.encodings)
    for family in FAMILIES:
        params = problem.sized(options.cities, {"family": family}, "agreement")
        tasks = problem.generate(np.random.default_rng(SEED), options.instances, params)
        tours = []
        for result in solve(problem, tasks, model, MaxIterations(ITERATIONS[-1]), trace=True):
            assert result.trace is not None
            task = result.instance
            tours.append([encoding.decode(result.trace[each - 1], task) for each in ITERATIONS])
        print(
            f"\n{family}, {options.cities} cities, {options.instances} tasks; gap and shares in %"
        )
        print(f"iter     gap  {'  '.join(f'{name:12}' for name in HEURISTICS)}")
        print(*table(tours, tasks), sep="\n", flush=True)


if __name__ == "__main__":
    main()
