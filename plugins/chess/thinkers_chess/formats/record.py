"""What every file of puzzles holds: instances, each with an answer beside it where there is one."""

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from thinkers import InvalidInstanceError
from thinkers_chess.instance import ChessInstance
from thinkers_chess.position import board_of, canonical, move_of, playable, push, quoted

if TYPE_CHECKING:
    import chess

RATING = re.compile(r"-?[0-9]{1,6}")
"""A rating as text; Lichess's are between 400 and 3,200."""

LARGEST_RATING = 999_999
"""The largest number that text of a rating can be."""

DIGITS = "a rating has at most six digits"
"""What to do about one that is none."""

TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Bidirectional classes of the marks that turn text round (Unicode Standard Annex 9)."""

LONGEST_MATE = 9999
"""Moves to mate that may be claimed; the longest of seven pieces takes 549."""


class Record(NamedTuple):
    """One puzzle of a file.

    Attributes:
        instance: The position, and what is known to be right.
        answer: Somebody's answer to it in UCI, right or wrong; None where the file holds none.
    """

    instance: ChessInstance
    answer: str | None = None


def rating_of(text: str, where: str) -> int | None:
    """A rating from text; None where it is empty.

    Raises:
        InvalidInstanceError: It is no number, or has more digits than any rating.
    """
    if not text:
        return None
    if RATING.fullmatch(text) is None:
        raise InvalidInstanceError(f"{where}: the rating {quoted(text)} is no number", DIGITS)
    return int(text)


def require_text(name: str, themes: Iterable[str], where: str) -> None:
    """Check the free text of a puzzle: nothing in it acts on a line, and each theme is one word.

    Raises:
        InvalidInstanceError: Names the text.
    """
    for text in (name, *themes):
        if not text.isprintable() and any(map(_is_control, text)):
            raise InvalidInstanceError(
                f"{where}: the text {quoted(text)} has control characters", "leave them out"
            )
    for theme in themes:
        if theme.split() != [theme]:
            raise InvalidInstanceError(f"{where}: the theme {quoted(theme)} is not one word")


def _is_control(character: str) -> bool:
    """Whether it ends a line, turns the text after it round, or is no character by itself."""
    turns = unicodedata.bidirectional(character) in TURNING
    return turns or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def checked(record: Record, where: str = "the puzzle") -> Record:
    """The record in its usual form, every part of it held against the rules.

    Where no line is given it is the answer alone.

    Raises:
        InvalidInstanceError: A part is illegal, or two parts contradict each other.
    """
    one = record.instance
    board = playable(one.fen, where)
    best, avoid = tuple(dict.fromkeys(one.best)), tuple(dict.fromkeys(one.avoid))
    if one.also and one.answer is None:
        raise InvalidInstanceError(f"{where}: other answers are given, but no first one")
    if set(best) & set(avoid):
        raise InvalidInstanceError(f"{where}: the same move is to be found and to be avoided")
    if one.mate is not None and not 1 <= one.mate <= LONGEST_MATE:
        raise InvalidInstanceError(f"{where}: mate in {one.mate} is no distance to mate")
    require_text(one.id, one.themes, where)
    instance = ChessInstance.sound(
        fen=canonical(one.fen, board),
        answer=best[0] if best else None,
        also=best[1:],
        avoid=avoid,
        mate=one.mate,
        id=one.id,
        rating=rating_of("" if one.rating is None else str(one.rating), where),
        themes=one.themes,
        moves=_line(board, one.moves, where) or best[:1],
        setup=_setup(board, one.setup, where),
    )
    if instance.moves[:1] != best[:1]:
        raise InvalidInstanceError(f"{where}: its line does not begin with its answer")
    answer = None if record.answer is None else move_of(board, record.answer, where).uci()
    return Record(instance, answer)


def _line(board: "chess.Board", moves: Iterable[str], where: str) -> tuple[str, ...]:
    """Moves that follow each other."""
    played = board.copy(stack=False)
    return tuple(push(played, move, where) for move in moves)


def _setup(
    board: "chess.Board", setup: tuple[str, str] | None, where: str
) -> tuple[str, str] | None:
    """The position before, and the move that leads from it to this one."""
    if setup is None:
        return None
    before, move = setup
    played = board_of(before, where)
    known = push(played, move, where)
    if played.fen() != board.fen():
        raise InvalidInstanceError(f"{where}: the move before does not lead to the position")
    return " ".join(before.split()), known
