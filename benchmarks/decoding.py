"""What a thinker adds to the decoder that merges its tours: the same decoder without a thinker.

    OMP_NUM_THREADS=1 python benchmarks/decoding.py --cities 20,50,100 --instances 50

The decoder takes scores and never looks at distances. Here it is fed with the distances
themselves, negative and in units of the mean way to the three nearest cities, times a few factors:
the greater, the less the second best counts. It gets as many answers as the model reads, one of the
distances as they are, the others drawn as `--breadth` draws them, and the shortest counts. Of the
factors the best is chosen on the very instances, in the decoder's favour. Gaps are over the
shortest tour that anything here found, `lkh`, `elkai`, `commiv` and `lin-kernighan` among it, where
they are installed.
"""

from argparse import ArgumentParser
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from thinkers_tsp.decoding import decode
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.nearest import nearest

from thinkers.engine.devices import use_threads
from thinkers.engine.sampling import perturbed
from thinkers.engine.solve import solve
from thinkers.registry.choosing import find_model
from thinkers.registry.registry import installed
from thinkers.scoring.measuring import measure
from thinkers.scoring.statistics import confidence, gaps

SEED = 4_000_003
"""Draws the instances; no training and no published score has it."""

KINDS = ("euclidean", "symmetric", "asymmetric", "triangle")
FACTORS = (1.0, 3.0, 10.0, 30.0)
REFERENCES = ("lkh", "elkai", "commiv", "lin-kernighan")

Lengths = NDArray[np.float64]


def plain(instance: TspInstance, factor: float, answers: int = 1) -> float:
    """The length of the decoder's tour where the scores are plain distances.

    Args:
        instance: The task.
        factor: Of the distances.
        answers: How many tours there are, the first of the distances as they are, others drawn.
    """
    ways, near = instance.tamed, nearest(instance, 3).lengths.mean()
    scores = (-factor * ways / near).astype(np.float32)
    rng = np.random.default_rng(SEED)
    drawn = (perturbed(scores, rng) for _ in range(answers - 1))
    return min(instance.length(decode(each, instance)) for each in (scores, *drawn))


def shortest_known(instances: Sequence[TspInstance]) -> Lengths:
    """The length of the shortest tour that the references find of each."""
    problem, every = installed().problem("tsp"), installed().baselines("tsp")
    solvers = [every[name] for name in REFERENCES if name in every]
    return np.array([
        min(
            measure(problem, instance, solver).verdict.cost
            for solver in solvers
            if not solver.unsuitable(instance)
        )
        for instance in instances
    ])  # fmt: skip


def row(own: Lengths, once: Lengths, decoder: Lengths, best: Lengths) -> str:
    """The cells of a line: the gaps, how much the thinker takes off, and how often it wins.

    Args:
        own: `(n,)` lengths of the thinker's tours.
        once: `(n,)` lengths of one tour of plain distances, factor 1.
        decoder: `(f, n)` the shortest of several without the thinker, by factor.
        best: `(n,)` the shortest that is known.
    """
    thinker = 100 * np.array(gaps(own, best))
    others = 100 * np.array([gaps(each, best) for each in decoder])
    chosen = int(others.mean(1).argmin())
    other = others[chosen]
    off = confidence(other - thinker)
    between = "" if off is None else f" ({off.low:.2f} to {off.high:.2f})"
    won, lost = (thinker < other).sum(), (thinker > other).sum()
    return (
        f"{thinker.mean():.2f} | {100 * np.mean(gaps(once, best)):.2f} | {other.mean():.2f} "
        f"(x {FACTORS[chosen]:g}) | {(other - thinker).mean():.2f}{between} "
        f"| {won}/{len(best) - won - lost}/{lost}"
    )


def main() -> None:
    """Print the table."""
    parser = ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", default="tsp/dt-m")
    parser.add_argument("--cities", default="20,50,100", help="numbers, by commas")
    parser.add_argument("--kinds", default=",".join(KINDS), help="names, by commas")
    parser.add_argument("--instances", type=int, default=50, help="of each kind and size")
    options = parser.parse_args()
    use_threads(1)
    problem, model = find_model(installed(), options.model)
    budget = model.card.budget
    print(
        f"| kind | cities | {options.model} | plain, one answer | plain, as many | taken off "
        "| wins/ties/losses |\n|---|---|---|---|---|---|---|"
    )
    for kind in options.kinds.split(","):
        for cities in map(int, options.cities.split(",")):
            instances = generate(np.random.default_rng(SEED), options.instances, cities, kind)
            own = np.array([each.raw.cost for each in solve(problem, instances, model)])
            answers = budget.iterations((cities,)) // budget.read_every if budget.read_every else 1
            once = np.array([plain(each, 1.0) for each in instances])
            decoder = np.array([[plain(each, by, answers) for each in instances] for by in FACTORS])
            best = np.min([own, once, *decoder, shortest_known(instances)], axis=0)
            print(f"| {kind} | {cities} | {row(own, once, decoder, best)} |", flush=True)


if __name__ == "__main__":
    main()
