"""Tours of `lin-kernighan` over those of LKH, at the same CPU time, instance by instance.

    pip install elkai ./examples/thinkers-elkai
    OMP_NUM_THREADS=1 python benchmarks/search.py
    OMP_NUM_THREADS=1 python benchmarks/search.py --sizes 100,200,500 --instances 10

LKH is elkai's (Helsgaun 2000, one run; for non-commercial use). Both are timed
by the CPU time of this process, one after the other on each instance, so that a busy machine slows
both down. `lin-kernighan` gets what LKH took, or `--seconds`, its first tour and the listing of
candidates included; numba's compiling, once, is not. `--start`
has it begin at another tour.
"""

from argparse import ArgumentParser, Namespace
from time import process_time

import numpy as np
from thinkers_tsp.baselines.lin_kernighan import MOMENT, LinKernighan
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.search import search

from thinkers.registry.registry import AnyBaseline, installed
from thinkers.scoring.statistics import confidence

KINDS = ("asymmetric", "triangle", "euclidean")


def own_length(instance: TspInstance, start: str | None, seconds: float) -> float:
    """Of the tour that `lin-kernighan` finds in so many seconds of CPU time."""
    begin, rng = process_time(), np.random.default_rng(0)
    first = LinKernighan(start=start).first(instance)
    left = max(seconds - (process_time() - begin), MOMENT)
    return instance.length(search(instance, first, rng, seconds=left, clock=process_time))


def lkh_length(instance: TspInstance, lkh: AnyBaseline) -> tuple[float, float]:
    """Of the tour of one run of LKH, and its seconds of CPU time."""
    begin = process_time()
    tour = lkh.solve(instance, np.random.default_rng(0)).solution
    taken = process_time() - begin
    assert tour is not None, "LKH always gives one"
    return instance.length(tour), taken


def row(kind: str, cities: int, lkh: AnyBaseline, given: Namespace) -> str:
    """Gaps of one kind and size, in words."""
    excess, times = [], []
    for instance in generate(np.random.default_rng(given.seed), given.instances, cities, kind):
        best, taken = lkh_length(instance, lkh)
        seconds = given.seconds or taken
        excess.append(own_length(instance, given.start, seconds) / best - 1)
        times.append((taken, seconds))
    gap = confidence(np.array(excess))
    assert gap is not None
    theirs, own = np.mean(times, axis=0)
    return (
        f"| {kind} | {cities} | {gap.mean:.2%} ({gap.low:.2%} to {gap.high:.2%})"
        f" | {np.mean(np.array(excess) < 1e-9):.0%} | {theirs:.2f} | {own:.2f} |"
    )


def main() -> None:
    """Read the options, warm up, print the table."""
    parser = ArgumentParser()
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--sizes", default="100,200")
    parser.add_argument("--instances", type=int, default=5)
    parser.add_argument("--seed", type=int, default=4_000_037, help="nothing else draws from it")
    parser.add_argument("--seconds", type=float, help="of CPU time, in the place of LKH's")
    parser.add_argument("--start", choices=["greedy", "patching", "farthest", "nearest"])
    given = parser.parse_args()
    (small,) = generate(np.random.default_rng(0), 1, 40, KINDS[0])
    lkh = installed().baselines("tsp").get("elkai")
    if lkh is None or lkh.unsuitable(small):
        print("skipped: there is no elkai")
        return
    for kind in KINDS:
        (small,) = generate(np.random.default_rng(0), 1, 40, kind)
        own_length(small, given.start, 0.01)
    print("| distances | cities | over LKH (95 %) | no longer | LKH, s | lin-kernighan, s |")
    print("|---|---|---|---|---|---|")
    for kind in given.kinds.split(","):
        for cities in map(int, given.sizes.split(",")):
            print(row(kind, cities, lkh, given), flush=True)


if __name__ == "__main__":
    main()
