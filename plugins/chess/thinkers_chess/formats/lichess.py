"""The CSV of the Lichess puzzle database: its ten columns, the six we ship, or no header.

`FEN` is the position before the opponent's move; the first of `Moves` is the opponent's, the
second is the answer to find (database.lichess.org, "Puzzles").
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from thinkers import InvalidInstanceError
from thinkers_chess.formats.files import lines_of, write_text
from thinkers_chess.instance import ChessInstance
from thinkers_chess.position import board_of, push

TEN = (
    "PuzzleId", "FEN", "Moves", "Rating", "RatingDeviation", "Popularity", "NbPlays", "Themes",
    "GameUrl", "OpeningTags",
)  # fmt: skip
"""The columns of a full export; older ones lack the last."""

SIX = ("PuzzleId", "FEN", "Moves", "Rating", "Themes", "GameUrl")
"""The columns that we ship and write."""


class Row(NamedTuple):
    """One puzzle as text: cheap to read, filter and mirror by the thousand."""

    id: str
    fen: str
    moves: str
    rating: str
    themes: str
    url: str = ""
    line: int = 0


def rows(lines: Iterable[str], name: str) -> Iterator[Row]:
    """The puzzles of a CSV file, unchecked.

    Args:
        lines: The file.
        name: What to call it in messages.

    Raises:
        InvalidInstanceError: A column is missing, or a row has too few.
    """
    reader = csv.reader(lines)
    try:
        first = next(reader, None)
        if first is None:
            raise InvalidInstanceError(f"{name} is empty", "expected a CSV of Lichess puzzles")
        columns, headless = _columns(first, name)
        if headless:
            yield _row(first, columns, name, 1)
        for cells in reader:
            if cells:
                yield _row(cells, columns, name, reader.line_num)
    except csv.Error as error:
        raise InvalidInstanceError(f"{name}, line {reader.line_num}: {error}") from error


def _columns(first: Sequence[str], name: str) -> tuple[list[int], bool]:
    """Where each of the six columns stands, and whether `first` is a puzzle already."""
    headless = len(first) in {6, 9, 10} and first[1].count("/") == 7
    titles = [title.strip().lstrip("\ufeff") for title in first]
    if headless:
        titles = list(SIX if len(first) == 6 else TEN)
    for column in SIX:
        if column not in titles:
            raise InvalidInstanceError(
                f"{name} has no column {column}, only {' '.join(', '.join(titles).split())[:80]}",
                f"expected the columns {', '.join(SIX)} or a full Lichess export",
            )
    return [titles.index(column) for column in SIX], headless


def _row(cells: Sequence[str], columns: Sequence[int], name: str, line: int) -> Row:
    if len(cells) <= max(columns):
        raise InvalidInstanceError(
            f"{name}, line {line}: expected at least {max(columns) + 1} cells, got {len(cells)}"
        )
    puzzle, fen, moves, rating, themes, url = (cells[column] for column in columns)
    return Row(puzzle, fen, moves, rating, themes, url, line)


def instance_of(row: Row, name: str) -> ChessInstance:
    """The puzzle of a row: the position after the opponent's move.

    Raises:
        InvalidInstanceError: The FEN is illegal, a move is, or there are fewer than two moves.
    """
    where = f"{name}, line {row.line}" if row.line else f"puzzle {row.id}"
    moves = row.moves.split()
    if len(moves) < 2:
        raise InvalidInstanceError(
            f"{where}: expected the opponent's move and the answer, got {row.moves!r}"
        )
    if row.rating and not row.rating.isdecimal():
        raise InvalidInstanceError(f"{where}: the rating {row.rating!r} is no number")
    board = board_of(row.fen, where)
    push(board, moves[0], where)
    fen = board.fen()
    for move in moves[1:]:
        push(board, move, where)
    return ChessInstance(
        fen=fen,
        answer=moves[1],
        id=row.id,
        rating=int(row.rating) if row.rating else None,
        themes=tuple(row.themes.split()),
        moves=tuple(moves[1:]),
        setup=(row.fen, moves[0]),
    )


def read(path: Path) -> list[ChessInstance]:
    """The puzzles of a CSV, plain or compressed."""
    return [instance_of(row, path.name) for row in rows(lines_of(path), str(path))]


def write(path: Path, instances: Sequence[ChessInstance]) -> None:
    """Write puzzles in the six columns, plain or compressed.

    Raises:
        InvalidInstanceError: A position has no answer, or the move before it is not known.
        ThinkersError: The file cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SIX)
    for number, instance in enumerate(instances, 1):
        writer.writerow(_cells(instance, f"cannot write {path}: puzzle {instance.id or number}"))
    write_text(path, text.getvalue())


def _cells(instance: ChessInstance, what: str) -> tuple[str, ...]:
    if instance.setup is None:
        raise InvalidInstanceError(
            f"{what} lacks the opponent's last move, which a Lichess CSV begins with",
            "write .epd or .npz instead",
        )
    if instance.answer is None:
        raise InvalidInstanceError(f"{what} has no answer", "write .epd or .npz instead")
    before, move = instance.setup
    line = " ".join((move, *(instance.moves or (instance.answer,))))
    rating = "" if instance.rating is None else str(instance.rating)
    return instance.id, before, line, rating, " ".join(instance.themes), ""
