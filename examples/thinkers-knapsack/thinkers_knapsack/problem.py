"""The 0-1 knapsack: the most valuable items that can be carried together."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from thinkers import Problem, Settings, Verdict, maximise
from thinkers_knapsack.baselines import solve
from thinkers_knapsack.check import check
from thinkers_knapsack.encoding import ItemsEncoding
from thinkers_knapsack.instance import Packed, Sack

HEAVIEST = 100
"""The most that an item weighs."""

SHARES = (0.2, 0.8)
"""What share of all items can be carried, at least and at most."""


class KnapsackParams(Settings):
    """Options of the generator."""

    items: int = Field(default=30, ge=1, description="Number of items.")
    values: Literal["uncorrelated", "correlated", "subset-sum"] = Field(
        default="uncorrelated", description="How values hang on weights."
    )


class Knapsack(Problem[Sack, Packed]):
    """Solved exactly by classical means: an example of an encoding, not of a need."""

    name = "knapsack"
    summary = "the most valuable items that can be carried together"
    Params = KnapsackParams
    size_option = "items"
    encodings = {"items": ItemsEncoding()}
    objective = maximise("value")
    reference = "dynamic"
    families = {kind: {"values": kind} for kind in ("uncorrelated", "correlated", "subset-sum")}

    def generate(self, rng: np.random.Generator, count: int, params: Settings) -> list[Sack]:
        """The kinds of Pisinger 2005 ("Where are the hard knapsack problems?")."""
        assert isinstance(params, KnapsackParams)
        return [_draw(child, params) for child in rng.spawn(count)]

    def check(self, instance: Sack, solution: Packed) -> Verdict:
        """Feasible when it can be carried."""
        weights, values = instance.weights.tolist(), instance.values.tolist()
        return check(weights, values, instance.capacity, solution.tolist())

    def label(self, instances: Sequence[Sack]) -> list[Packed]:
        """The most valuable loads."""
        return [solve(sack) for sack in instances]

    def toy(self) -> tuple[Sack, Packed]:
        """The two light items together are worth more than the heavy one."""
        return Sack(np.array([5, 3, 2]), np.array([6, 4, 3]), 5), np.array([0, 1, 1])


def _draw(rng: np.random.Generator, params: KnapsackParams) -> Sack:
    weights = rng.integers(1, HEAVIEST + 1, params.items)
    values = {
        "uncorrelated": rng.integers(1, HEAVIEST + 1, params.items),
        "correlated": weights + HEAVIEST // 10,
        "subset-sum": weights,
    }[params.values]
    return Sack(weights, values, round(rng.uniform(*SHARES) * int(weights.sum())))
