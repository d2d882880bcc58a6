"""Traits of a string: how it differs from one of fair coins."""

from math import log, log2, sqrt

import numpy as np

from thinkers_prefix_sums.instance import Bits

CHANCE = 1e-6
"""Fair coins have each trait at most with this chance, whatever the length."""


def traits(bits: Bits) -> frozenset[str]:
    """The traits of a string; none for short ones, which may be anything.

    `constant`: all bits are equal. `periodic`: they repeat with some period, twice or more. Else:
    `biased`: far more zeros or ones than coins give; `few changes` or `many changes` from one bit
    to the next; `long runs`: a run of equal bits that is longer than coins give.
    """
    count, surprise = len(bits), -log2(CHANCE)
    changes = int((bits[1:] != bits[:-1]).sum())
    if not changes:
        return frozenset({"constant"} if count > surprise + 1 else ())
    if _is_periodic(bits, surprise):
        return frozenset({"periodic"})
    found = set()
    if abs(int(bits.sum()) - count / 2) > _most(count):
        found.add("biased")
    if abs(changes - (count - 1) / 2) > _most(count - 1):
        found.add("few changes" if changes < count / 2 else "many changes")
    ends = np.flatnonzero(np.diff(bits, prepend=1 - bits[0], append=1 - bits[-1]))
    if np.diff(ends).max() > surprise + log2(count) + 1:  # each of `count` runs: 2^(1 - length)
        found.add("long runs")
    return frozenset(found)


def _most(coins: int) -> float:
    """How far from half of them heads lie at most, but for `CHANCE` (Hoeffding 1963)."""
    return sqrt(coins * log(2 / CHANCE) / 2)


def _is_periodic(bits: Bits, surprise: float) -> bool:
    """Whether a period of at most half the string leaves enough bits that must agree with it.

    With coins a period p has the chance 2^(p - n), and all of at most n / 2 together twice that of
    the largest.
    """
    return _period(bits.tolist()) <= min(len(bits) // 2, len(bits) - int(surprise) - 2)


def _period(bits: list[int]) -> int:
    """The least p such that each bit is the one p places before it (Knuth, Morris & Pratt 1977)."""
    border = [0] * len(bits)
    length = 0
    for place in range(1, len(bits)):
        while length and bits[place] != bits[length]:
            length = border[length - 1]
        length += bits[place] == bits[length]
        border[place] = length
    return len(bits) - length
