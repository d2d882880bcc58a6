"""The cheapest pair first: a decoder of scores, and the simplest of the classical solvers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def cheapest_first(costs: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    """The assignment that takes pairs in the order of their costs, as long as both are free."""
    agents, count = costs.shape
    jobs = np.full(agents, -1, np.int64)
    taken = np.zeros(count, bool)
    for place in np.argsort(costs, axis=None, kind="stable").tolist():
        agent, job = divmod(place, count)
        if jobs[agent] < 0 and not taken[job]:
            jobs[agent], taken[job] = job, True
    return jobs
