"""What a thinker adds to the search that refines its tours, at the same CPU time for all.

    OMP_NUM_THREADS=1 python benchmarks/refining.py --distances asymmetric --cities 50
    OMP_NUM_THREADS=1 python benchmarks/refining.py --folder TSPLIB --seconds 1

Every row gets `--seconds` of one core for each instance. Where the thinker has a say, its thinking
counts: at most half of the time, or its own budget of iterations if that is less; the search gets
the rest. Gaps are over CP-SAT's optimum (`--exact` seconds), the published one in the folder's
`optima.csv`, or what is best in the table, instance by instance; bootstrap intervals at 95 %.
"""

import csv
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np
import torch
from numpy.typing import NDArray
from thinkers_tsp.circuit import circuit
from thinkers_tsp.constructions import farthest_insertion, nearest_neighbour
from thinkers_tsp.decoding import decode
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.matrix import MatrixEncoding
from thinkers_tsp.problem import Tsp
from thinkers_tsp.search import search

from thinkers import Model
from thinkers.cli.choosing import choose_model
from thinkers.registry.registry import installed
from thinkers.scoring.statistics import confidence, gaps

STARTS: dict[str, Callable[[TspInstance], Tour]] = {
    "nearest": lambda instance: nearest_neighbour(instance.distances, 0),
    "farthest": lambda instance: farthest_insertion(instance.distances),
}
THINKER = "thinker"
Rows = list[tuple[str, str]]
ROWS: Rows = [(start, lists) for start in (*STARTS, THINKER) for lists in ("distance", THINKER)]
SHORT: Rows = [("farthest", "distance"), (THINKER, THINKER)]
MAX_NODES = 110


def think(model: Model, instance: TspInstance, seconds: float) -> tuple[NDArray[np.float32], int]:
    """Scores of the last thought within the time, and the iterations."""
    begin, thinker = process_time(), model.thinker
    most = model.card.budget.iterations((instance.cities,) * 2)
    inputs = torch.from_numpy(MatrixEncoding().encode([instance]).inputs)
    with torch.inference_mode(), thinker.cached_weights():
        recall, thought, done = thinker.recall(inputs), thinker.embed(inputs), 0
        while not done or (done < most and process_time() - begin < seconds):
            thought, done = thinker.step(thought, recall), done + 1
        return thinker.readout(thought)[0, 0].numpy(), done


def rows_of(
    model: Model, instance: TspInstance, seconds: float, rows: Rows
) -> dict[tuple[str, str], list[float]]:
    """For each row the length, and the seconds of thinking and of searching; the raw one first."""
    begin = process_time()
    scores, iterations = think(model, instance, seconds / 2)
    raw = decode(scores, instance)
    thinking = process_time() - begin
    found = {(THINKER, "-"): [instance.length(raw), thinking, 0.0, iterations]}
    for start, lists in rows:
        spent = thinking if THINKER in (start, lists) else 0.0
        begin = process_time()
        first = raw if start == THINKER else STARTS[start](instance)
        tour = search(
            instance, first, np.random.default_rng(0), seconds=seconds - spent, clock=process_time,
            scores=scores if lists == THINKER else None,
        )  # fmt: skip
        found[start, lists] = [instance.length(tour), spent, process_time() - begin, iterations]
    return found


def tsplib(folder: Path, kind: str) -> tuple[list[TspInstance], list[float]]:
    """The files of a kind with at most `MAX_NODES` nodes, and their published optima."""
    with (folder / "optima.csv").open() as file:
        optima = {row["name"]: float(row["optimum"]) for row in csv.DictReader(file)}
    paths = sorted((folder / kind).glob(f"*.{kind}"))
    read = [(Tsp().read(path)[0], optima[path.stem]) for path in paths]
    small = [(instance, best) for instance, best in read if instance.cities <= MAX_NODES]
    return [instance for instance, _ in small], [best for _, best in small]


def table(
    title: str, model: Model, instances: list[TspInstance], best: list[float], given: Namespace
) -> None:
    """Measure and print one table."""
    chosen = SHORT if given.short else ROWS
    found = [rows_of(model, instance, given.seconds, chosen) for instance in instances]
    print(f"{title}, {len(instances)} instances, {given.seconds} s of one core each")
    print("start     candidates  mean gap (95 %)               optimal   thinking + search, s")
    known = np.minimum(best, [min(row[0] for row in rows.values()) for rows in found])
    for row in found[0]:
        numbers = np.array([rows[row] for rows in found])
        excess = gaps(numbers[:, 0].tolist(), known.tolist())
        gap, means = confidence(excess), numbers.mean(0)
        assert gap is not None
        print(
            f"{row[0]:9} {row[1]:9} {gap.mean:8.2%} ({gap.low:.2%} to {gap.high:.2%})"
            f" {np.mean(excess < 1e-9):9.0%} {means[1]:9.2f} + {means[2]:.2f}"
        )
    print(f"iterations thought, mean: {np.mean([rows[THINKER, '-'][3] for rows in found]):.0f}")


def main() -> None:
    """Read the options, choose the instances, print the tables."""
    parser = ArgumentParser()
    parser.add_argument("--distances", default="asymmetric", choices=sorted(KINDS))
    parser.add_argument("--cities", type=int, default=50)
    parser.add_argument("--instances", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--exact", type=float, default=0.0)
    parser.add_argument("--short", action="store_true", help="only two of the rows")
    parser.add_argument("--folder", type=Path, help="of TSPLIB files")
    given = parser.parse_args()
    torch.set_num_threads(1)
    model = choose_model(installed(), Tsp(), "")
    warm = generate(np.random.default_rng(0), 1, 30, "asymmetric")[0]
    rows_of(model, warm, 0.01, ROWS)
    if given.folder is not None and not (given.folder / "optima.csv").is_file():
        print(f"skipped: there are no TSPLIB files in {given.folder}")
    elif given.folder is not None:
        for kind in ("atsp", "tsp"):
            table(kind, model, *tsplib(given.folder, kind), given)
    else:
        drawn = np.random.default_rng(given.seed)
        instances = generate(drawn, given.instances, given.cities, given.distances)
        best = [optimum(instance, given.exact) for instance in instances]
        table(f"{given.distances}, {given.cities} cities", model, instances, best, given)


def optimum(instance: TspInstance, seconds: float) -> float:
    """CP-SAT's best length within the time, infinite without time."""
    found = circuit(instance.distances, seconds).tour if seconds else None
    return np.inf if found is None else instance.length(found)


if __name__ == "__main__":
    main()
