"""Untrusted NumPy arrays: shape, type and size are checked in the header before data is read."""

import math
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from thinkers.errors import InvalidInstanceError, ThinkersError

LARGEST = 1 << 29
"""Bytes of the largest array that is read, 537 MB (our limit)."""

LONGEST = 1 << 16
"""Bytes of the longest item, which is text; NumPy takes 4 a letter."""

HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
"""What reads a header, by the version of the format (NumPy Enhancement Proposal 1)."""


def read_npy(
    stream: IO[bytes], where: str, kinds: str = "buif", *, longest: int = LONGEST
) -> NDArray[Any]:
    """The array of a `.npy` file, or of a member of an archive.

    Args:
        stream: Stands at the array's beginning, and ends with the array.
        where: What it came from, for messages.
        kinds: NumPy's letters of the kinds of types that are wanted.
        longest: Bytes of the longest item.

    Returns:
        An array that must not be written to.

    Raises:
        InvalidInstanceError: It is no array, is damaged or too large, or holds something else.
    """
    with damage_told(where):
        with warnings.catch_warnings(action="ignore"):  # Python 2 wrote some headers
            shape, by_columns, dtype = HEADERS[npy.read_magic(stream)](stream)
        if dtype.kind not in kinds or not 0 < dtype.itemsize <= longest:
            wanted = "text" if kinds == "U" else "numbers"
            raise InvalidInstanceError(f"{where}: expected {wanted}, got {dtype!s:.40}")
        if min(shape, default=0) < 0:
            raise _damaged(where)
        due = math.prod(shape) * dtype.itemsize
        if due > LARGEST:
            raise InvalidInstanceError(
                f"{where}: shape {shape!s:.60} of {dtype} would fill {due / 1e9:.2g} GB, "
                f"expected at most {LARGEST / 1e9:.2g} GB"
            )
        content = stream.read(due + 1)
        if len(content) != due or not _is_text(content, dtype):
            raise _damaged(where)
        flat = np.frombuffer(content, dtype) if content else np.empty(0, dtype)
        return flat.reshape(shape, order="F" if by_columns else "C")


@contextmanager
def damage_told(where: str) -> Iterator[None]:
    """Turn what parsers say of a damaged file into one line: they raise a dozen kinds.

    Args:
        where: The file.
    """
    try:
        yield
    except ThinkersError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:  # the system's, not bz2's
            raise
        raise _damaged(where) from error


def _is_text(content: bytes, dtype: np.dtype[Any]) -> bool:
    """Whether words are of letters that there are; NumPy makes strings of others, too."""
    if dtype.kind != "U":
        return True
    return not (np.frombuffer(content, f"{dtype.byteorder}u4") > sys.maxunicode).any()


def _damaged(where: str) -> InvalidInstanceError:
    return InvalidInstanceError(f"{where} is no NumPy file, or is damaged")
