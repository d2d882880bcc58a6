"""Repairing tours with forbidden legs, by the thinker's scores and allowed legs.

Merging looks one leg ahead, so its last legs may be forbidden though there is a tour without such.
Nothing here asks how long a leg is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import Tour
from thinkers_tsp.walking import walk

JOINS = ("ACB",)
"""How the parts A, B and C of a tour can be joined anew without turning one round."""

TURNED = ("AcB", "ACb", "Abc", "ABc", "Acb")
"""What comes to it where a leg may be taken either way; a small letter is a part turned round."""

MAX_TOURS = 1000
"""Tours that exchanges are made in, for each forbidden leg: a second at 100 cities (our choice)."""

MAX_EXCHANGES = 8
"""Exchanges that are followed up from one tour (our choice)."""

IMPOSSIBLE = 4
"""More legs than an exchange brings in."""

Ends = dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]
"""First and last city of each part: for every i along the rows, for every j along the columns."""


@dataclass(frozen=True, eq=False)
class Mending:
    """What a tour is mended by.

    Attributes:
        worth: `(n, n)` float64, the logarithm of how likely each leg is; finite.
        forbidden: `(n, n)` bool, the legs to do without.
        symmetric: Whether parts of the tour may be turned round.
    """

    worth: NDArray[np.float64]
    forbidden: NDArray[np.bool_]
    symmetric: bool

    def mend(self, tour: Tour) -> Tour:
        """A tour with as few forbidden legs as are found, never more, and else by worth.

        Exchanges of three legs come first; where they lead nowhere, a walk along allowed legs.
        """
        while len(self._places(tour)):
            fewer = self._fewer(tour)
            if fewer is None:
                around = walk(self.worth, ~self.forbidden)
                return tour if around is None else around
            tour = fewer
        return tour

    def _places(self, tour: Tour) -> NDArray[np.int64]:
        """Where on the tour a city is left by a forbidden leg."""
        return np.flatnonzero(self.forbidden[tour, np.roll(tour, -1)])

    def _barred(self, tour: Tour) -> frozenset[tuple[int, int]]:
        """The forbidden legs of a tour."""
        at, after = self._places(tour), np.roll(tour, -1)
        return frozenset(zip(tour[at].tolist(), after[at].tolist(), strict=True))

    def _fewer(self, tour: Tour) -> Tour | None:
        """A tour with fewer forbidden legs, or None where `MAX_TOURS` do not lead to one.

        Exchanges that leave another forbidden leg are followed up, those of the likeliest tour
        first, unless the same legs were left before: Posa's rotations (1976), for closed tours.
        """
        seen = {self._barred(tour)}
        waiting = [(0.0, 0, tour)]  # the loss of worth, and the order of coming
        for _ in range(MAX_TOURS):
            if not waiting:
                return None
            loss, _, tour = heappop(waiting)
            for fewer, gain, other in self._exchanged(tour):
                if fewer:
                    return other
                barred = self._barred(other)
                if barred not in seen:
                    seen.add(barred)
                    heappush(waiting, (loss - gain, len(seen), other))
        return None

    def _exchanged(self, tour: Tour) -> Iterator[tuple[bool, float, Tour]]:
        """Tours in place of one with a forbidden leg, those with fewer first, then by gained worth.

        The least likely such leg and two others are exchanged (Lin 1965): with it at the end, A is
        `tour[: i + 1]`, B `tour[i + 1 : j + 1]` and C the rest, none of them empty.
        """
        after, places = np.roll(tour, -1), self._places(tour)
        worst = places[self.worth[tour, after][places].argmin()]
        tour = np.roll(tour, -1 - worst)
        ends: Ends = {
            "A": (tour[:1, None], tour[:-1, None]),
            "B": (tour[1:, None], tour[None, :-1]),
            "C": (tour[None, 1:], tour[-1:, None]),
        }
        ends |= {part.lower(): (last, first) for part, (first, last) in ends.items()}
        joins = JOINS + TURNED if self.symmetric else JOINS
        before, worth = self._sums("ABC", ends)
        sums = [self._sums(parts, ends) for parts in joins]
        more = np.stack([count - before for count, _ in sums])
        more[:, np.tri(len(tour) - 1, dtype=bool)] = IMPOSSIBLE  # B is empty
        gains = np.stack([worths - worth for _, worths in sums])
        some = np.flatnonzero(more <= 0)
        best = some[np.lexsort((-gains.flat[some], more.flat[some]))[:MAX_EXCHANGES]]
        for at in best:
            join, i, j = np.unravel_index(at, more.shape)
            yield bool(more.flat[at] < 0), float(gains.flat[at]), _joined(tour, joins[join], i, j)

    def _sums(self, parts: str, ends: Ends) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """How many legs between the parts are forbidden, and their worth, for all i and j."""
        order = zip(parts, parts[1:] + parts[0], strict=True)
        legs = [np.broadcast_arrays(ends[one][1], ends[next_one][0]) for one, next_one in order]
        count = np.zeros(np.broadcast_shapes(*(leg[0].shape for leg in legs)), np.int64)
        worth = np.zeros(count.shape)
        for start, end in legs:
            count += self.forbidden[start, end]
            worth += self.worth[start, end]
        return count, worth


def _joined(tour: Tour, parts: str, i: int, j: int) -> Tour:
    """The tour with its parts in another order, those with a small letter turned round."""
    pieces = dict(zip("ABC", np.split(tour, [i + 1, j + 1]), strict=True))
    pieces |= {part.lower(): piece[::-1] for part, piece in pieces.items()}
    return np.concatenate([pieces[part] for part in parts])
