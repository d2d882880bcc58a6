"""How long a tour takes, how long it is, and what memory it needs, against the number of cities.

    OMP_NUM_THREADS=1 python benchmarks/scaling.py --model dt-g --sizes 100,1000,10000
    OMP_NUM_THREADS=1 python benchmarks/scaling.py --model dt-g --sizes 1000 --refine-seconds 5

Each row is of a process of its own on one thread: uniform points in the unit square, drawn by one
seed, so that all rows of a size are of the same cities. Seconds are the processor's, of the answer
from encoding to verdict, what is loaded before is apart; memory is the peak of the process. Lengths
are given over 0.7124 sqrt(n), which the shortest ones tend to (Beardwood, Halton & Hammersley 1959;
the constant is of Johnson & McGeoch 1997: at 1,000 cities they are 2 to 3 % longer, since cities
near the border have fewer neighbours), and over the shortest of the run. The last column is the
exponent e of the power law that fits the times best, t ~ n^e.
"""

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from math import inf, log, sqrt
from time import process_time
from typing import Any

import numpy as np

from thinkers import Effort
from thinkers.engine.devices import use_threads
from thinkers.engine.solve import solve
from thinkers.registry.choosing import choose_model
from thinkers.registry.registry import installed

SEED = 1
RIVALS = ("greedy-edge", "nearest-neighbour")
CONSTANT = 0.7124


def row(who: str, cities: int, refine: float) -> dict[str, Any]:
    """What one solver does with as many cities: its length, seconds and memory."""
    use_threads(1)
    registry = installed()
    problem = registry.problem("tsp")
    [task] = problem.generate(np.random.default_rng(SEED), 1, problem.sized(cities, {}))
    baseline = registry.baselines("tsp").get(who)
    model = None if baseline else choose_model(registry, problem, who)
    begin = process_time()
    if baseline is not None:
        tour = baseline.solve(task, np.random.default_rng(SEED)).solution
        found = {"length": problem.check(task, tour).cost}
    else:
        assert model is not None
        [result] = solve(problem, [task], model, refine=Effort(refine) if refine else None)
        found = {"length": result.verdict.cost, "raw": result.raw.cost}
    found["seconds"] = process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"who": who, "cities": cities, "refine": refine, "MiB": peak, **found}


def rows(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """All of them, each measured by a child of this process."""
    asked = [(who, 0.0) for who in (*RIVALS, options.model)]
    if options.refine_seconds:
        asked.append((options.model, options.refine_seconds))
    for who, refine in asked:
        for cities in map(int, options.sizes.split(",")):
            child = [sys.executable, __file__, "--one", who, str(cities), str(refine)]
            run = subprocess.run(child, capture_output=True, text=True, check=True)
            yield json.loads(run.stdout.splitlines()[-1])


def exponent(found: list[dict[str, Any]]) -> float:
    """The slope of log t over log n, by least squares; nan of one size."""
    if len(found) < 2:
        return float("nan")
    sizes, times = zip(
        *((log(each["cities"]), log(each["seconds"])) for each in found), strict=True
    )
    return float(np.polyfit(sizes, times, 1)[0])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="dt-g", help="a name, or a file")
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--refine-seconds", type=float, default=0.0, help="of one more row a size")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        who, cities, refine = options.one
        print(json.dumps(row(who, int(cities), float(refine))))
        return
    found = list(rows(options))
    best: dict[int, float] = {}
    for each in found:
        best[each["cities"]] = min(each["length"], best.get(each["cities"], inf))
    print("| solver | cities | seconds | MiB | over 0.7124 sqrt(n) | over the best | exponent |")
    print("|---|---|---|---|---|---|---|")
    for each in found:
        alike = [
            one for one in found if (one["who"], one["refine"]) == (each["who"], each["refine"])
        ]
        named = each["who"] + (f" + {each['refine']:g} s" if each["refine"] else "")
        share = each["length"] / (CONSTANT * sqrt(each["cities"])) - 1
        gap = each["length"] / best[each["cities"]] - 1
        print(
            f"| {named} | {each['cities']} | {each['seconds']:.2f} | {each['MiB']:.0f} | "
            f"{share:.1%} | {gap:.1%} | {exponent(alike):.2f} |"
        )


if __name__ == "__main__":
    main()
