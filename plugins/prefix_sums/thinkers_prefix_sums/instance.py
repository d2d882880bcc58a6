"""A string of bits, and its text."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thinkers import InvalidInstanceError

Bits = NDArray[np.int64]
"""`(n,)` int64 of 0 and 1, n >= 1; an instance, and the shape of its answer."""


def bits_of(values: ArrayLike | str) -> Bits:
    """A string of bits that nobody writes to, from numbers or text.

    Args:
        values: `(n,)` of 0 and 1, or of True and False; or text such as `0110`, with or without
            blanks.

    Raises:
        InvalidInstanceError: It has another shape, or holds anything else.
    """
    given: Any = list("".join(values.split())) if isinstance(values, str) else values
    try:
        array = np.asarray(given)
    except ValueError as error:  # lists of several lengths
        raise InvalidInstanceError("expected bits in one row") from error
    if array.ndim != 1 or not array.size:
        raise InvalidInstanceError(f"expected at least one bit in one row, got {array.shape}")
    allowed = ("0", "1") if isinstance(values, str) else (0, 1)
    if not isinstance(values, str) and array.dtype.kind not in "buif":
        raise InvalidInstanceError(f"expected bits, 0 and 1 only, got {array.dtype}")
    wrong = np.flatnonzero(~np.isin(array, allowed))
    if len(wrong):
        place = int(wrong[0])
        raise InvalidInstanceError(
            f"expected only 0 and 1, got {str(array[place])!a} at position {place}"
        )
    bits = array.astype(np.int64)
    bits.setflags(write=False)
    return bits


def as_text(bits: Bits) -> str:
    """`1011` for the bits 1, 0, 1, 1."""
    return "".join(map(str, bits.tolist()))
