"""The encoding `attacks`: beside the pieces, what they attack and may do; a loss over moves.

A thinker of `planes` has to learn how pieces move from a hundred thousand positions. Here that is
told: it is what python-chess's move generator knows of the position, and looks no move ahead.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from thinkers import Signature
from thinkers_chess.encoding import KINDS, encode
from thinkers_chess.instance import ChessInstance
from thinkers_chess.planes import PlanesEncoding

if TYPE_CHECKING:
    import chess

CHANNELS = 43
LEGAL = slice(24, 30)
"""The planes of legal destinations, one a kind."""

MANY = 4
"""Attackers of one square that count as 1."""


class AttacksEncoding(PlanesEncoding):
    """Twelve planes of pieces and 31 of what they may do; two squares to mark."""

    signature = Signature("grid", channels=CHANNELS, classes=2)

    def planes(self, instance: ChessInstance) -> NDArray[np.float32]:
        """As of the encoding `planes`, then those of `told`."""
        return np.concatenate([encode(instance), told(instance)])

    def loss(self, logits: Any, batch: Mapping[str, Any]) -> Any:
        """As of `move_loss.move_loss`."""
        from thinkers_chess.move_loss import move_loss

        inputs = batch["inputs"]
        return move_loss(logits, inputs[:, :12], inputs[:, LEGAL], batch["targets"])


def told(instance: ChessInstance) -> NDArray[np.float32]:
    """`(31, 8, 8)`, seen as the planes of pieces are.

    Squares attacked by each kind of the mover's, and of the other side's; destinations of legal
    moves by kind; their origins; what is pinned to its king, of either side; from where a bishop,
    rook, knight or pawn would give check, to the other king and to the mover's; and how many
    attack a square, of either side.
    """
    import chess

    board = chess.Board(instance.fen)
    if board.turn == chess.BLACK:
        board = board.mirror()
    by_kind = [_attacked(board, side, kind) for side in chess.COLORS for kind in KINDS]
    squares = chess.SquareSet
    legal = dict.fromkeys(KINDS, 0)
    origins = 0
    for move in board.legal_moves:
        legal[board.piece_type_at(move.from_square) or 0] |= chess.BB_SQUARES[move.to_square]
        origins |= chess.BB_SQUARES[move.from_square]
    pinned = [
        int(squares(s for s in squares(board.occupied_co[side]) if board.is_pinned(side, s)))
        for side in chess.COLORS
    ]
    checks = [line for side in chess.COLORS for line in _lines(board, side)]
    masks = np.array([*by_kind, *legal.values(), origins, *pinned, *checks], "<u8")
    bits = np.unpackbits(masks.view(np.uint8), bitorder="little").reshape(-1, 8, 8)
    return np.concatenate([bits.astype(np.float32), _counts(board)])


def _attacked(board: "chess.Board", side: bool, kind: int) -> int:
    mask = 0
    for square in board.pieces(kind, side):
        mask |= board.attacks_mask(square)
    return mask


def _lines(board: "chess.Board", side: bool) -> list[int]:
    """From where a bishop, rook, knight or pawn of a side would check the other's king."""
    import chess

    king = board.king(not side)
    assert king is not None
    diagonal = chess.BB_DIAG_ATTACKS[king][chess.BB_DIAG_MASKS[king] & board.occupied]
    rook = (
        chess.BB_RANK_ATTACKS[king][chess.BB_RANK_MASKS[king] & board.occupied]
        | chess.BB_FILE_ATTACKS[king][chess.BB_FILE_MASKS[king] & board.occupied]
    )
    return [diagonal, rook, chess.BB_KNIGHT_ATTACKS[king], chess.BB_PAWN_ATTACKS[not side][king]]


def _counts(board: "chess.Board") -> NDArray[np.float32]:
    """`(2, 8, 8)`: attackers of each square by side, as shares of `MANY`, at most 1."""
    import chess

    counts = np.zeros((2, 64), np.float32)
    for number, side in enumerate(chess.COLORS):
        for square in chess.SquareSet(board.occupied_co[side]):
            mask = np.array([board.attacks_mask(square)], "<u8").view(np.uint8)
            counts[number] += np.unpackbits(mask, bitorder="little")
    return np.minimum(counts / MANY, 1).reshape(2, 8, 8)
