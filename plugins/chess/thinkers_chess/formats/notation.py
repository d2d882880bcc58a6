"""Moves as people write them: `Re8`, `1.Re8#`, `exd6 e.p.`, `0-0`, `e1e8`, with `!` and `?`."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from thinkers import InvalidInstanceError
from thinkers_chess.position import quoted

if TYPE_CHECKING:
    import chess

NUMBER = re.compile(r"[0-9]{1,4}\.+")
"""The number before a move: `12.` or `12...`."""

PASSANT = re.compile(r"(?<=[1-8])e\.?p\.?$")
"""What may follow a pawn that takes in passing."""

COORDINATES = re.compile(r"[a-h][1-8][a-h][1-8][qrbnQRBN]?")
"""A move by its two squares."""

CASTLING = {"o-o": "O-O", "0-0": "O-O", "o-o-o": "O-O-O", "0-0-0": "O-O-O"}
"""Castling with small letters or with zeros."""


def moves_of(board: "chess.Board", words: Iterable[str], where: str, what: str) -> tuple[str, ...]:
    """The different moves of one position that some words name, in UCI.

    Move numbers and `e.p.` may stand alone; commas separate words like blanks.

    Args:
        board: The position.
        words: As the file has them.
        where: What they came from, for the message.
        what: What a move is, for the message: `best move`.

    Raises:
        InvalidInstanceError: A word is no legal move.
    """
    found: dict[str, None] = {}
    for word in dict.fromkeys(" ".join(words).replace(",", " ").split()):
        name = plain(word)
        if name:
            found[move_in(board, name, word, f"{where}: the {what}").uci()] = None
    return tuple(found)


def plain(word: str) -> str:
    """A word without move number, judgement, check and `e.p.`; empty where nothing is left."""
    name = word[match.end() :] if (match := NUMBER.match(word)) else word
    name = PASSANT.sub("", name.rstrip("!?+#")).rstrip("!?+#")
    return "" if name in {"ep", "e.p.", "e.p"} else CASTLING.get(name.lower(), name)


def move_in(board: "chess.Board", name: str, word: str, what: str) -> "chess.Move":
    """The legal move of that plain name, in algebraic notation or by its squares.

    Args:
        board: The position.
        name: The move's plain name.
        word: As it was written, for the message.
        what: Where and what it is, for the message.

    Raises:
        InvalidInstanceError: There is no such move, or there are several.
    """
    squares = COORDINATES.fullmatch(name) is not None
    try:
        found = board.parse_uci(name.lower()) if squares else board.parse_san(name)
    except ValueError:
        found = None
    if not found:  # a null move is none either
        raise InvalidInstanceError(
            f"{what} {quoted(word)} is no legal move",
            "moves are written as Re8, e8=Q, O-O or e1e8; an operation ends with ;",
        )
    return found
