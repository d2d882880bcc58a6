"""Road distances: shortest paths in a directed planar graph of one-way streets."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import TspInstance

Rng = np.random.Generator
Lengths = NDArray[np.float64]

JITTER = 0.3
"""How far a junction may lie from its place in either direction, of a block's side; below one half,
so that no two streets cross but at a junction."""

ROOM = 2
"""Junctions within the ring for each city."""

AT_ONCE = 64
"""Starts whose ways are found together: 5 MB of numbers among 10,000 junctions."""


@dataclass(frozen=True)
class Town:
    """Junctions in rows and columns, and the streets between neighbours.

    Attributes:
        places: `(s, s, 2)` float64, where the junctions are.
        along: `(2, s, s - 1)` float64, from the junction at `[i, j]` to `[i, j + 1]`, and back;
            infinite where the street goes the other way only.
        across: `(2, s, s - 1)` float64, the same from `[j, i]` to `[j + 1, i]`, and back.
    """

    places: Lengths
    along: Lengths
    across: Lengths


def streets(rng: Rng, cities: int) -> TspInstance:
    """Shortest ways between junctions of a jittered grid of one-way streets in a two-way ring.

    Each street within the ring is one-way all along, in a random direction. So it leads from the
    ring and to the ring, and every junction is reached from every other.
    """
    inner = ceil(sqrt(ROOM * cities))
    town = _built(rng, inner + 2)
    rows, columns = np.divmod(rng.permutation(inner * inner)[:cities], inner)
    homes = np.stack([rows, columns]) + 1
    starts = range(0, cities, AT_ONCE)
    ways = [_ways(town, homes[:, first : first + AT_ONCE])[:, *homes] for first in starts]
    return TspInstance(np.concatenate(ways), town.places[*homes], name="streets")


def _built(rng: Rng, side: int) -> Town:
    raster = np.stack(np.meshgrid(np.arange(side), np.arange(side), indexing="ij"), -1)
    places: Lengths = raster + rng.uniform(-JITTER, JITTER, raster.shape)
    return Town(places, _streets(rng, places), _streets(rng, places.swapaxes(0, 1)))


def _streets(rng: Rng, places: Lengths) -> Lengths:
    """`(2, s, s - 1)` lengths along each row, and back; infinite against a one-way street."""
    lengths = np.sqrt(((places[:, 1:] - places[:, :-1]) ** 2).sum(-1))
    both = np.stack([lengths, lengths])
    inner = np.arange(1, len(places) - 1)
    both[rng.integers(2, size=len(inner)), inner] = np.inf
    return both


def _ways(town: Town, starts: NDArray[np.int64]) -> Lengths:
    """`(k, s, s)` lengths of the shortest ways from each of `(2, k)` starts to every junction.

    Bellman and Ford's relaxation, street by street in four directions, until nothing changes.
    """
    side = len(town.places)
    ways = np.full((starts.shape[1], side, side), np.inf)
    ways[np.arange(len(ways)), *starts] = 0.0
    before = np.full_like(ways, np.nan)
    while not np.array_equal(ways, before):
        before = ways.copy()
        for seen, lengths in _directions(ways, town):
            for step in range(side - 1):
                on = seen[:, :, step] + lengths[:, step]
                np.minimum(seen[:, :, step + 1], on, out=seen[:, :, step + 1])
    return ways


def _directions(ways: Lengths, town: Town) -> Iterator[tuple[Lengths, Lengths]]:
    """Views of the ways whose last axis a street follows, with the streets' lengths."""
    for seen, (there, back) in ((ways, town.along), (ways.swapaxes(1, 2), town.across)):
        yield seen, there
        yield seen[:, :, ::-1], back[:, ::-1]
