"""Weak baselines: the greatest material gain in one move, and a random legal move."""

from typing import TYPE_CHECKING

import numpy as np

from thinkers import Baseline, BaselineAnswer
from thinkers_chess.instance import ChessInstance

if TYPE_CHECKING:
    import chess

VALUES = {"p": 1, "n": 3, "b": 3, "r": 5, "q": 9, "k": 0}
"""Pawns that each piece is worth (the usual count; Shannon 1950, section 2, with bishop 3)."""

MATE = 1000
"""More than all the material on a board."""


class Material(Baseline[ChessInstance, str]):
    """Greedy by material at one ply; it mates when it can, and ignores replies."""

    name = "material"
    problem = "chess"
    summary = "one-ply greedy: mate, else the most material, ties by chance"

    def solve(self, instance: ChessInstance, rng: np.random.Generator) -> BaselineAnswer[str]:
        """The best move by material after it."""
        import chess

        board = chess.Board(instance.fen)
        gains = {move.uci(): _gain(board, move) for move in board.legal_moves}
        most = max(gains.values())
        return BaselineAnswer(_any([move for move, gain in gains.items() if gain == most], rng))

    def cheap(self, instance: ChessInstance) -> bool:
        """Always."""
        del instance
        return True


class RandomLegal(Baseline[ChessInstance, str]):
    """A uniformly random legal move."""

    name = "random-legal"
    problem = "chess"
    summary = "a legal move by chance: what knowing only the rules gives"

    def solve(self, instance: ChessInstance, rng: np.random.Generator) -> BaselineAnswer[str]:
        """A legal move."""
        import chess

        board = chess.Board(instance.fen)
        return BaselineAnswer(_any([move.uci() for move in board.legal_moves], rng))

    def cheap(self, instance: ChessInstance) -> bool:
        """Always."""
        del instance
        return True


def _any(moves: list[str], rng: np.random.Generator) -> str:
    return sorted(moves)[rng.integers(len(moves))]


def _gain(board: "chess.Board", move: "chess.Move") -> int:
    """What the move takes and promotes to, in pawns."""
    import chess

    taken = board.piece_at(move.to_square)
    if board.is_en_passant(move):
        gain = VALUES["p"]
    else:
        gain = VALUES[taken.symbol().lower()] if taken else 0
    if move.promotion:
        gain += VALUES[chess.piece_symbol(move.promotion)] - VALUES["p"]
    board.push(move)
    gain += MATE if board.is_checkmate() else 0
    board.pop()
    return gain
