"""NumPy's files of one array (`.npy`) and of several (`.npz`), without surprises for memory."""

from pathlib import Path
from tokenize import TokenError
from typing import IO, Any
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from thinkers import InvalidInstanceError

MOST_BYTES = 1 << 30
"""Larger arrays are not unpacked from an archive."""

MOST_NAMES = 8
"""How many names of arrays an error lists."""

FAULTS: tuple[type[Exception], ...] = (
    ValueError, EOFError, BadZipFile, NotImplementedError, RuntimeError, SyntaxError, TokenError,
    ZlibError,
)  # fmt: skip
"""What numpy and zipfile raise on damaged files."""


def load(path: Path) -> NDArray[Any]:
    """The array of a `.npy` file.

    Raises:
        InvalidInstanceError: It is no such file, or holds no numbers.
        OSError: It cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        try:
            return _array(file, size, str(path))
        except FAULTS as fault:
            raise InvalidInstanceError(
                f"{path} is no readable .npy file: {_line(fault)}"
            ) from fault


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
    try:
        with ZipFile(path) as archive:
            known = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            if wanted not in known:
                names = ", ".join(sorted(map(ascii, known))[:MOST_NAMES]) or "nothing"
                raise InvalidInstanceError(
                    f"{path} holds no array {wanted!r}, but {names}",
                    "an array file of mazes has the layout of the easy-to-hard data",
                )
            chosen = [name for name in (wanted, others) if name in known]
            return {name: _member(archive, known[name], path) for name in chosen}
    except FAULTS as fault:
        raise InvalidInstanceError(f"{path} is no readable .npz file: {_line(fault)}") from fault


def _member(archive: ZipFile, info: ZipInfo, path: Path) -> NDArray[Any]:
    if info.file_size > MOST_BYTES:
        raise InvalidInstanceError(
            f"{path}: {info.filename!a} is {info.file_size / 2**30:.3g} GiB, "
            f"at most {MOST_BYTES >> 30} are unpacked"
        )
    with archive.open(info) as file:
        return _array(file, info.file_size, f"{path}, {info.filename!a}")


def _array(file: IO[bytes], size: int, where: str) -> NDArray[Any]:
    """The array of numbers in a file of so many bytes; refused before room is made for it."""
    version = npy.read_magic(file)
    header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    with catch_warnings():
        simplefilter("ignore")  # of headers that Python 2 wrote
        shape, by_columns, dtype = header(file)
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


def _line(fault: Exception) -> str:
    return str(fault).partition("\n")[0]
