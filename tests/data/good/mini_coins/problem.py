"""Coins: turn every coin of a row over."""

import numpy as np
from pydantic import Field

from thinkers import (
    Baseline,
    BaselineAnswer,
    Batch,
    Encoding,
    Problem,
    Settings,
    Signature,
    Verdict,
)


class CoinsParams(Settings):
    coins: int = Field(default=8, ge=1, description="Length of the row.")


class RowEncoding(Encoding):
    """One channel a coin, and the side that it shall show."""

    signature = Signature("sequence", channels=1, classes=2)

    def shape(self, instance):
        return instance.shape

    def encode(self, instances, solutions=None):
        coins = np.stack(instances)
        targets = None if solutions is None else np.stack(solutions)
        return Batch(coins[:, None].astype(np.float32), np.ones(coins.shape, bool), targets)

    def decode(self, scores, instance):
        return scores.argmax(0)


class Coins(Problem):
    """Instances and answers are `(n,)` int64 of 0 (tails) and 1 (heads); all else is as it comes."""

    name = "coins"
    summary = "turn every coin over"
    Params = CoinsParams
    size_option = "coins"
    encodings = {"row": RowEncoding()}
    reference = "turner"

    def generate(self, rng, count, params):
        return [child.integers(0, 2, params.coins) for child in rng.spawn(count)]

    def check(self, instance, solution):
        right = solution != instance
        return Verdict(bool(right.all()), accuracy=float(right.mean()))

    def label(self, instances):
        return [1 - coins for coins in instances]

    def toy(self):
        return np.array([1, 0]), np.array([0, 1])


class Turner(Baseline):
    name = "turner"
    problem = "coins"
    summary = "turns each coin by hand"

    def solve(self, instance, rng):
        return BaselineAnswer(1 - instance, proved=True)
