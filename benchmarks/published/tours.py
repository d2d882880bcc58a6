"""How published tables of tours are measured: a model, refinement and classical solvers, by size.

Gaps are over the best tour that anything found here, of which a part is proved shortest.
"""

import argparse
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

import numpy as np
from book import Row, Table, save

from thinkers.engine.devices import use_threads
from thinkers.engine.solve import solve
from thinkers.models.store import Model
from thinkers.problems.effort import Effort
from thinkers.registry.choosing import find_model
from thinkers.registry.registry import AnyProblem, installed
from thinkers.scoring.measuring import measure
from thinkers.scoring.runs import Answer
from thinkers.scoring.statistics import gaps

SEED = 1_000_003
"""That no training has."""

REFERENCES = ("lkh", "elkai", "concorde", "commiv", "fast-tsp", "lin-kernighan")
"""What looks for the best tour, where it is installed; CP-SAT proves it."""

SHOWN = ("lin-kernighan", "commiv")
"""Solvers of the references that have rows of their own."""

MODELS = "tsp/dt-m:100,tsp/dt-g:1000"
"""Those that ship."""

PROVED = 1e-9
"""Relative difference of a tour from a bound that is rounding."""


@dataclass(frozen=True)
class Found:
    """What one solver has on one size: lengths, and CPU seconds an instance."""

    lengths: Sequence[float]
    seconds: float


def published(method: str, source: str, *gaps: float | None) -> Row:
    """A published row of gaps at 20, 50 and 100 cities, None where there is none."""
    columns = zip(("20", "50", "100"), gaps, strict=True)
    return Row(method, {size: gap for size, gap in columns if gap is not None}, source=source)


def arguments(sizes: str, instances: str, kinds: Collection[str] = ()) -> argparse.Namespace:
    """The options that the scripts of tours share, with these defaults; a kind is the first."""
    parser = argparse.ArgumentParser()
    if kinds:
        parser.add_argument("kind", choices=kinds)
    parser.add_argument("--model", default=MODELS, help="names, each with the most cities it gets")
    parser.add_argument("--sizes", default=sizes, help="numbers of cities")
    parser.add_argument("--instances", default=instances, help="one number, or one for each size")
    parser.add_argument("--proof-seconds", type=float, default=5.0, help="of CP-SAT")
    options = parser.parse_args()
    options.models = dict(each.rsplit(":", 1) for each in options.model.split(","))
    options.sizes = [int(each) for each in options.sizes.split(",")]
    counts = [int(each) for each in options.instances.split(",")]
    options.instances = counts * len(options.sizes) if len(counts) == 1 else counts
    use_threads(1)
    return options


def chosen(name: str) -> tuple[AnyProblem, Model]:
    """The model of that name, and its problem."""
    problem, model = find_model(installed(), name)
    return problem, model


def by_model(
    problem: AnyProblem, model: Model, instances: Sequence[Any], label: str
) -> dict[str, Found]:
    """The raw answers and the refined ones; CPU seconds are shared out by wall time."""
    begin = process_time()
    results = solve(problem, instances, model, refine=Effort())
    spent = (process_time() - begin) / len(instances)
    share = sum(each.raw_seconds for each in results) / sum(each.seconds for each in results)
    return {
        label: Found([each.raw.cost for each in results], spent * min(share, 1.0)),
        f"{label} + refine": Found([each.verdict.cost for each in results], spent),
    }


def by_baselines(problem: AnyProblem, instances: Sequence[Any]) -> dict[str, Found]:
    """Those of the references that are there and take all instances."""
    every, found = installed().baselines(problem.name), {}
    for name in REFERENCES:
        if name not in every or any(every[name].unsuitable(each) for each in instances):
            continue
        begin = process_time()
        answers = [measure(problem, each, every[name]) for each in instances]
        spent = (process_time() - begin) / len(instances)
        found[name] = Found([each.verdict.cost for each in answers], spent)
    return found


def proofs(problem: AnyProblem, instances: Sequence[Any], seconds: float) -> list[Answer]:
    """CP-SAT's tours and bounds."""
    solver = type(installed().baselines(problem.name)["ortools-cpsat"]).of({"seconds": seconds})
    return [measure(problem, each, solver) for each in instances]


def measured(
    table: Table, distances: str, options: argparse.Namespace, notes: Sequence[str] = ()
) -> None:
    """Measure each size, and save the record."""
    models = {chosen(name)[1]: int(most) for name, most in options.models.items()}
    problem = installed().problem("tsp")
    values: dict[str, dict[str, float]] = {}
    seconds: dict[str, dict[str, float]] = {}
    counts, told = {}, []
    for cities, count in zip(options.sizes, options.instances, strict=True):
        params = problem.params({"cities": cities, "distances": distances})
        instances = problem.generate(np.random.default_rng(SEED), count, params)
        found = by_baselines(problem, instances)
        for model, most in models.items():
            if cities <= most:
                found = by_model(problem, model, instances, model.card.name) | found
        exact = proofs(problem, instances, options.proof_seconds)
        lengths = [each.lengths for each in found.values()]
        best = np.min([*lengths, [each.verdict.cost for each in exact]], axis=0)
        bounds = [-np.inf if each.bound is None else each.bound for each in exact]
        proved = int(np.sum(best <= np.array(bounds) * (1 + PROVED)))
        told.append(f"{cities}: of {count} best tours {proved} are proved shortest.")
        counts[str(cities)] = count
        for name, each in found.items():
            values.setdefault(name, {})[str(cities)] = 100 * float(
                np.mean(gaps(each.lengths, best))
            )
            seconds.setdefault(name, {})[str(cities)] = each.seconds
        print(
            cities,
            {name: each[str(cities)] for name, each in values.items() if str(cities) in each},
        )
    rows = [
        Row(name, values[name], seconds[name], classical=name in REFERENCES)
        for name in values
        if name not in REFERENCES or name in SHOWN
    ]
    looked = ", ".join(name for name in values if name in REFERENCES)
    told.append(f"The best tours are those of {looked}, CP-SAT and the rows above.")
    save(table, list(models), counts, rows, [*told, *notes], SEED)
