"""A string of bits, and its text."""

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.int64]
"""`(n,)` int64 of 0 and 1; an instance, and the shape of its answer."""


def as_text(bits: Bits) -> str:
    """`1011` for the bits 1, 0, 1, 1."""
    return "".join(map(str, bits.tolist()))
