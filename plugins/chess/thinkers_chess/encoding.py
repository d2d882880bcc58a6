"""A position as the twelve planes a thinker sees, and its scores as a legal move.

The layout is the literature's (easy-to-hard data, Schwarzschild et al. 2021): one plane per kind
of piece, the mover's first; two squares to mark. Squares are seen from the mover's side: row 0 is
the mover's own first rank, column 0 is the file a. When black moves the board is turned upside
down, ranks only, so that the mover's pawns always go up; files stay where they are.
"""

import numpy as np
from numpy.typing import NDArray

from thinkers_chess.instance import ChessInstance

PIECES = "KQBNRP"
"""The planes of one side, in order; the mover's are 0 to 5, the opponent's 6 to 11."""

Square = tuple[int, int]
"""Row and column, from the mover's side."""


def encode(instance: ChessInstance) -> NDArray[np.float32]:
    """`(12, 8, 8)` float32: 1 where a piece stands, 0 elsewhere."""
    placement, turn = instance.fen.split()[:2]
    planes = np.zeros((12, 8, 8), np.float32)
    for down, rank in enumerate(placement.split("/")):
        file = 0
        for letter in rank:
            if letter.isdigit():
                file += int(letter)
                continue
            mine = letter.isupper() == (turn == "w")
            plane = PIECES.index(letter.upper()) + (0 if mine else 6)
            planes[plane, 7 - down if turn == "w" else down, file] = 1
            file += 1
    return planes


def target(instance: ChessInstance, move: str) -> NDArray[np.int64]:
    """`(8, 8)` int64: 1 on the two squares of a move, 0 elsewhere; a promotion loses its piece."""
    marks = np.zeros((8, 8), np.int64)
    for square in _squares(instance, move):
        marks[square] = 1
    return marks


def decode(scores: NDArray[np.float32], instance: ChessInstance) -> str:
    """The legal move whose two squares score best together, in UCI.

    The score of a square is its margin, class 1 over class 0. A pawn that reaches the last rank
    becomes a queen, always: two marked squares cannot say anything else. Of equal moves the first
    by name is taken.

    Args:
        scores: `(2, 8, 8)`.
        instance: A position that is not over.
    """
    margin = np.nan_to_num(scores[1] - scores[0])
    best, choice = -np.inf, ""
    for move in sorted(_legal(instance)):
        origin, destination = _squares(instance, move)
        score = float(margin[origin]) + float(margin[destination])
        if score > best:
            best, choice = score, move
    return choice


def top_two(scores: NDArray[np.float32], instance: ChessInstance) -> bool | None:
    """Whether the two squares of the largest class-1 scores are the answer's; None without one.

    This is the published metric (Schwarzschild et al. 2021): no rules of chess help it, and the
    order of the two squares does not matter.

    Args:
        scores: `(2, 8, 8)`.
        instance: A position, best with an answer.
    """
    if instance.answer is None:
        return None
    first, second = np.argsort(-scores[1].ravel(), kind="stable")[:2].tolist()
    wanted = target(instance, instance.answer).ravel()
    return bool(wanted[first] and wanted[second])


def _squares(instance: ChessInstance, move: str) -> tuple[Square, Square]:
    return _square(instance, move[:2]), _square(instance, move[2:4])


def _square(instance: ChessInstance, name: str) -> Square:
    rank, file = int(name[1]) - 1, "abcdefgh".index(name[0])
    return (rank if instance.fen.split()[1] == "w" else 7 - rank), file


def _legal(instance: ChessInstance) -> list[str]:
    import chess

    moves = chess.Board(instance.fen).legal_moves
    return [move.uci() for move in moves if move.promotion in {None, chess.QUEEN}]
