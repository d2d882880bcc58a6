r"""TSPLIB instances of the user's folder, against known optima.

    OMP_NUM_THREADS=1 python benchmarks/published/tsplib.py FOLDER --optima FILE --most-cities 60

The folder holds `.tsp` and `.atsp` files, in folders of its own or not; they carry no licence, so
they do not ship. The optima are a file of `name,optimum`, as `compare --optima` takes it.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from book import Row, Table, save
from tours import by_baselines, by_model, chosen

from thinkers.engine.devices import use_threads
from thinkers.errors import ThinkersError
from thinkers.scoring.optima import read_optima

TABLE = Table(
    "tsplib",
    "TSPLIB, small instances",
    "The files of the public collection (Reinelt 1991), integer lengths as they are defined there.",
    "% over the proven optimum, mean",
    "less",
    [],
)

SUFFIXES = (".tsp", ".atsp")


def main() -> None:
    """Measure those whose optimum is known and that are small enough."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--optima", type=Path, required=True)
    parser.add_argument("--model", default="tsp/dt-m")
    parser.add_argument("--most-cities", type=int, default=60)
    parser.add_argument("--instances", type=int, default=10**6, help="at most, of each type")
    options = parser.parse_args()
    use_threads(1)
    problem, model = chosen(options.model)
    optima = read_optima(options.optima, problem)
    values: dict[str, dict[str, float]] = {}
    seconds: dict[str, dict[str, float]] = {}
    counts, told = {}, []
    for suffix in SUFFIXES:
        kept: list[tuple[str, Any]] = []
        for path in sorted(options.folder.rglob(f"*{suffix}")):
            [instance] = problem.read(path)
            if path.stem in optima and instance.cities <= options.most_cities:
                kept.append((path.stem, instance))
        kept = sorted(kept, key=lambda each: each[1].cities)[: options.instances]
        if not kept:
            raise ThinkersError(f"no {suffix} file of {options.folder} has a known optimum")
        best = np.array([optima[name] for name, _ in kept])
        instances = [instance for _, instance in kept]
        found = by_model(problem, model, instances, model.card.name)
        found |= by_baselines(problem, instances)
        counts[suffix] = len(kept)
        told.append(f"{suffix}: {', '.join(name for name, _ in kept)}.")
        for name, each in found.items():
            gap = 100 * float(np.mean(np.array(each.lengths) / best - 1))
            values.setdefault(name, {})[suffix] = gap
            seconds.setdefault(name, {})[suffix] = each.seconds
    rows = [
        Row(name, values[name], seconds[name], classical=not name.startswith(model.card.name))
        for name in values
    ]
    save(TABLE, [model], counts, rows, told)


if __name__ == "__main__":
    main()
