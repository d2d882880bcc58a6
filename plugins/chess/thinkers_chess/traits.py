"""What kind of position it is, as far as the board shows."""

from thinkers_chess.instance import ChessInstance

FEW = 7
"""Pieces of an endgame, kings included: as many as complete tablebases have."""


def traits(instance: ChessInstance) -> frozenset[str]:
    """`in check`, `promotion`, `castling rights`, `endgame`: those that hold.

    A promotion is there where the side to move has one; rights to castle count for either side.
    """
    import chess

    board = chess.Board(instance.fen)
    held = {
        "in check": board.is_check(),
        "promotion": any(move.promotion for move in board.legal_moves),
        "castling rights": bool(board.castling_rights),
        "endgame": len(board.piece_map()) <= FEW,
    }
    return frozenset(name for name, holds in held.items() if holds)
