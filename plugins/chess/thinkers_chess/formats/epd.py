"""EPD: one position a line, with `bm` (best moves), `dm` (mate in n) and `id`; read leniently.

Half of the free collections are not strict EPD: whole FENs with move counters, operations after
`;`, best moves in long form or with `!`, `bm #4` for a mate. All of that is read. Lines
that are empty or begin with `#` are skipped. What we write is strict (Edwards 1994, section 16.2).
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from thinkers import InvalidInstanceError
from thinkers_chess.formats.files import joined, lines_of, write_text
from thinkers_chess.instance import ChessInstance
from thinkers_chess.position import bare, board_of

if TYPE_CHECKING:
    import chess

HEAD = re.compile(r"\s*(\S+)\s+([wb])(?:\s+(-|[KQkq]+))?(?:\s+(-|[a-h][36]))?(?=[\s;]|$)")
"""Placement, side to move, castling, en passant; the last two may be missing."""

COUNTERS = re.compile(r"\s+(\d+)\s+(\d+)(?=[\s;]|$)")
"""The two counters of a whole FEN."""

OPERATION = re.compile(r'\s*([A-Za-z]\w*)\s*((?:"[^"]*"|[^";])*)(?:;|$)')
"""An opcode, and its operands up to a semicolon outside of quotes."""


def read(path: Path) -> list[ChessInstance]:
    """The positions of a file.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    found = [
        parse(line.strip(), f"{path}, line {number}")
        for number, line in enumerate(lines_of(path), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not found:
        raise InvalidInstanceError(f"{path} has no position")
    return found


def parse(line: str, where: str) -> ChessInstance:
    """The position of one line.

    Raises:
        InvalidInstanceError: The position or a best move is illegal, or the game is over.
    """
    head = HEAD.match(line)
    if head is None:
        raise InvalidInstanceError(f"{where}: {line[:40]!r} does not begin with a position")
    rest = line[head.end() :]
    counters = COUNTERS.match(rest)
    rest = rest[counters.end() :] if counters else rest
    operations: dict[str, str] = dict(OPERATION.findall(rest.lstrip(" ;")))
    half = operations.get("hmvc", counters[1] if counters else "0").strip()
    full = operations.get("fmvn", counters[2] if counters else "1").strip()
    placement, turn, castling, passant = head.groups(default="-")
    instance = bare(f"{placement} {turn} {castling} {passant} {half} {full}", where)
    best = _moves(board_of(instance.fen), operations.get("bm", ""), where)
    rating, themes = _comment(operations.get("c0", ""))
    mate = re.search(r"\d+", operations.get("dm", "")) or re.match(
        r"#(\d+)", operations.get("bm", "")
    )
    if mate:
        theme = f"mateIn{mate.group().lstrip('#')}"
        themes = themes if theme in themes else (*themes, theme)
    return ChessInstance(
        fen=instance.fen,
        answer=best[0] if best else None,
        also=best[1:],
        id=operations.get("id", "").strip().strip('"'),
        rating=rating,
        themes=themes,
        moves=best[:1],
    )


def _moves(board: "chess.Board", words: str, where: str) -> tuple[str, ...]:
    """Best moves in UCI, from algebraic notation of either kind."""
    found = []
    for word in words.replace(",", " ").split():
        name = word.rstrip("!?")
        if name.startswith("#"):
            continue
        try:
            move = board.parse_san(name)
        except ValueError as error:
            try:
                move = board.parse_uci(name.lower())
            except ValueError:
                raise InvalidInstanceError(
                    f"{where}: the best move {word!r} is no legal move"
                ) from error
        found.append(move.uci())
    return tuple(found)


def _comment(words: str) -> tuple[int | None, tuple[str, ...]]:
    """Rating and themes, where we wrote them."""
    match = re.fullmatch(r'"rating (\d*) themes ?(.*)"', words.strip())
    if match is None:
        return None, ()
    return int(match[1]) if match[1] else None, tuple(match[2].split())


def write(path: Path, instances: Sequence[ChessInstance]) -> None:
    """Write one position a line; rating and themes go into a comment.

    Raises:
        ThinkersError: The file cannot be written.
    """
    write_text(path, joined(_lines(instances)))


def _lines(instances: Sequence[ChessInstance]) -> Iterable[str]:
    for instance in instances:
        board = board_of(instance.fen)
        operations = [f"hmvc {board.halfmove_clock};", f"fmvn {board.fullmove_number};"]
        if instance.answer is not None:
            best = [instance.answer, *instance.also]
            operations.append(f"bm {' '.join(board.san(board.parse_uci(m)) for m in best)};")
        if instance.id:
            operations.append(f'id "{instance.id}";')
        if instance.rating is not None or instance.themes:
            rating = "" if instance.rating is None else instance.rating
            operations.append(f'c0 "rating {rating} themes {" ".join(instance.themes)}";')
        yield " ".join([*instance.fen.split()[:4], *operations])
