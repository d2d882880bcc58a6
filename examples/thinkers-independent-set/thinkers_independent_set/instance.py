"""Graphs, and the sets of their nodes that are answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError

Chosen = NDArray[np.int64]
"""`(m,)` int64: the nodes of a set, in ascending order, counted from 0."""


@dataclass(frozen=True, eq=False)
class Graph:
    """An undirected graph without loops.

    Attributes:
        nodes: How many, >= 1; they are counted from 0.
        edges: `(e, 2)` int64, each once, the smaller end first.

    Raises:
        InvalidInstanceError: What is wrong with them.
    """

    nodes: int
    edges: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.nodes < 1:
            raise InvalidInstanceError(f"expected at least 1 node, got {self.nodes}")
        ends = np.sort(np.asarray(self.edges, np.int64).reshape(-1, 2), axis=1)
        if ends.size and not 0 <= ends.min() <= ends.max() < self.nodes:
            raise InvalidInstanceError(f"expected edges between nodes 0 to {self.nodes - 1}")
        if (ends[:, 0] == ends[:, 1]).any():
            raise InvalidInstanceError("expected no edge from a node to itself")
        object.__setattr__(self, "edges", np.unique(ends, axis=0))

    @property
    def both_ways(self) -> NDArray[np.int64]:
        """`(2e, 2)` int64: each edge from either end."""
        return np.concatenate([self.edges, self.edges[:, ::-1]])
