"""Traits of a position, computed from the board."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from thinkers_chess.instance import ChessInstance
from thinkers_chess.params import Position

if TYPE_CHECKING:
    import chess

FEW = 7
"""Pieces of an endgame, kings included: as many as complete tablebases have."""


SHOWN: dict[Position, Callable[["chess.Board"], bool]] = {
    "endgame": lambda board: len(board.piece_map()) <= FEW,
    "in-check": lambda board: board.is_check(),
    "can-promote": lambda board: any(move.promotion for move in board.legal_moves),
    "can-castle": lambda board: any(map(board.is_castling, board.legal_moves)),
    "one-legal-move": lambda board: board.legal_moves.count() == 1,
}
"""Whether the position of the side to move is such a one."""


def shows(fen: str, position: Position) -> bool:
    """Whether a legal position is of that kind."""
    import chess

    return SHOWN[position](chess.Board(fen))


def traits(instance: ChessInstance) -> frozenset[str]:
    """`in check`, `promotion`, `castling rights`, `endgame`: those that hold.

    A promotion is there where the side to move has one; rights to castle count for either side.
    """
    import chess

    board = chess.Board(instance.fen)
    held = {
        "in check": SHOWN["in-check"](board),
        "promotion": SHOWN["can-promote"](board),
        "castling rights": bool(board.castling_rights),
        "endgame": SHOWN["endgame"](board),
    }
    return frozenset(name for name, holds in held.items() if holds)
