"""Graphs as lists of neighbours: of each node the nodes that its listed pairs lead to."""

import numpy as np
from numpy.typing import NDArray

from thinkers.errors import InvalidInstanceError

MAX_PAIRS = 1 << 24
"""Listed pairs of an instance up to which float32 holds each pair's place exactly."""


def neighbour_lists(
    edges: NDArray[np.int64], nodes: int, most: int | None = None
) -> NDArray[np.int64]:
    """The neighbours of each node, as `Batch.neighbours` holds them for one instance.

    Args:
        edges: `(e, 2)` int64, directed pairs i -> j of nodes counted from 0; an undirected graph
            has each edge both ways. None twice.
        nodes: n, how many nodes there are.
        most: k, how many neighbours a list has room for; None for as many as the longest needs,
            at least 1.

    Returns:
        `(n, k)` int64, -1 where there is no further neighbour.

    Raises:
        InvalidInstanceError: A node has more than `most` neighbours.
    """
    edges = np.asarray(edges, np.int64).reshape(-1, 2)
    edges = edges[np.lexsort((edges[:, 1], edges[:, 0]))]
    degrees = np.bincount(edges[:, 0], minlength=nodes)  # (n,)
    longest = int(degrees.max(initial=0))
    room = max(1, longest) if most is None else most
    if longest > room:
        raise InvalidInstanceError(
            f"node {int(degrees.argmax())} has {longest} neighbours, more than {room}"
        )
    lists = np.full((nodes, room), -1, np.int64)
    first = np.concatenate([[0], degrees.cumsum()])[:-1]  # (n,)
    lists[edges[:, 0], np.arange(len(edges)) - first[edges[:, 0]]] = edges[:, 1]
    return lists


def reverse_pairs(neighbours: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the reverse of each listed pair stands.

    Args:
        neighbours: `(b, n, k)` signed integers, -1 where no pair is listed.

    Returns:
        `(b, n, k)` int64: the place of the pair j -> i among the n k of its instance, for the pair
        i -> j; -1 where that is not listed.
    """
    _, nodes, room = neighbours.shape
    neighbours = neighbours.astype(np.int64, copy=False)
    found = np.full_like(neighbours, -1)
    origin = np.repeat(np.arange(nodes), room)  # (n k,)
    for own, places in zip(
        neighbours.reshape(len(found), -1), found.reshape(len(found), -1), strict=True
    ):
        [listed] = np.nonzero(own >= 0)  # (pairs,)
        keys = origin[listed] * nodes + own[listed]
        wanted = own[listed] * nodes + origin[listed]
        order = keys.argsort()
        at = np.searchsorted(keys, wanted, sorter=order).clip(max=max(0, len(keys) - 1))
        there = keys[order[at]] == wanted if len(keys) else np.zeros(0, bool)
        places[listed[there]] = listed[order[at]][there]
    return found.reshape(neighbours.shape)


def lists_fault(neighbours: NDArray[np.int64]) -> str:
    """What is wrong with lists of neighbours `(b, n, k)`; empty where nothing is."""
    _, nodes, room = neighbours.shape
    if nodes * room > MAX_PAIRS:
        return f"at most {MAX_PAIRS} listed pairs an instance, got {nodes} x {room}"
    if neighbours.min() < -1 or neighbours.max() >= nodes:
        return f"neighbours from 0 to {nodes - 1}, and -1 where none is listed"
    ordered = np.sort(neighbours, axis=-1)
    if ((ordered[..., 1:] == ordered[..., :-1]) & (ordered[..., 1:] >= 0)).any():
        return "each neighbour of a node to be listed once"
    return ""
