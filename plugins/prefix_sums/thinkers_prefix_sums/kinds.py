"""Distributions of random strings of bits, seeded."""

from collections.abc import Callable

import numpy as np

from thinkers_prefix_sums.instance import Bits

Rng = np.random.Generator

FEWEST_FLIPS, MAX_FLIPS = -2.5, -0.3
"""Powers of ten between which the chance of a flip lies in `runs`: runs of 2 to 300 bits."""

LONGEST_WORD = 8
"""Bits of the longest word that `periodic` repeats."""

MAX_ODD_BITS = 3
"""Bits of a `sparse` string that differ from all others, at most."""


def fair(rng: Rng, bits: int) -> Bits:
    """Fair coins, i.i.d.: the easy-to-hard data (Schwarzschild et al. 2021)."""
    return rng.integers(0, 2, bits)


def biased(rng: Rng, bits: int) -> Bits:
    """Coins whose chance is drawn for each string, uniformly."""
    return (rng.random(bits) < rng.random()).astype(np.int64)


def runs(rng: Rng, bits: int) -> Bits:
    """A bit differs from the one before with a chance that is drawn for each string."""
    flips = rng.random(bits) < 10 ** rng.uniform(FEWEST_FLIPS, MAX_FLIPS)
    return (rng.integers(2) + np.cumsum(flips)) % 2


def constant(rng: Rng, bits: int) -> Bits:
    """All zeros or all ones."""
    return np.full(bits, rng.integers(2))


def periodic(rng: Rng, bits: int) -> Bits:
    """A random word of 1 to 8 bits, again and again."""
    return np.resize(rng.integers(0, 2, rng.integers(1, LONGEST_WORD + 1)), bits)


def sparse(rng: Rng, bits: int) -> Bits:
    """A constant string with one to three bits flipped."""
    string = constant(rng, bits)
    odd = rng.permutation(bits)[: rng.integers(1, MAX_ODD_BITS + 1)]
    string[odd] = 1 - string[odd]
    return string


def one_bit(rng: Rng, bits: int) -> Bits:
    """Zeros with a single one: its parity must be carried from there to the end."""
    string = np.zeros(bits, np.int64)
    string[rng.integers(bits)] = 1
    return string


KINDS: dict[str, Callable[[Rng, int], Bits]] = {
    "fair": fair,
    "biased": biased,
    "runs": runs,
    "constant": constant,
    "periodic": periodic,
    "sparse": sparse,
    "one-bit": one_bit,
}

MIXED = "mixed"
"""Each string of a kind of its own."""


def generate(rng: Rng, count: int, bits: int, kind: str) -> list[Bits]:
    """`count` strings; string i does not depend on how many follow it.

    Args:
        rng: The source of all chance.
        count: How many.
        bits: Length of each.
        kind: A key of `KINDS`, or `MIXED`.
    """
    return [_draw(child, bits, kind) for child in rng.spawn(count)]


def _draw(rng: Rng, bits: int, kind: str) -> Bits:
    if kind == MIXED:
        kind = list(KINDS)[rng.integers(len(KINDS))]
    drawn = KINDS[kind](rng, bits)
    drawn.setflags(write=False)
    return drawn
