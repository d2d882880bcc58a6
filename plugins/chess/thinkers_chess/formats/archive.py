"""NumPy archives (`.npz`): one array of text for each thing known about the puzzles."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from thinkers import (
    InvalidInstanceError,
    damage_told,
    most_unpacked,
    read_npy,
    require_count,
    unpacks_to_too_much,
    write_whole,
)
from thinkers_chess.formats.files import LONGEST_LINE, parsed_once
from thinkers_chess.formats.record import Record, checked, rating_of
from thinkers_chess.instance import ChessInstance
from thinkers_chess.position import located, quoted

KEYS = (
    "fen", "answer", "also", "avoid", "mate", "id", "rating", "themes", "moves", "before", "setup",
    "predicted",
)  # fmt: skip
"""The arrays, `(n,)` of text each; several words are joined by spaces, nothing is empty text.

`predicted` holds somebody's answers, apart from what is right.
"""


def read(path: Path) -> list[Record]:
    """The puzzles of an archive; only `fen` must be there.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    try:
        with damage_told(str(path)), path.open("rb") as file, zipfile.ZipFile(file) as archive:
            arrays = _arrays(archive, path)
    except OSError as error:
        raise InvalidInstanceError(f"cannot read {path}: {error.strerror or error}") from error
    sizes = {len(array) for array in arrays.values()}
    if len(sizes) > 1:
        raise InvalidInstanceError(f"{path}: expected arrays of text of one length")
    empty = [""] * sizes.pop()
    require_count(len(empty), path, what="puzzles")
    table = list(zip(*(arrays.get(key, empty) for key in KEYS), strict=True))
    return parsed_once(
        table, lambda place: _record(table[place], f"{path}, puzzle {place + 1}"), path
    )


def _arrays(archive: zipfile.ZipFile, path: Path) -> dict[str, list[str]]:
    """The texts of our arrays; what else the archive has is not unpacked."""
    members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
    wanted = {key: members[key] for key in KEYS if key in members}
    if "fen" not in wanted:
        raise InvalidInstanceError(
            f"{path} has no array 'fen', only {quoted(', '.join(members) or 'nothing')}",
            "is it a file of another problem?",
        )
    most = most_unpacked(path)
    if sum(info.file_size for info in wanted.values()) > most:
        raise unpacks_to_too_much(path, most)
    return {key: _texts(archive, info, path) for key, info in wanted.items()}


def _texts(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> list[str]:
    """The texts of one array."""
    with archive.open(info) as member:
        array = read_npy(member, f"{path}: {info.filename!a}", "U", longest=LONGEST_LINE)
    if array.ndim > 1:
        raise InvalidInstanceError(f"{path}: expected arrays of text of one length")
    texts: list[str] = array.tolist()
    return texts


def _record(row: tuple[str, ...], where: str) -> Record:
    fen, answer, also, avoid, mate, name, rating, themes, moves, before, setup, predicted = row
    if mate and not (mate.isascii() and mate.isdecimal() and len(mate) <= 4):
        raise InvalidInstanceError(f"{where}: mate in {quoted(mate)} is no distance to mate")
    known = rating_of(rating, where)
    with located(where):
        instance = ChessInstance(
            fen=fen,
            answer=answer or None,
            also=tuple(also.split()),
            avoid=tuple(avoid.split()),
            mate=int(mate) if mate else None,
            id=name,
            rating=known,
            themes=tuple(themes.split()),
            moves=tuple(moves.split()),
            setup=(before, setup) if before and setup else None,
        )
    return checked(Record(instance, predicted or None), where)


def write(path: Path, records: Sequence[Record]) -> None:
    """Write an archive that `read` turns into the same puzzles and answers.

    Raises:
        ConfigError: The file cannot be written.
    """
    columns = zip(KEYS, zip(*map(_row, records), strict=True), strict=True)
    arrays: dict[str, Any] = {key: np.array(cells) for key, cells in columns}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    write_whole(path, buffer.getvalue())


def _row(record: Record) -> tuple[str, ...]:
    one = record.instance
    return (
        one.fen,
        one.answer or "",
        " ".join(one.also),
        " ".join(one.avoid),
        "" if one.mate is None else str(one.mate),
        one.id,
        "" if one.rating is None else str(one.rating),
        " ".join(one.themes),
        " ".join(one.moves),
        *(one.setup or ("", "")),
        record.answer or "",
    )
