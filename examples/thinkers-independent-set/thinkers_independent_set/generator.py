"""Graphs of three kinds; no node of them has more than `MOST` neighbours."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from thinkers_independent_set.instance import Graph

MOST = 7
"""Neighbours of a node, so that all graphs of a size share a batch."""

Pairs = NDArray[np.int64]
"""`(e, 2)` int64: edges in the order in which they are asked for."""


def uniform(rng: np.random.Generator, nodes: int, degree: float) -> Pairs:
    """Edges drawn from all pairs (Erdős and Rényi 1959)."""
    pairs = np.stack(np.triu_indices(nodes, 1), axis=1)
    edges: Pairs = rng.permutation(pairs)[: round(nodes * degree / 2)]
    return edges


def geometric(rng: np.random.Generator, nodes: int, degree: float) -> Pairs:
    """The shortest pairs of points in the unit square."""
    places = rng.random((nodes, 2))
    pairs = np.stack(np.triu_indices(nodes, 1), axis=1)
    lengths = np.linalg.norm(places[pairs[:, 0]] - places[pairs[:, 1]], axis=1)
    edges: Pairs = pairs[lengths.argsort()][: round(nodes * degree / 2)]
    return edges


def trees(rng: np.random.Generator, nodes: int, degree: float) -> Pairs:
    """Each node hangs on one before it; a tree has the degree that it has."""
    del degree
    return np.array([(rng.integers(node), node) for node in range(1, nodes)]).reshape(-1, 2)


KINDS: Mapping[str, Callable[[np.random.Generator, int, float], Pairs]] = {
    "uniform": uniform, "geometric": geometric, "trees": trees,
}  # fmt: skip


def generate(rng: np.random.Generator, nodes: int, degree: float, kind: str) -> Graph:
    """One graph; edges that would give a node more than `MOST` neighbours are left out."""
    count = np.zeros(nodes, int)
    kept = []
    for first, second in KINDS[kind](rng, nodes, degree):
        if max(count[first], count[second]) < MOST:
            count[[first, second]] += 1
            kept.append((first, second))
    return Graph(nodes, np.array(kept, np.int64).reshape(-1, 2))
