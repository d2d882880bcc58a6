"""Greedy edge, for symmetric instances only: there an edge has no direction."""

import numpy as np

from thinkers import Baseline, BaselineAnswer
from thinkers_tsp.encoding import merge_undirected
from thinkers_tsp.instance import Tour, TspInstance


class GreedyEdge(Baseline[TspInstance, Tour]):
    """Take edges from the shortest on, unless one would make a branch or close a part too soon.

    It is how a thinker's scores become a tour, with shortness in the place of what was learned.
    """

    name = "greedy-edge"
    problem = "tsp"
    summary = "shortest edges first (multiple fragment, Bentley 1992); symmetric only"

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic; of equal edges the one of the lower cities first."""
        del rng
        return BaselineAnswer(merge_undirected(-instance.distances))

    def unsuitable(self, instance: TspInstance) -> str:
        """Asymmetric instances: an edge would have two lengths."""
        return "" if instance.symmetric else "its distances are not symmetric"

    def cheap(self, instance: TspInstance) -> bool:
        """Whenever it is suitable."""
        return not self.unsuitable(instance)
