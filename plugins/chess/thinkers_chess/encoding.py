"""A position as the twelve planes a thinker sees, and its scores as a legal move.

The layout is the literature's (easy-to-hard data, Schwarzschild et al. 2021): one plane per kind
of piece, the mover's first; two squares to mark. Squares are seen from the mover's side: row 0 is
the mover's own first rank, column 0 is the file a. When black moves the board is turned upside
down, ranks only, so that the mover's pawns always go up; files stay where they are.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from thinkers_chess.instance import ChessInstance

if TYPE_CHECKING:
    import chess

PIECES = "KQBNRP"
"""The planes of one side, in order; the mover's are 0 to 5, the opponent's 6 to 11."""

KINDS = (6, 5, 3, 2, 4, 1)
"""python-chess's numbers of the same."""

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

    The score of a square is its margin, class 1 over class 0. Two marked squares cannot say what
    a pawn becomes on the last rank: a piece that mates at once, else one that does not stalemate,
    and of several the strongest, so nearly always a queen. Of equal moves the first by name is
    taken.

    Args:
        scores: `(2, 8, 8)`.
        instance: A position that is not over.
    """
    import chess

    board = chess.Board(instance.fen)
    found = _scored(scores, instance, board)
    choice = max(found, key=lambda ends: found[ends])
    moves = [move for move in board.legal_moves if move.uci()[:4] == choice]
    return moves[0].uci() if len(moves) == 1 else _promotion(board, moves)


def confidence(scores: NDArray[np.float32], instance: ChessInstance) -> float:
    """The chance of the move that `decode` gives, by the softmax over the scores of all moves."""
    import chess

    found = np.array([*_scored(scores, instance, chess.Board(instance.fen)).values()])  # (moves,)
    return float(1 / np.exp(found - found.max()).sum())


def _scored(
    scores: NDArray[np.float32], instance: ChessInstance, board: "chess.Board"
) -> dict[str, float]:
    """The score of each legal move, by its two squares in UCI, in their order."""
    margin = np.nan_to_num(scores[1] - scores[0])  # (8, 8)
    found = {}
    for ends in sorted({move.uci()[:4] for move in board.legal_moves}):
        origin, destination = _squares(instance, ends)
        found[ends] = float(margin[origin]) + float(margin[destination])
    return found


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


def _promotion(board: "chess.Board", moves: "list[chess.Move]") -> str:
    """Of several promotions the one to play, in UCI."""

    def worth(move: "chess.Move") -> tuple[bool, bool, int]:
        after = board.copy(stack=False)
        after.push(move)
        return after.is_checkmate(), not after.is_stalemate(), move.promotion or 0

    return max(moves, key=worth).uci()
