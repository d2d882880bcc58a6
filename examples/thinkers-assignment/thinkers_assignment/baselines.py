"""Classical solvers: scipy's, which is exact, and the cheapest pair first."""

import numpy as np

from thinkers import Baseline, BaselineAnswer, MissingPackageError
from thinkers_assignment.encoding import Costs, Jobs
from thinkers_assignment.greedy import cheapest_first


def solve(costs: Costs) -> Jobs:
    """The cheapest assignment (Crouse 2016, a variant of Jonker and Volgenant's method)."""
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError as error:
        raise MissingPackageError("exact assignments need scipy", "pip install scipy") from error
    return np.asarray(linear_sum_assignment(costs)[1], np.int64)


class Scipy(Baseline[Costs, Jobs]):
    """Exact; of use up to thousands of agents."""

    name, problem, summary = "scipy", "assignment", "scipy's linear_sum_assignment, exact"

    def solve(self, instance: Costs, rng: np.random.Generator) -> BaselineAnswer[Jobs]:
        """The cheapest assignment, which is its own bound."""
        del rng
        jobs = solve(instance)
        cost = float(instance[np.arange(len(jobs)), jobs].sum())
        return BaselineAnswer(jobs, proved=True, bound=cost)

    def cheap(self, instance: Costs) -> bool:
        """Up to a thousand agents."""
        return instance.size <= 10**6


class Cheapest(Baseline[Costs, Jobs]):
    """The cheapest pair of a free agent and a free job, again and again."""

    name, problem, summary = "cheapest", "assignment", "the cheapest pair, again and again"

    def solve(self, instance: Costs, rng: np.random.Generator) -> BaselineAnswer[Jobs]:
        """Of equally cheap pairs the first."""
        del rng
        return BaselineAnswer(cheapest_first(instance))
