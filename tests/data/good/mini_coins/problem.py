"""Coins: turn every coin of a row over."""

import numpy as np
from pydantic import Field

from thinkers import (
    Baseline,
    BaselineAnswer,
    Batch,
    Canvas,
    Figure,
    Problem,
    Settings,
    Signature,
    Verdict,
)


class CoinsParams(Settings):
    coins: int = Field(default=8, ge=1, description="Length of the row.")


class Coins(Problem):
    """Instances and answers are `(n,)` int64 of 0 (tails) and 1 (heads)."""

    name = "coins"
    summary = "turn every coin over"
    Params = CoinsParams
    size_option = "coins"
    encodings = {"row": Signature("sequence", channels=1, classes=2)}
    reference = "turner"

    def generate(self, rng, count, params):
        return [child.integers(0, 2, params.coins) for child in rng.spawn(count)]

    def shape(self, instance, encoding):
        return instance.shape

    def encode(self, instances, encoding, solutions=None):
        coins = np.stack(instances)
        targets = None if solutions is None else np.stack(solutions)
        return Batch(coins[:, None].astype(np.float32), np.ones(coins.shape, bool), targets)

    def decode(self, scores, instance, encoding):
        return scores.argmax(0)

    def check(self, instance, solution):
        right = solution != instance
        return Verdict(bool(right.all()), accuracy=float(right.mean()))

    def label(self, instances):
        return [1 - coins for coins in instances]

    def draw(self, instance, solution):
        canvas = Canvas(10 * len(instance), 10)
        for place in np.flatnonzero(instance):
            canvas.dot((10.0 * place + 5, 5), 4, "black")
        return Figure("".join("oO"[coin] for coin in instance), canvas.to_svg, canvas.to_png)

    def toy(self):
        return np.array([1, 0]), np.array([0, 1])

    def describe(self, instance):
        return {"coins": instance.tolist()}

    def describe_solution(self, solution):
        return {"turned": solution.tolist()}


class Turner(Baseline):
    name = "turner"
    problem = "coins"
    summary = "turns each coin by hand"

    def solve(self, instance, rng):
        return BaselineAnswer(1 - instance, proved=True)
