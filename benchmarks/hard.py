"""What `data.hard` gains: hard families sampled more, beside an even mixture of all families.

    OMP_NUM_THREADS=1 python benchmarks/hard.py

DT-L of width 16 learns prefix sums of 12 bits from all families, 800 steps, and is measured on
fresh strings of 24 bits of each family after 24 iterations, fixed beforehand. A family's weight is
multiplied by its loss to the power `data.hard`, as seen at each validation, every 50 steps. Runs
that `hard.csv` holds are not repeated.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from ablations import append, results
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.engine.stop import MaxIterations
from thinkers.models.card import Card
from thinkers.models.store import Model
from thinkers.nets import DTL
from thinkers.scoring.evaluating import evaluate
from thinkers.training.loop import train
from thinkers.training.recipe import Recipe
from thinkers.training.run import Run

RESULTS = Path(__file__).with_suffix(".csv")
POWERS = (0.0, 0.5, 1.0, 2.0)
BITS, FAR, ITERATIONS, STRINGS, SEED = 12, 24, 24, 200, 3_000_002
FAMILIES = tuple(PrefixSums.families)


def recipe(power: float, seed: int) -> Recipe:
    """An even mixture of the families, and how much more often the hard ones come."""
    params = {"family": list(FAMILIES), "bits": BITS}
    return Recipe.of(
        {
            "name": "prefix_sums/hard", "problem": "prefix_sums", "thinker": "dt-l", "seed": seed,
            "validate_every": 50, "config": {"width": 16}, "budget": {"minimum": BITS},
            "data": {
                "batch": 100, "hard": power,
                "train": [{"count": 1000, "params": params}],
                "validation": [{"count": 50, "params": params}],
            },
            "loss": {"iterations": 8, "alpha": 0.5},
            "optimizer": {"steps": 800, "learning_rate": 4e-3, "clip": 1.0, "warmup": 40},
            "scores": {"sizes": [BITS]},
        }
    )  # fmt: skip


def measure(power: float, seed: int) -> dict[str, str]:
    """Train once, and measure: a row of the results, shares of strings entirely right."""
    made, problem = recipe(power, seed), PrefixSums()
    with tempfile.TemporaryDirectory() as folder:
        thinker = train(Run(made, problem, DTL, Path(folder), "cpu"))
    card = Card(
        name=made.name, problem=problem.name, thinker=made.thinker,
        encoding=next(iter(problem.encodings)), config=made.config, budget=made.budget,
    )  # fmt: skip
    model, row = Model(card, thinker), {"hard": f"{power:g}", "seed": str(seed)}
    for name in FAMILIES:
        found = evaluate(
            problem, model, FAR, STRINGS, device="cpu", seed=SEED, params={"family": name},
            stop=MaxIterations(ITERATIONS),
        )  # fmt: skip
        row[name] = f"{found.exact or 0:.3f}"
    return row


def table(rows: Sequence[dict[str, str]]) -> Iterator[str]:
    """Means over the seeds, and the worst family of each seed."""
    yield "| hard | seeds | mean of all families | worst family of each seed |"
    yield "|---|---|---|---|"
    for power in sorted({row["hard"] for row in rows}, key=float):
        mine = [[float(row[name]) for name in FAMILIES] for row in rows if row["hard"] == power]
        mean = sum(map(sum, mine)) / len(mine) / len(FAMILIES)
        worst = ", ".join(f"{100 * each:.0f}" for each in sorted(map(min, mine)))
        yield f"| {power} | {len(mine)} | {100 * mean:.1f} | {worst} |"


def main() -> None:
    """Measure what is missing, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--powers", type=float, nargs="+", default=POWERS)
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = results(options.output)
    done = {(float(row["hard"]), int(row["seed"])) for row in rows}
    for seed in range(options.seeds):
        for power in options.powers:
            if (power, seed) not in done:
                rows.append(measure(power, seed))
                append(options.output, rows[-1])
                print(rows[-1], flush=True)
    print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
