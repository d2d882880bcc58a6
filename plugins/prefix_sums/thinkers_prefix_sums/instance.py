"""A string of bits, and its text."""

import re
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thinkers import InvalidInstanceError

Bits = NDArray[np.int64]
"""`(n,)` int64 of 0 and 1, n >= 1; an instance, and the shape of its answer."""

BETWEEN = re.compile(r"[\s,;]+")
"""What may stand between two bits of a text."""

BLANK = re.compile(r"[\s,;]*")
"""A text without bits."""

STRANGE = re.compile(r"[^01\s,;]")
"""What may stand nowhere in a text of bits."""

LISTED = 4
"""How many groups of bits a message lists."""

WAYS = "write a string as 1011 or as 1 0 1 1, and its answer in a file after a colon: 1011 : 1101"
"""What to do about a text that can be read in no way, or in several."""


def bits_of(values: ArrayLike | str) -> Bits:
    """A read-only string of bits, from numbers or text.

    Args:
        values: `(n,)` of 0 and 1, or of True and False; or text, see `bits_in`.

    Raises:
        InvalidInstanceError: It has another shape, or holds anything else.
    """
    if isinstance(values, str):
        return bits_in(values)
    try:
        array = np.asarray(values)
    except ValueError as error:  # lists of several lengths
        raise InvalidInstanceError("expected bits in one row") from error
    if array.ndim != 1 or not array.size:
        raise InvalidInstanceError(f"expected at least one bit in one row, got {array.shape}")
    if array.dtype.kind not in "buif":
        raise InvalidInstanceError(f"expected bits, 0 and 1 only, got {array.dtype}")
    wrong = np.flatnonzero(~np.isin(array, (0, 1)))
    if len(wrong):
        place = int(wrong[0])
        raise InvalidInstanceError(
            f"expected only 0 and 1, got {str(array[place])!a} at position {place}"
        )
    return _held(array)


def bits_in(text: str, where: str = "", column: int = 1) -> Bits:
    """The string of bits that a text is: bits alone, or one blank or comma between every two.

    Several groups of bits may be one string, or a string and its answer: they are refused.

    Args:
        text: Such as `0110` or `0 1 1 0`.
        where: What it came from, for messages.
        column: That of its first character, counted from 1.

    Raises:
        InvalidInstanceError: It holds no bits, something else, or several groups.
    """
    prefix = f"{where}: " if where else ""
    wrong = STRANGE.search(text)
    if wrong:
        raise InvalidInstanceError(
            f"{prefix}expected only 0 and 1, got {wrong[0]!r} in column {column + wrong.start()}",
            WAYS,
        )
    groups = [group for group in BETWEEN.split(text) if group]
    if not groups:
        raise InvalidInstanceError(f"{prefix}expected at least one bit", WAYS)
    if len(groups) > 1 and max(map(len, groups)) > 1:
        sizes = ", ".join(str(len(group)) for group in groups[:LISTED])
        more = ", ..." if len(groups) > LISTED else ""
        raise InvalidInstanceError(
            f"{prefix}{len(groups)} groups of {sizes}{more} bits may be one string, "
            "or a string and its answer",
            WAYS,
        )
    return _held(np.array(list("".join(groups))))


def _held(array: NDArray[Any]) -> Bits:
    bits = array.astype(np.int64)
    bits.setflags(write=False)
    return bits


def as_text(bits: Bits) -> str:
    """`1011` for the bits 1, 0, 1, 1."""
    return "".join(map(str, bits.tolist()))
