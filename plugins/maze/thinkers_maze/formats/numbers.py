"""NumPy files of mazes, `.npy` and `.npz`."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from numpy.typing import NDArray

from thinkers import (
    InvalidInstanceError,
    damage_told,
    most_unpacked,
    read_bytes,
    read_npy,
    unpacks_to_too_much,
)

MAX_NAMES, MAX_NAME = 8, 40
"""How many names of arrays an error lists, and how many characters of each."""


def load(path: Path) -> NDArray[Any]:
    """The array of a `.npy` file.

    Raises:
        InvalidInstanceError: It is no such file, or holds no numbers.
        OSError: It cannot be read.
    """
    return read_npy(BytesIO(read_bytes(path)), str(path))


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
    with damage_told(str(path)), ZipFile(path) as archive:
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
        return read_npy(file, f"{path}, {info.filename!a}")
