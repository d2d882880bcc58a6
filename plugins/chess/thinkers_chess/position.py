"""From text to a legal position: the one place where a FEN or a move is found wanting."""

from typing import TYPE_CHECKING

from thinkers import InvalidInstanceError
from thinkers_chess.instance import ChessInstance

if TYPE_CHECKING:
    import chess

REASONS = {
    "NO_WHITE_KING": "white has no king",
    "NO_BLACK_KING": "black has no king",
    "TOO_MANY_KINGS": "a side has more than one king",
    "TOO_MANY_WHITE_PAWNS": "white has more than 8 pawns",
    "TOO_MANY_BLACK_PAWNS": "black has more than 8 pawns",
    "PAWNS_ON_BACKRANK": "a pawn stands on the first or last rank",
    "TOO_MANY_WHITE_PIECES": "white has more than 16 pieces",
    "TOO_MANY_BLACK_PIECES": "black has more than 16 pieces",
    "INVALID_EP_SQUARE": "no pawn can have passed the en-passant square",
    "OPPOSITE_CHECK": "the side that is not to move is in check",
    "EMPTY": "the board is empty",
    "TOO_MANY_CHECKERS": "more than two pieces give check",
    "IMPOSSIBLE_CHECK": "no last move can have given these checks",
}
"""What python-chess holds against a position, in words."""


def board_of(fen: str, where: str = "") -> "chess.Board":
    """The position of a FEN; rights to castle that no king or rook backs up are ignored.

    Args:
        fen: Two to six fields; missing ones take their usual values.
        where: What the FEN came from, for the message.

    Raises:
        InvalidInstanceError: Says what is wrong with it.
    """
    import chess

    prefix = f"{where}: " if where else ""
    try:
        board = chess.Board(fen)
    except ValueError as error:
        reason = str(error).removesuffix(f": {fen!r}").partition(": ")[0]
        raise InvalidInstanceError(f"{prefix}illegal FEN {fen!r}: {reason}") from error
    faults = board.status() & ~chess.STATUS_BAD_CASTLING_RIGHTS
    for name, words in REASONS.items():
        if faults & getattr(chess, f"STATUS_{name}"):
            raise InvalidInstanceError(f"{prefix}illegal FEN {fen!r}: {words}")
    return board


def bare(fen: str, where: str = "") -> ChessInstance:
    """A position to solve, with nothing known about it.

    Raises:
        InvalidInstanceError: The FEN is illegal, or the game is over.
    """
    board = board_of(fen, where)
    if not any(board.legal_moves):
        prefix = f"{where}: " if where else ""
        end = "checkmate" if board.is_check() else "stalemate"
        raise InvalidInstanceError(f"{prefix}nothing to solve in {fen!r}: it is {end}")
    return ChessInstance(board.fen())


def push(board: "chess.Board", move: str, where: str) -> None:
    """Play a move on a board.

    Args:
        board: Changed in place.
        move: UCI.
        where: What the move came from, for the message.

    Raises:
        InvalidInstanceError: It is no move, or not a legal one here.
    """
    try:
        board.push_uci(move)
    except ValueError as error:
        raise InvalidInstanceError(
            f"{where}: {move!r} is no legal move in {board.fen()!r}"
        ) from error
