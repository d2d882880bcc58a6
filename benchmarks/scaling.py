"""Seconds and memory of an answer, and how good it is, against the size of the instance.

    OMP_NUM_THREADS=1 python benchmarks/scaling.py --model dt-g --sizes 100,1000,10000
    OMP_NUM_THREADS=1 python benchmarks/scaling.py --model dt-g --sizes 1000 --refine-seconds 5
    OMP_NUM_THREADS=1 python benchmarks/scaling.py --problem maze --sizes 33,65,129 --instances 4

Each row is of a process of its own on one thread. Instances are drawn by one seed, so that all rows
of a size are of the same; of tours they are uniform points in the unit square, and others are as
`generate` draws them. Seconds are the processor's, of an answer from encoding to verdict, what is
loaded before is apart; memory is the peak of the process. The last column is the exponent e of the
power law that fits the times best, t ~ n^e, n the size as the command line says it.

Answers are told by how many are right, or, where something is minimised or maximised, by their mean
cost over the best of the run. Lengths of tours are given over 0.7124 sqrt(n) too, which the
shortest ones tend to (Beardwood, Halton & Hammersley 1959; the constant is of Johnson & McGeoch
1997: at 1,000 cities they are 2 to 3 % longer, since cities near the border have fewer neighbours).
"""

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from math import log, sqrt
from time import process_time
from typing import Any

import numpy as np

from thinkers import Effort
from thinkers.engine.devices import use_threads
from thinkers.engine.solve import solve
from thinkers.registry.choosing import candidates, choose_model
from thinkers.registry.registry import installed

SEED = 1
RIVALS = {"tsp": "greedy-edge,nearest-neighbour"}
MODELS = {"tsp": "dt-g"}
SIZES = {"tsp": "100,1000,10000"}
CONSTANT = 0.7124


def row(name: str, who: str, size: int, count: int, refine: float) -> dict[str, Any]:
    """What one solver does with instances of a size: how good it is, its seconds and memory."""
    use_threads(1)
    registry = installed()
    problem = registry.problem(name)
    tasks = problem.generate(np.random.default_rng(SEED), count, problem.sized(size, {}))
    baseline = registry.baselines(name).get(who)
    model = None if baseline else choose_model(registry, problem, who)
    begin = process_time()
    if baseline is not None:
        rng = np.random.default_rng(SEED)
        verdicts = [problem.check(task, baseline.solve(task, rng).solution) for task in tasks]
    else:
        assert model is not None
        results = solve(problem, tasks, model, refine=Effort(refine) if refine else None)
        verdicts = [result.verdict for result in results]
    seconds = (process_time() - begin) / count
    return {
        "who": who, "size": size, "refine": refine, "seconds": seconds,
        "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "right": sum(each.right for each in verdicts),
        "cost": float(np.mean([each.cost for each in verdicts])),
    }  # fmt: skip


def rows(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """All of them, each measured by a child of this process."""
    asked = [(who, 0.0) for who in (*filter(None, options.rivals.split(",")), options.model)]
    if options.refine_seconds:
        asked.append((options.model, options.refine_seconds))
    for who, refine in asked:
        for size in options.sizes.split(","):
            one = [options.problem, who, size, str(options.instances), str(refine)]
            child = [sys.executable, __file__, "--one", *one]
            run = subprocess.run(child, stdout=subprocess.PIPE, text=True, check=True)
            yield json.loads(run.stdout.splitlines()[-1])


def exponent(found: list[dict[str, Any]]) -> float:
    """The slope of log t over log n, by least squares; nan of one size."""
    if len(found) < 2:
        return float("nan")
    sizes, times = zip(*((log(each["size"]), log(each["seconds"])) for each in found), strict=True)
    return float(np.polyfit(sizes, times, 1)[0])


def quality(
    problem: str, compared: bool, found: list[dict[str, Any]]
) -> dict[str, Callable[[dict[str, Any]], str]]:
    """What tells of a row how good the answers are, by the heading of its column.

    Args:
        problem: Its name.
        compared: Whether something is minimised or maximised.
        found: All rows.
    """
    told: dict[str, Callable[[dict[str, Any]], str]] = {}
    if problem == "tsp":
        told["over 0.7124 sqrt(n)"] = lambda each: (
            f"{each['cost'] / (CONSTANT * sqrt(each['size'])) - 1:.1%}"
        )
    if not compared:
        return {"right": lambda each: str(each["right"])}

    def over_the_best(each: dict[str, Any]) -> str:
        best = min(one["cost"] for one in found if one["size"] == each["size"])
        return f"{(each['cost'] - best) / (abs(best) or 1.0):.1%}"

    return {**told, "over the best": over_the_best}


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--problem", default="tsp")
    parser.add_argument("--model", help="a name, or a file; by default dt-g, or the problem's own")
    parser.add_argument("--sizes", help="with commas")
    parser.add_argument("--instances", type=int, default=1, help="of each size")
    parser.add_argument("--rivals", help="names of baselines, with commas")
    parser.add_argument("--refine-seconds", type=float, default=0.0, help="of one more row a size")
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.model = given.model or MODELS.get(given.problem, "")
    given.sizes = given.sizes or SIZES.get(given.problem)
    if given.rivals is None:
        given.rivals = RIVALS.get(given.problem, "")
    if not given.sizes:
        parser.error("which sizes? say --sizes, with commas")
    return given


def main() -> None:
    """Print the table."""
    given = options()
    if given.one:
        name, who, size, count, refine = given.one
        print(json.dumps(row(name, who, int(size), int(count), float(refine))))
        return
    registry = installed()
    problem = registry.problem(given.problem)
    given.model = given.model or candidates(registry, problem)[0].card.name
    found = list(rows(given))
    told = quality(problem.name, problem.objective is not None, found)
    print(f"| solver | {problem.size_option} | seconds | MiB | {' | '.join(told)} | exponent |")
    print("|---" * (5 + len(told)) + "|")
    for each in found:
        alike = [
            one for one in found if (one["who"], one["refine"]) == (each["who"], each["refine"])
        ]
        named = each["who"] + (f" + {each['refine']:g} s" if each["refine"] else "")
        cells = " | ".join(tell(each) for tell in told.values())
        print(
            f"| {named} | {each['size']} | {each['seconds']:.3g} | {each['MiB']:.0f} | "
            f"{cells} | {exponent(alike):.2f} |"
        )


if __name__ == "__main__":
    main()
