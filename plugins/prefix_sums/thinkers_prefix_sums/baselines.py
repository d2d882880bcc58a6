"""The classical solutions: one pass of exclusive or, and rounds of doubling."""

import numpy as np

from thinkers import Baseline, BaselineAnswer
from thinkers_prefix_sums.instance import Bits


class CumulativeXor(Baseline[Bits, Bits]):
    """Each answer is the exclusive or of the answer before and the bit."""

    name = "cumulative-xor"
    problem = "prefix_sums"
    summary = "one pass of exclusive or, exact"

    def solve(self, instance: Bits, rng: np.random.Generator) -> BaselineAnswer[Bits]:
        """The exact answer."""
        del rng
        return BaselineAnswer(np.bitwise_xor.accumulate(instance), proved=True)

    def cheap(self, instance: Bits) -> bool:
        """Always."""
        del instance
        return True


class Doubling(Baseline[Bits, Bits]):
    """In each round every position takes in the sum that ends where its own begins.

    A thinker whose step sees a bounded neighbourhood needs rounds in proportion to the length; this
    is what it could be compared with if it saw all.
    """

    name = "doubling"
    problem = "prefix_sums"
    summary = "data-parallel prefix sums in log2 n rounds (Hillis & Steele 1986), exact"

    def solve(self, instance: Bits, rng: np.random.Generator) -> BaselineAnswer[Bits]:
        """The exact answer."""
        del rng
        sums, reach = instance.copy(), 1
        while reach < len(sums):
            sums[reach:] = sums[reach:] ^ sums[:-reach]
            reach *= 2
        return BaselineAnswer(sums, proved=True)

    def cheap(self, instance: Bits) -> bool:
        """Always."""
        del instance
        return True
