"""The chess tensors of easy-to-hard data (Schwarzschild et al. 2021, v1.0.0), read through torch.

A folder holds `data.pth` `(n, 12, 8, 8)`, the pieces of the side to move first, `targets.pth` (or
`segment_targets.pth`) `(n, 8, 8)`, 1 on the two squares of the move, `who_moves.pth` `(n, 1)`, 1
for black, and perhaps `rating.pth` `(n, 1)`. Any of them names the folder.

The published generator writes row 0 for rank 1 in both tensors, but the published loader turns
the targets round, so the files in circulation may disagree. The order of the ranks is therefore
found, not believed: of all orders of data and targets, the one under which most marked pairs of
squares are legal moves in legal positions; the generator's own wins ties. Columns are files, a
first, as in the generator: a mirrored board would be just as legal.

The tensors lack castling rights and en-passant squares; both are granted where the answer is such
a move. A promotion has lost its piece and becomes a queen.
"""

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError, read_pth
from thinkers_chess.formats.record import LARGEST_RATING, Record
from thinkers_chess.instance import ChessInstance

if TYPE_CHECKING:
    import chess

Array = NDArray[Any]

PIECES = "KQBNRP"
"""The planes of one side."""

SAMPLE = 200
"""Positions that the order of the ranks is found from."""

ENOUGH = 0.9
"""The share of them that must be legal."""

ORDERS = ("up", "down", "up for the mover", "down for the mover")
"""Where row 0 may be: white's first rank, black's, the mover's, the opponent's."""


def read(path: Path) -> list[Record]:
    """The puzzles of a folder.

    Raises:
        InvalidInstanceError: A file is missing, damaged or of another shape, or no order of the
            ranks makes the marked squares legal moves.
    """
    data, targets, black, ratings = _load(path.parent)
    spread = np.unique(np.linspace(0, len(data) - 1, min(SAMPLE, len(data))).astype(int))
    sample = data[spread], targets[spread], black[spread]
    shares = {order: _legal_share(*sample, *order) for order in product(ORDERS, repeat=2)}
    order = max(shares, key=lambda each: shares[each])
    if shares[order] < ENOUGH:
        raise InvalidInstanceError(
            f"{path.parent}: the marked squares are no legal moves, however the ranks are ordered"
        )
    found = []
    for index in range(len(data)):
        board = _board(_turned(data[index], order[0], black[index]), black[index])
        move = _move(board, _turned(targets[index], order[1], black[index]))
        if move is None:
            raise InvalidInstanceError(
                f"{path.parent}: in position {index} the marked squares are no legal move"
            )
        rating = None if ratings is None else int(ratings[index])
        one = ChessInstance(board.fen(), move, id=str(index), rating=rating, moves=(move,))
        found.append(Record(one))
    return found


def _load(folder: Path) -> tuple[Array, Array, Array, Array | None]:
    data = _tensor(folder / "data.pth")
    names = [name for name in ("targets.pth", "segment_targets.pth") if (folder / name).exists()]
    targets = _tensor(folder / (names[0] if names else "targets.pth"))
    black = _tensor(folder / "who_moves.pth").reshape(-1)
    ratings = folder / "rating.pth"
    rating = _tensor(ratings).reshape(-1) if ratings.exists() else None
    count = len(data)
    if count == 0 or data.shape != (count, 12, 8, 8):
        raise InvalidInstanceError(
            f"{folder / 'data.pth'}: expected a tensor of shape (n, 12, 8, 8), got {data.shape}"
        )
    if targets.shape != (count, 8, 8) or black.shape != (count,):
        raise InvalidInstanceError(
            f"{folder}: the tensors do not belong together: {count} positions, targets of shape "
            f"{targets.shape}, {len(black)} sides to move"
        )
    if rating is not None and len(rating) != count:
        raise InvalidInstanceError(f"{ratings}: expected {count} ratings, got {len(rating)}")
    if rating is not None and not (abs(rating) <= LARGEST_RATING).all():  # nan is not either
        raise InvalidInstanceError(f"{ratings}: a rating is no number, or has too many digits")
    return data, targets, black > 1 / 2, rating


def _tensor(path: Path) -> Array:
    if not path.exists():
        raise InvalidInstanceError(
            f"there is no file {path}",
            "give a file of the folder with data.pth, targets.pth and who_moves.pth",
        )
    return read_pth(path)


def _legal_share(data: Array, targets: Array, black: Array, first: str, second: str) -> float:
    legal = 0
    for planes, marks, turn in zip(data, targets, black, strict=True):
        board = _board(_turned(planes, first, turn), turn)
        legal += _move(board, _turned(marks, second, turn)) is not None
    return legal / len(data)


def _turned(squares: Array, order: str, black: bool) -> Array:
    """`(…, 8, 8)` with rank 1 first."""
    down = order.startswith("down") != (order.endswith("mover") and black)
    return squares[..., ::-1, :] if down else squares


def _board(planes: Array, black: bool) -> "chess.Board":
    import chess

    board, black = chess.Board(None), bool(black)
    board.turn = not black
    for plane, rank, file in np.argwhere(planes > 1 / 2).tolist():
        kind = chess.PIECE_SYMBOLS.index(PIECES[plane % 6].lower())
        mine = plane < len(PIECES)
        board.set_piece_at(chess.square(file, rank), chess.Piece(kind, mine != black))
    return board


def _move(board: "chess.Board", marks: Array) -> str | None:
    """The move of two marked squares, or None when there is none; grants the rights it needs."""
    import chess

    squares = [chess.square(file, rank) for rank, file in np.argwhere(marks > 1 / 2).tolist()]
    own = [square for square in squares if board.color_at(square) == board.turn]
    if len(squares) != 2 or len(own) != 1 or board.status() != chess.STATUS_VALID:
        return None
    origin, goal = own[0], sum(squares) - own[0]
    piece = board.piece_type_at(origin)
    across = abs(chess.square_file(origin) - chess.square_file(goal))
    if piece == chess.KING and across == 2:
        corner = goal + 1 if goal > origin else goal - 2
        board.castling_rights = chess.BB_SQUARES[corner]
    if piece == chess.PAWN and across == 1 and board.piece_type_at(goal) is None:
        board.ep_square = goal
    last = piece == chess.PAWN and chess.square_rank(goal) in {0, 7}
    move = chess.Move(origin, goal, chess.QUEEN if last else None)
    return move.uci() if move in board.legal_moves and board.is_valid() else None
