"""EPD: one position a line, with operations that say what is known of it; read leniently.

| opcode | what it is taken for |
|---|---|
| `bm` | the best moves: each is right |
| `am` | moves to avoid: each is wrong |
| `dm` | mate can be forced in so many moves |
| `pm` | somebody's answer (predicted move), kept apart from what is right |
| `id` | the name |
| `hmvc`, `fmvn` | the counters |
| `c0`, `c1`, `c2` | rating and themes, the line, the move before, where we wrote them |

Others are left out. Half of the free collections are not strict EPD: whole FENs with counters,
moves by their squares or with numbers and `!`, `bm #4` for a mate, a last `;` left out. All of that
is read, and so is a `.fen` file, which is EPD without operations. What we write is strict (Edwards
1994, section 16.2). Empty lines and those that begin with `#` are skipped.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from thinkers import InvalidInstanceError, require_count
from thinkers_chess.formats.files import (
    BYTES_A_WORD,
    MAX_WORDS,
    joined,
    lines_of,
    parsed_once,
    write_text,
)
from thinkers_chess.formats.notation import moves_of
from thinkers_chess.formats.operations import Line, cut
from thinkers_chess.formats.record import Record, checked, rating_of
from thinkers_chess.instance import ChessInstance
from thinkers_chess.position import NEEDED, board_of, quoted

if TYPE_CHECKING:
    import chess

COUNT = re.compile(r"[0-9]{1,4}")
"""A counter, or a distance to mate."""

MOVE = r"[a-h][1-8][a-h][1-8][qrbn]?"
RATED = re.compile(r"rating (-?[0-9]{0,6}) themes ?(.*)")
PLAYED = re.compile(rf"line((?: {MOVE})+)")
BEFORE = re.compile(rf"before (\S+ [wb] \S+ \S+ [0-9]+ [0-9]+) ({MOVE})")
"""What we write into the comments c0, c1 and c2."""


def read(path: Path) -> list[Record]:
    """The positions of a file; equal lines are parsed once.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    texts = [(number, line.strip()) for number, line in enumerate(lines_of(path), 1)]
    filled = [(number, text) for number, text in texts if text and not text.startswith("#")]
    words = sum(len(text.split()) - NEEDED for text in {text for _, text in filled})
    require_count(words, path, MAX_WORDS, BYTES_A_WORD, "words after positions")

    def parsed(place: int) -> Record:
        number, text = filled[place]
        return parse(text, f"{path}, line {number}")

    return parsed_once([text for _, text in filled], parsed, path)


def parse(text: str, where: str) -> Record:
    """The position of one line.

    Raises:
        InvalidInstanceError: The position or a move is illegal, the game is over, or the line has
            something that is not understood.
    """
    line = cut(text, where)
    *fields, half, full = line.fields
    half, full = _number(line, "hmvc", half, where), _number(line, "fmvn", full, where)
    fen = " ".join([*fields, half, full])
    board = board_of(fen, where)
    best, mate = _best(line, board, where)
    rating, themes = _rated(line, where)
    answers = moves_of(board, _words(line, "pm"), where, "predicted move")
    if len(answers) > 1:
        raise InvalidInstanceError(f"{where}: pm takes one move, got {len(answers)}")
    instance = ChessInstance.sound(
        fen=fen,
        answer=best[0] if best else None,
        also=best[1:],
        avoid=moves_of(board, _words(line, "am"), where, "move to avoid"),
        mate=mate,
        id=_text(line, "id", where),
        rating=rating,
        themes=themes,
        moves=_played(line),
        setup=_before(line),
    )
    return checked(Record(instance, answers[0] if answers else None), where)


def _best(line: Line, board: "chess.Board", where: str) -> tuple[tuple[str, ...], int | None]:
    """The best moves, and the distance to mate; `#4` among the moves is one."""
    words, mates = [], [_number(line, "dm", "", where)]
    for word in _words(line, "bm"):
        if word.startswith("#"):
            mates.append(_count(word[1:], "bm", where))
        else:
            words.append(word)
    known = {mate for mate in mates if mate}
    if len(known) > 1:
        raise InvalidInstanceError(f"{where}: several distances to mate are given")
    return moves_of(board, words, where, "best move"), int(known.pop()) if known else None


def _words(line: Line, opcode: str) -> list[str]:
    """All words of all operations of that name."""
    return [word for operands in line.all(opcode) for one in operands for word in one.text.split()]


def _text(line: Line, opcode: str, where: str) -> str:
    """The one text of an operation; without quotes it may have several words."""
    texts = {tuple(operands) for operands in line.all(opcode)}
    if len(texts) > 1:
        raise InvalidInstanceError(f"{where}: {opcode} stands there twice")
    operands = texts.pop() if texts else ()
    if len(operands) > 1 and any(one.quoted for one in operands):
        raise InvalidInstanceError(
            f"{where}: {opcode} takes one text, got {len(operands)}", "is a ; missing?"
        )
    return " ".join(one.text for one in operands)


def _number(line: Line, opcode: str, usual: str, where: str) -> str:
    """The digits of the one number of an operation, or what is usual without it."""
    text = _text(line, opcode, where)
    return _count(text, opcode, where) if text or line.all(opcode) else usual


def _count(text: str, opcode: str, where: str) -> str:
    if COUNT.fullmatch(text) is None:
        raise InvalidInstanceError(
            f"{where}: {opcode} takes a number of at most four digits, got {quoted(text)}"
        )
    return text


def _comment(line: Line, opcode: str, form: re.Pattern[str]) -> re.Match[str] | None:
    """The fields that our writer put into a comment; None for a comment of other programs."""
    for operands in line.all(opcode):
        if len(operands) == 1 and (match := form.fullmatch(operands[0].text)):
            return match
    return None


def _rated(line: Line, where: str) -> tuple[int | None, tuple[str, ...]]:
    match = _comment(line, "c0", RATED)
    return (rating_of(match[1], where), tuple(match[2].split())) if match else (None, ())


def _played(line: Line) -> tuple[str, ...]:
    match = _comment(line, "c1", PLAYED)
    return tuple(match[1].split()) if match else ()


def _before(line: Line) -> tuple[str, str] | None:
    match = _comment(line, "c2", BEFORE)
    return (match[1], match[2]) if match else None


def write(path: Path, records: Sequence[Record]) -> None:
    """Write one position a line; what has no opcode of its own goes into comments.

    Raises:
        ConfigError: The file cannot be written.
    """
    write_text(path, joined(" ".join(_parts(record)) for record in records))


def _parts(record: Record) -> Iterable[str]:
    one = record.instance
    board = board_of(one.fen)
    yield from one.fen.split()[:4]
    yield f"hmvc {board.halfmove_clock}; fmvn {board.fullmove_number};"
    answers = () if record.answer is None else (record.answer,)
    for opcode, moves in (("bm", one.best), ("am", one.avoid), ("pm", answers)):
        if moves:
            yield f"{opcode} {' '.join(board.san(board.parse_uci(move)) for move in moves)};"
    if one.mate is not None:
        yield f"dm {one.mate};"
    if one.id:
        yield f"id {_in_quotes(one.id)};"
    if one.rating is not None or one.themes:
        rating = "" if one.rating is None else one.rating
        yield f"c0 {_in_quotes(f'rating {rating} themes ' + ' '.join(one.themes))};"
    if len(one.moves) > 1:
        yield f"c1 {_in_quotes('line ' + ' '.join(one.moves))};"
    if one.setup is not None:
        yield f"c2 {_in_quotes('before ' + ' '.join(one.setup))};"


def _in_quotes(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
