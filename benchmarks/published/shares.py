"""How tables of right and wrong answers are measured: the share that is right, by column."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from time import process_time
from typing import Any

import numpy as np
from book import Row, Table, save
from tours import SEED, chosen

from thinkers.engine.devices import use_threads
from thinkers.engine.result import Result
from thinkers.engine.solve import solve
from thinkers.registry.registry import AnyProblem


def arguments(models: str, instances: str) -> argparse.Namespace:
    """The options that these scripts share, with these defaults."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default=models, help="names, by commas")
    parser.add_argument("--instances", default=instances, help="one number, or one a column")
    options = parser.parse_args()
    options.models = options.model.split(",")
    options.instances = [int(each) for each in options.instances.split(",")]
    use_threads(1)
    return options


def counts_of(columns: Iterable[str], options: argparse.Namespace) -> dict[str, int]:
    """How many instances of each column; those of 0 are left out."""
    columns, given = list(columns), options.instances
    counts = given * len(columns) if len(given) == 1 else given
    return {name: count for name, count in zip(columns, counts, strict=True) if count}


def measured(
    table: Table,
    columns: Mapping[str, Mapping[str, Any]],
    options: argparse.Namespace,
    notes: Sequence[str] = (),
) -> None:
    """Measure each model on each column, which is drawn by its options, and save the record."""
    counts, rows, models = counts_of(columns, options), [], []
    for name in options.models:
        problem, model = chosen(name)
        models.append(model)
        values, seconds = {}, {}
        for column, count in counts.items():
            instances = drawn(problem, count, columns[column])
            begin = process_time()
            results = solve(problem, instances, model)
            seconds[column] = (process_time() - begin) / count
            values[column] = share(results)
            print(name, column, f"{values[column]:.2f} %, {seconds[column]:.3f} CPU s")
        rows.append(Row(name, values, seconds))
    save(table, models, counts, rows, notes, SEED)


def drawn(problem: AnyProblem, count: int, options: Mapping[str, Any]) -> list[Any]:
    """Instances by options, of a seed that no training has."""
    params = problem.params(dict(options))
    return list(problem.generate(np.random.default_rng(SEED), count, params))


def share(results: Sequence[Result[Any, Any]]) -> float:
    """Of right answers, in %."""
    return 100 * sum(each.verdict.right for each in results) / len(results)
