"""NumPy files of tours: one array of numbers, or named ones of numbers and words."""

import io
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from numpy.lib.format import MAGIC_PREFIX
from numpy.typing import NDArray

from thinkers import (
    InvalidInstanceError,
    damage_told,
    most_unpacked,
    read_npy,
    unpacks_to_too_much,
)
from thinkers_tsp.formats.files import LONGEST, read_bytes

NUMBERS, WORDS = "iuf", "US"
"""Kinds of types that are read."""

MAX_WORD = 4 * LONGEST
"""Bytes of one word of an array of words: numpy takes 4 a character."""

ENCRYPTED = 1
"""The bit of a zip member's flags; APPNOTE.TXT, section 4.4.4."""

SUFFIX = ".npy"
"""What numpy adds to an array's name in an archive."""


def read_array(path: Path) -> NDArray[Any]:
    """The array of a `.npy` file.

    Raises:
        InvalidInstanceError: It is none, is damaged, or holds neither numbers nor words.
    """
    content = read_bytes(path)
    if content.startswith(b"PK"):
        raise InvalidInstanceError(f"{path} holds named arrays", "name it .npz")
    return read_npy(io.BytesIO(content), str(path), NUMBERS + WORDS, longest=MAX_WORD)


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
    if content.startswith(MAGIC_PREFIX):
        raise InvalidInstanceError(f"{path} holds one array without a name", "name it .npy")
    with damage_told(str(path)), zipfile.ZipFile(io.BytesIO(content)) as archive:
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
    with damage_told(str(path)), zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            info.filename.removesuffix(SUFFIX): _member(archive, info, str(path))
            for info in archive.infolist()
        }


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> NDArray[Any]:
    if info.flag_bits & ENCRYPTED:
        raise InvalidInstanceError(f"{where} is encrypted", "save it without a password")
    with archive.open(info) as stream:
        name = f"{where}: {info.filename!r}"
        return read_npy(stream, name, NUMBERS + WORDS, longest=MAX_WORD)
