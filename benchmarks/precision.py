"""How many answers are the same where steps are computed in bf16, by model.

    OMP_NUM_THREADS=1 python benchmarks/precision.py --instances 1000

Told are the answers that are equal to those in float32, and how many of each are right, or verified
where answers have a cost, with the mean cost of those in bf16 over that in float32. Models with a
proven contraction refuse bf16 and are left out.
"""

from argparse import ArgumentParser

import numpy as np

from thinkers.engine.bounds import LipschitzBounds
from thinkers.engine.devices import use_threads
from thinkers.engine.solve import solve
from thinkers.registry.choosing import find_model
from thinkers.registry.registry import installed

SEED = 4_000_004
"""Draws the instances; no training and no published score has it."""

SIZES = {"maze": 13, "prefix_sums": 64, "tsp": 20}
MOST = {"chess": 520}
"""All instances there are that no training has seen."""

MODELS = (
    "chess/dt-l,maze/dt-l,maze/dt-l-pixel,maze/dt-mp,maze/dt-r,maze/proven,prefix_sums/dt-l,"
    "prefix_sums/dt-mp,prefix_sums/proven,tsp/dt-g,tsp/dt-m"
)


def row(name: str, instances: int, device: str) -> str:
    """The cells of one model."""
    problem, model = find_model(installed(), name)
    if LipschitzBounds.of(model.thinker) is not None:
        return f"{name} | refused: a contraction is proven | | |"
    params = problem.sized(SIZES.get(problem.name), {}, "the benchmark")
    count = min(instances, MOST.get(problem.name, instances))
    tasks = problem.generate(np.random.default_rng(SEED), count, params)
    plain, halved = (
        solve(problem, tasks, model, precision=each, device=device) for each in ("float32", "bf16")
    )
    same = sum(
        str(problem.describe_solution(one.solution))
        == str(problem.describe_solution(other.solution))
        for one, other in zip(plain, halved, strict=True)
    )
    right = [sum(each.verdict.right for each in found) for found in (plain, halved)]
    cost = ""
    if problem.objective is not None:
        pairs = zip(plain, halved, strict=True)
        over = [b.raw.cost / a.raw.cost - 1 for a, b in pairs if a.raw.right and b.raw.right]
        cost = f"{100 * np.mean(over):+.2f} %"
    return f"{name} | {same} of {len(tasks)} | {right[0]} / {right[1]} | {cost} |"


def main() -> None:
    """Print the table."""
    parser = ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--models", default=MODELS, help="names, by commas")
    parser.add_argument("--instances", type=int, default=20, help="of each model")
    parser.add_argument("--device", default="auto")
    options = parser.parse_args()
    use_threads(1)
    print("| model | same answer | right, float32 / bf16 | cost over float32 |\n|---|---|---|---|")
    for name in options.models.split(","):
        print(f"| {row(name, options.instances, options.device)}", flush=True)


if __name__ == "__main__":
    main()
