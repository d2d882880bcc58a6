"""The CSV of the Lichess puzzle database: any columns by name, or theirs without a header.

`FEN` is the position before the opponent's move; the first of `Moves` is the opponent's, the
second is the answer to find (database.lichess.org, "Puzzles"). These two columns must be there. A
column `Predicted` of our own holds somebody's answer in UCI, apart from what is right.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from thinkers import InvalidInstanceError
from thinkers_chess.formats.files import lines_of, parsed_once, require_moves, write_text
from thinkers_chess.formats.record import Record, rating_of, require_text
from thinkers_chess.instance import ChessInstance
from thinkers_chess.position import board_of, move_of, push, quoted

TEN = (
    "PuzzleId", "FEN", "Moves", "Rating", "RatingDeviation", "Popularity", "NbPlays", "Themes",
    "GameUrl", "OpeningTags",
)  # fmt: skip
"""The columns of a full export; older ones lack the last."""

SIX = ("PuzzleId", "FEN", "Moves", "Rating", "Themes", "GameUrl")
"""The columns that we ship and write."""

WIDTHS = {5: SIX[:5], 6: SIX, 9: TEN[:9], 10: TEN}
"""The columns of a file without a header, by their number."""

PREDICTED = "Predicted"
"""The column of answers, written where there are some."""

NEEDED = ("FEN", "Moves")
"""The columns without which there is no puzzle."""

FORMULA = tuple("=+-@")
"""What a spreadsheet takes for the beginning of a formula."""


class Row(NamedTuple):
    """One puzzle as text: cheap to read, filter and mirror by the thousand."""

    id: str
    fen: str
    moves: str
    rating: str
    themes: str
    url: str = ""
    predicted: str = ""
    line: int = 0


def rows(lines: Iterable[str], name: str) -> Iterator[Row]:
    """The puzzles of a CSV file, unchecked.

    Args:
        lines: The file.
        name: What to call it in messages.

    Raises:
        InvalidInstanceError: A column is missing, or a row has too few.
    """
    lines = iter(lines)
    title = next(lines, "")
    separator = max(",;\t", key=title.count)  # of equal counts the first
    reader = csv.reader(chain([title], lines), delimiter=separator)
    try:
        first = next(reader, None)
        if not first:
            raise InvalidInstanceError(f"{name} is empty", "expected a CSV of Lichess puzzles")
        columns, headless = _columns(first, name)
        if headless:
            yield _row(first, columns, name, 1)
        for cells in reader:
            if any(map(str.strip, cells)):
                yield _row(cells, columns, name, reader.line_num)
    except csv.Error as error:
        raise InvalidInstanceError(f"{name}, line {reader.line_num}: {error}") from error


def _columns(first: Sequence[str], name: str) -> tuple[list[int | None], bool]:
    """Where each part of a row stands, and whether `first` is a puzzle already."""
    headless = len(first) in WIDTHS and first[1].count("/") == 7
    titles = list(WIDTHS[len(first)]) if headless else [title.strip() for title in first]
    lower = [title.lower() for title in titles]
    for column in NEEDED:
        count = lower.count(column.lower())
        if count != 1:
            fault = "no column" if count == 0 else "several columns"
            raise InvalidInstanceError(
                f"{name} has {fault} {column}, only {quoted(', '.join(titles))}",
                f"expected at least the columns {' and '.join(NEEDED)}, as Lichess has them",
            )
    columns = (*SIX, PREDICTED)
    places = [lower.index(each.lower()) if each.lower() in lower else None for each in columns]
    return places, headless


def _row(cells: Sequence[str], columns: Sequence[int | None], name: str, line: int) -> Row:
    last = max(column for column in columns if column is not None)
    if len(cells) <= last:
        raise InvalidInstanceError(
            f"{name}, line {line}: expected at least {last + 1} cells, got {len(cells)}"
        )
    found = ["" if column is None else cells[column] for column in columns]
    puzzle, fen, moves, rating, themes, url, predicted = found
    return Row(_bare(puzzle), fen, moves, rating.strip(), _bare(themes), url, predicted, line)


def instance_of(row: Row, name: str) -> ChessInstance:
    """The puzzle of a row: the position after the opponent's move.

    Raises:
        InvalidInstanceError: The FEN is illegal, a move is, or there are fewer than two moves.
    """
    where = f"{name}, line {row.line}" if row.line else f"puzzle {row.id}"
    moves = row.moves.split()
    if len(moves) < 2:
        raise InvalidInstanceError(
            f"{where}: expected the opponent's move and the answer, got {quoted(row.moves)}"
        )
    themes = tuple(row.themes.split())
    require_text(row.id, themes, where)
    board = board_of(row.fen, where)
    before = push(board, moves[0], where)
    fen = board.fen()
    line = tuple(push(board, move, where) for move in moves[1:])
    return ChessInstance.sound(
        fen=fen,
        answer=line[0],
        id=row.id,
        rating=rating_of(row.rating, where),
        themes=themes,
        moves=line,
        setup=(" ".join(row.fen.split()), before),
    )


def read(path: Path) -> list[Record]:
    """The puzzles of a CSV, plain or compressed; equal rows are parsed once.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    found = list(rows(lines_of(path), str(path)))
    cells = [row._replace(line=0) for row in found]
    require_moves(sum(len(row.moves.split()) for row in {*cells}), path)
    return parsed_once(cells, lambda place: _record(found[place], str(path)), path)


def _record(row: Row, name: str) -> Record:
    instance, where = instance_of(row, name), f"{name}, line {row.line}"
    if not row.predicted.strip():
        return Record(instance)
    return Record(instance, move_of(board_of(instance.fen), row.predicted.strip(), where).uci())


def write(path: Path, records: Sequence[Record]) -> None:
    """Write puzzles in the six columns, and the answers in one more; plain or compressed.

    Raises:
        InvalidInstanceError: A puzzle has what the columns do not hold, or lacks what they do.
        ConfigError: The file cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    answered = any(record.answer is not None for record in records)
    writer.writerow((*SIX, PREDICTED) if answered else SIX)
    for number, record in enumerate(records, 1):
        name = quoted(record.instance.id) if record.instance.id else str(number)
        cells = _cells(record.instance, f"cannot write {path}: puzzle {name}")
        writer.writerow((*cells, record.answer or "") if answered else cells)
    write_text(path, text.getvalue())


def _cells(instance: ChessInstance, what: str) -> tuple[str, ...]:
    if instance.setup is None:
        fault = "lacks the opponent's last move, which a Lichess CSV begins with"
    elif instance.answer is None:
        fault = "has no answer"
    elif instance.also or instance.avoid or instance.mate is not None:
        fault = "has more than one answer, moves to avoid or a distance to mate"
    else:
        before, move = instance.setup
        line = " ".join((move, *instance.moves))
        rating = "" if instance.rating is None else str(instance.rating)
        themes = _guarded(" ".join(instance.themes))
        return _guarded(instance.id), before, line, rating, themes, ""
    raise InvalidInstanceError(f"{what} {fault}", "write .epd or .npz instead")


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `_bare` takes the guard off again."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def _bare(cell: str) -> str:
    guarded = cell.startswith("'") and cell.lstrip("'").startswith(FORMULA)
    return cell[1:] if guarded else cell
