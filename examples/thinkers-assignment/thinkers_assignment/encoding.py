"""What a thinker sees of the costs: a rectangular matrix, padded so that sizes share a batch."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Encoding, Signature
from thinkers_assignment.greedy import cheapest_first

Costs = NDArray[np.float64]
"""`(n, m)` float64, n <= m, of either sign: what each job costs if each agent does it."""

Jobs = NDArray[np.int64]
"""`(n,)` int64: the job of each agent, counted from 0."""

STEP = 8
"""Rows and columns are padded to a multiple of this."""


class CostsEncoding(Encoding[Costs, Jobs]):
    """Two channels: the cost over its row's mean, and over its column's, in units of the spread.

    Rows choose columns; agents and jobs are two sets, so that nothing is said of a pair's reverse,
    and the diagonal is as good as any other place.
    """

    signature = Signature(
        "matrix", channels=2, classes=1, target="row", bipartite=True, padded=True
    )

    def shape(self, instance: Costs) -> tuple[int, ...]:
        """`(n, m)`, rounded up."""
        agents, jobs = (STEP * -(-side // STEP) for side in instance.shape)
        return agents, jobs

    def encode(self, instances: Sequence[Costs], solutions: Sequence[Jobs] | None = None) -> Batch:
        """Costs and what is there; the targets are the jobs."""
        shape = (len(instances), *self.shape(instances[0]))
        inputs = np.zeros((shape[0], 2, *shape[1:]), np.float32)
        present = np.zeros(shape, bool)
        for row, costs in enumerate(instances):
            agents, jobs = costs.shape
            over = np.stack([costs - costs.mean(axis, keepdims=True) for axis in (1, 0)])
            inputs[row, :, :agents, :jobs] = over / (costs.std() or 1.0)
            present[row, :agents, :jobs] = True
        if solutions is None:
            return Batch(inputs, present, present=present)
        targets = np.zeros(shape, np.float32)
        for row, jobs in enumerate(solutions):
            targets[row, np.arange(len(jobs)), jobs] = 1.0
        return Batch(inputs, present, targets, present=present)

    def decode(self, scores: NDArray[np.float32], instance: Costs) -> Jobs:
        """Pairs by their scores, as long as agent and job are free: always an assignment."""
        agents, jobs = instance.shape
        return cheapest_first(-np.nan_to_num(scores[0, :agents, :jobs]))
