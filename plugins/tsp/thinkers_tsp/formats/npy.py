"""Untrusted NumPy files: shape, type and size are checked in the header before data is read."""

import io
import math
import sys
import warnings
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from thinkers import InvalidInstanceError, most_unpacked, unpacks_to_too_much
from thinkers_tsp.formats.files import LONGEST, read_bytes

MAX_ARRAY = 1 << 29
"""Bytes of the largest array that is unpacked, 537 MB (our limit)."""

NUMBERS, WORDS = "iuf", "US"
"""Kinds of types that are read."""

MAX_WORD = 4 * LONGEST
"""Bytes of one word of an array of words: numpy takes 4 a character."""

ENCRYPTED = 1
"""The bit of a zip member's flags; APPNOTE.TXT, section 4.4.4."""

SUFFIX = ".npy"
"""What numpy adds to an array's name in an archive."""


class Shape(NamedTuple):
    """What the header of an array says."""

    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype[Any]


def read_array(path: Path) -> NDArray[Any]:
    """The array of a `.npy` file.

    Raises:
        InvalidInstanceError: It is none, is damaged, or holds neither numbers nor words.
    """
    content = read_bytes(path)
    if content.startswith(b"PK"):
        raise InvalidInstanceError(f"{path} holds named arrays", "name it .npz")
    return _array(io.BytesIO(content), str(path))


def read_arrays(
    path: Path, known: Collection[str], another: Collection[str] | None = None
) -> dict[str, NDArray[Any]]:
    """The named arrays of a `.npz` file.

    Args:
        path: The file.
        known: Their names.
        another: Names that one array alone must not have; None where it must be known, too.

    Raises:
        InvalidInstanceError: It is none, is damaged, or holds an array that is not known.
    """
    content = read_bytes(path)
    if content.startswith(npy_format.MAGIC_PREFIX):
        raise InvalidInstanceError(f"{path} holds one array without a name", "name it .npy")
    with _told(str(path)), zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [info.filename.removesuffix(SUFFIX) for info in archive.infolist()]
        unpacked = sum(info.file_size for info in archive.infolist())
    foreign = sorted(repr(name) for name in set(names) if name not in known)
    alone = len(names) == 1 and another is not None and names[0] not in another
    if foreign and not alone:
        raise InvalidInstanceError(
            f"{path} holds {', '.join(foreign)[:80]}, which is not for a tour: another problem?",
            f"known: {', '.join(sorted(known))}",
        )
    if unpacked > (most := most_unpacked(path)):
        raise unpacks_to_too_much(path, most)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise InvalidInstanceError(f"{path} holds {twice!r} twice")
    with _told(str(path)), zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            info.filename.removesuffix(SUFFIX): _member(archive, info, str(path))
            for info in archive.infolist()
        }


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> NDArray[Any]:
    if info.flag_bits & ENCRYPTED:
        raise InvalidInstanceError(f"{where} is encrypted", "save it without a password")
    with archive.open(info) as stream:
        return _array(stream, f"{where}: {info.filename!r}")


def _array(stream: IO[bytes], where: str) -> NDArray[Any]:
    """The array of a stream, which is read only if its header is sound."""
    with _told(where):
        found = _header(stream)
        bytes_due = math.prod(found.shape) * found.dtype.itemsize
        _require_sound(found, bytes_due, where)
        content = stream.read(bytes_due + 1)
        if len(content) != bytes_due or not _is_text(content, found.dtype):
            raise _damaged(where)
        flat = np.frombuffer(content, found.dtype) if content else np.empty(0, found.dtype)
        return flat.reshape(found.shape, order="F" if found.fortran else "C")


def _header(stream: IO[bytes]) -> Shape:
    version = npy_format.read_magic(stream)
    readers = {
        (1, 0): npy_format.read_array_header_1_0,
        (2, 0): npy_format.read_array_header_2_0,
    }
    with warnings.catch_warnings(action="ignore"):  # Python 2 wrote some
        return Shape(*readers[version](stream))


def _require_sound(found: Shape, bytes_due: int, where: str) -> None:
    kind, itemsize = found.dtype.kind, found.dtype.itemsize
    if kind not in NUMBERS + WORDS or not 0 < itemsize <= MAX_WORD:
        raise InvalidInstanceError(f"{where}: expected numbers, got {found.dtype!s:.40}")
    if min(found.shape, default=0) < 0:
        raise _damaged(where)
    if bytes_due > MAX_ARRAY:
        raise InvalidInstanceError(
            f"{where}: shape {found.shape!s:.60} of {found.dtype} would fill "
            f"{bytes_due / 1e9:.2g} GB, expected at most {MAX_ARRAY / 1e9:.2g} GB"
        )


def _is_text(content: bytes, dtype: np.dtype[Any]) -> bool:
    """Whether words are of characters that there are; numpy makes strings of others, too."""
    if dtype.kind != "U":
        return True
    return not (np.frombuffer(content, f"{dtype.byteorder}u4") > sys.maxunicode).any()


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Turn what a parser says of a damaged file into one line: they raise a dozen kinds."""
    try:
        yield
    except InvalidInstanceError:
        raise
    except Exception as error:
        raise _damaged(where) from error


def _damaged(where: str) -> InvalidInstanceError:
    return InvalidInstanceError(f"{where} is not a NumPy file of numbers, or is damaged")
