"""NumPy archives (`.npz`): one array of text for each thing known about the puzzles."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from thinkers import InvalidInstanceError
from thinkers_chess.formats.files import write_bytes
from thinkers_chess.instance import ChessInstance
from thinkers_chess.position import bare, board_of, push

KEYS = ("fen", "answer", "also", "id", "rating", "themes", "moves", "before", "setup")
"""The arrays, `(n,)` of text each; several words are joined by spaces, nothing is empty text."""


def read(path: Path) -> list[ChessInstance]:
    """The puzzles of an archive; only `fen` must be there.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {key: np.ravel(archive[key]) for key in KEYS if key in archive}
    except OSError as error:
        raise InvalidInstanceError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, zipfile.BadZipFile, EOFError) as error:
        raise InvalidInstanceError(f"{path} is no NumPy archive, or is damaged") from error
    if "fen" not in arrays:
        raise InvalidInstanceError(f"{path} has no array 'fen'")
    sizes = {len(array) for array in arrays.values()}
    if len(sizes) > 1 or not all(array.dtype.kind == "U" for array in arrays.values()):
        raise InvalidInstanceError(f"{path}: expected arrays of text of one length")
    empty = np.full(sizes.pop(), "")
    table = zip(*(arrays.get(key, empty).tolist() for key in KEYS), strict=True)
    return [_instance(row, f"{path}, puzzle {number}") for number, row in enumerate(table, 1)]


def _instance(row: tuple[str, ...], where: str) -> ChessInstance:
    fen, answer, also, name, rating, themes, moves, before, setup = row
    start = bare(fen, where)
    for move in (answer, *also.split()) if answer else ():
        push(board_of(start.fen), move, where)
    if rating and not rating.isdecimal():
        raise InvalidInstanceError(f"{where}: the rating {rating!r} is no number")
    return ChessInstance(
        fen=start.fen,
        answer=answer or None,
        also=tuple(also.split()),
        id=name,
        rating=int(rating) if rating else None,
        themes=tuple(themes.split()),
        moves=tuple(moves.split()),
        setup=(before, setup) if before and setup else None,
    )


def write(path: Path, instances: Sequence[ChessInstance]) -> None:
    """Write an archive that `read` turns into the same instances.

    Raises:
        ThinkersError: The file cannot be written.
    """
    rows = [
        (
            one.fen,
            one.answer or "",
            " ".join(one.also),
            one.id,
            "" if one.rating is None else str(one.rating),
            " ".join(one.themes),
            " ".join(one.moves),
            *(one.setup or ("", "")),
        )
        for one in instances
    ]
    columns = zip(KEYS, zip(*rows, strict=True), strict=True)
    arrays: dict[str, Any] = {key: np.array(cells) for key, cells in columns}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    write_bytes(path, buffer.getvalue())
