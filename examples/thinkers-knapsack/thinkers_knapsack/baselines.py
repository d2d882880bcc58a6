"""Classical solvers: dynamic programming, the best value for its weight, and a bound from above."""

import numpy as np
from numpy.typing import NDArray

from thinkers import Baseline, BaselineAnswer
from thinkers_knapsack.instance import Packed, Sack

MAX_STATES = 10**8
"""Items times capacity beyond which dynamic programming takes too much memory."""


def solve(sack: Sack) -> Packed:
    """The most valuable load (Bellman 1957): the best for each capacity, item by item."""
    best = np.zeros(sack.capacity + 1, np.int64)  # (c + 1,)
    taken = np.zeros((len(sack.weights), sack.capacity + 1), bool)
    for item, (weight, value) in enumerate(zip(sack.weights, sack.values, strict=True)):
        if weight <= sack.capacity:
            other = best[: sack.capacity + 1 - weight] + value
            taken[item, weight:] = other > best[weight:]
            best[weight:] = np.maximum(best[weight:], other)
    packed, left = np.zeros(len(taken), np.int64), sack.capacity
    for item in reversed(range(len(taken))):
        if taken[item, left]:
            packed[item], left = 1, left - int(sack.weights[item])
    return packed


def by_worth(sack: Sack, order: NDArray[np.int64]) -> Packed:
    """Items in this order, each if it still fits."""
    packed, left = np.zeros(len(order), np.int64), sack.capacity
    for item in order.tolist():
        if sack.weights[item] <= left:
            packed[item], left = 1, left - int(sack.weights[item])
    return packed


def densest_first(sack: Sack) -> NDArray[np.int64]:
    """Items by value for their weight."""
    return np.argsort(-sack.values / sack.weights, kind="stable")


class Dynamic(Baseline[Sack, Packed]):
    """Exact; time and memory grow with items times capacity."""

    name, problem, summary = "dynamic", "knapsack", "dynamic programming over capacities, exact"

    def solve(self, instance: Sack, rng: np.random.Generator) -> BaselineAnswer[Packed]:
        """The most valuable load, whose value is its own bound."""
        del rng
        packed = solve(instance)
        return BaselineAnswer(packed, proved=True, bound=float(instance.values @ packed))

    def unsuitable(self, instance: Sack) -> str:
        """Large capacities."""
        states = len(instance.weights) * instance.capacity
        return "" if states <= MAX_STATES else "its capacity is too large for dynamic programming"

    def cheap(self, instance: Sack) -> bool:
        """What takes some milliseconds."""
        return len(instance.weights) * instance.capacity <= 10**7


class Greedy(Baseline[Sack, Packed]):
    """The item of the most value for its weight, again and again."""

    name, problem, summary = "greedy", "knapsack", "the most value for its weight, again and again"

    def solve(self, instance: Sack, rng: np.random.Generator) -> BaselineAnswer[Packed]:
        """Of equally good items the first."""
        del rng
        return BaselineAnswer(by_worth(instance, densest_first(instance)))


class Relaxation(Baseline[Sack, Packed]):
    """No answer, but a bound: what could be carried if items could be cut (Dantzig 1957)."""

    name, problem, summary = "relaxation", "knapsack", "a bound: the value if items could be cut"

    def solve(self, instance: Sack, rng: np.random.Generator) -> BaselineAnswer[Packed]:
        """The bound."""
        del rng
        order = densest_first(instance)
        before = instance.weights[order].cumsum() - instance.weights[order]  # (n,)
        share = ((instance.capacity - before) / instance.weights[order]).clip(0, 1)  # (n,)
        return BaselineAnswer(None, bound=float(share @ instance.values[order]))
