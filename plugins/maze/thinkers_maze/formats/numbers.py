"""Untrusted NumPy files, `.npy` and `.npz`: what memory they take is checked before it is taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from struct import calcsize, unpack
from typing import IO, Any
from warnings import catch_warnings, simplefilter
from zipfile import ZipFile, ZipInfo

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from thinkers import InvalidInstanceError, ThinkersError, most_unpacked, unpacks_to_too_much

MAX_NAMES, MAX_NAME = 8, 40
"""How many names of arrays an error lists, and how many characters of each."""

MAX_HEADER = 10_000
"""Bytes of a header; numpy's own limit, held before room is made for one."""

MAX_REASON = 200
"""Characters of a parser's own words that are shown."""

HEADERS = {(1, 0): ("<H", npy.read_array_header_1_0), (2, 0): ("<I", npy.read_array_header_2_0)}
"""How long a header is, by the version of the form, and what reads it."""


def load(path: Path) -> NDArray[Any]:
    """The array of a `.npy` file.

    Raises:
        InvalidInstanceError: It is no such file, or holds no numbers.
        OSError: It cannot be read.
    """
    size = path.stat().st_size
    with _told(path, ".npy"), path.open("rb") as file:
        return _array(file, size, str(path))


def load_archive(path: Path, wanted: str, others: str) -> dict[str, NDArray[Any]]:
    """The arrays of a `.npz` file that have these names.

    Args:
        path: The file.
        wanted: An array that must be there.
        others: An array that may be there.

    Raises:
        InvalidInstanceError: It is no such file, or holds no numbers of that name.
        OSError: It cannot be read.
    """
    with _told(path, ".npz"), ZipFile(path) as archive:
        known = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
        if wanted not in known:
            names = ", ".join(ascii(name)[:MAX_NAME] for name in sorted(known)[:MAX_NAMES])
            raise InvalidInstanceError(
                f"{path} holds no array {wanted!r}, but {names or 'nothing'}",
                "an array file of mazes has the layout of the easy-to-hard data",
            )
        chosen = [name for name in (wanted, others) if name in known]
        most = most_unpacked(path)
        if sum(known[name].file_size for name in chosen) > most:
            raise unpacks_to_too_much(path, most)
        return {name: _member(archive, known[name], path) for name in chosen}


def _member(archive: ZipFile, info: ZipInfo, path: Path) -> NDArray[Any]:
    with archive.open(info) as file:
        return _array(file, info.file_size, f"{path}, {info.filename!a}")


def _array(file: IO[bytes], size: int, where: str) -> NDArray[Any]:
    """The array of numbers in a file of so many bytes; refused before room is made for it."""
    form, header = HEADERS[npy.read_magic(file)]
    said = file.read(calcsize(form))
    (length,) = unpack(form, said)
    if length > MAX_HEADER:
        raise InvalidInstanceError(
            f"{where}: a header of {length} bytes, expected at most {MAX_HEADER}"
        )
    with catch_warnings():
        simplefilter("ignore")  # of headers that Python 2 wrote
        shape, by_columns, dtype = header(BytesIO(said + file.read(length)))
    if dtype.kind not in "buif":
        raise InvalidInstanceError(
            f"{where}: expected numbers, got an array of {str(dtype)[:40]!a}"
        )
    wanted, there = dtype.itemsize, size - file.tell()
    for length in shape:
        wanted *= length
    if wanted > there or min(shape, default=0) < 0:
        raise InvalidInstanceError(
            f"{where}: an array of shape {shape} needs {wanted} bytes, the file holds {there}"
        )
    values = np.frombuffer(file.read(wanted), dtype)
    return values.reshape(shape, order="F" if by_columns else "C")


@contextmanager
def _told(path: Path, form: str) -> Iterator[None]:
    """Turn what a parser says of a damaged file into one line: they raise a dozen kinds."""
    try:
        yield
    except (ThinkersError, OSError):
        raise
    except Exception as fault:
        reason = str(fault).partition("\n")[0][:MAX_REASON]
        raise InvalidInstanceError(f"{path} is no readable {form} file: {reason}") from fault
