"""The loss of a move: cross-entropy over the moves that `decode` chooses from."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from thinkers_chess.encoding import KINDS

if TYPE_CHECKING:
    import torch
    from torch import Tensor

SQUARES = 4.0
"""The weight of the cross-entropy of squares, which makes each score the chance of its square."""

FORBIDDEN = -1e9


def move_loss(logits: "Tensor", pieces: "Tensor", legal: "Tensor", targets: "Tensor") -> "Tensor":
    """Minus the log-chance of the answer among the moves, and the error of the squares.

    A move's score is what `decode` takes: the sum of the margins of its two squares.

    Args:
        logits: `(b, 2, 8, 8)`.
        pieces: `(b, 12, 8, 8)`, the planes of `encoding.encode`.
        legal: `(b, 6, 8, 8)`, the legal destinations of each kind.
        targets: `(b, 8, 8)`, 1 on the squares of the answer.
    """
    from torch.nn import functional

    margin = (logits[:, 1] - logits[:, 0]).float().flatten(1)  # (b, 64)
    scores = margin[:, :, None] + margin[:, None]  # (b, 64, 64), from and to
    own = pieces[:, :6].flatten(2).sum(1) > 0  # (b, 64)
    marked = targets.flatten(1) > 0  # (b, 64)
    answer = (marked & own)[:, :, None] & (marked & ~own)[:, None]  # (b, 64, 64)
    possible = moves(pieces, legal) | answer  # (b, 64, 64)
    every = scores.masked_fill(~possible, FORBIDDEN).flatten(1).logsumexp(1)  # (b,)
    chosen = (scores * answer).sum((1, 2))  # (b,)
    squares = functional.cross_entropy(logits.float(), targets)
    return (every - chosen).mean() + SQUARES * squares


def moves(pieces: "Tensor", legal: "Tensor") -> "Tensor":
    """`(b, 64, 64)` bool: moves from and to, without castling and en passant.

    A piece may go to a legal destination of its kind if it moves so and nothing is in between: of
    two of a kind of which one is pinned, the other's move may count for both.
    """
    reach, between = _geometry(pieces.device)
    standing, ends = pieces.flatten(2), legal.flatten(2)  # (b, 12, 64), (b, 6, 64)
    blocked = standing.sum(1) @ between  # (b, 64 * 64)
    clear = (blocked < 0.5).view(-1, 64, 64)  # (b, 64, 64)
    possible = clear & False
    for kind in range(len(KINDS)):
        pairs = standing[:, kind, :, None] * ends[:, kind, None] * reach[kind]  # (b, 64, 64)
        possible = possible | (pairs > 0.5)
    return possible & clear


@cache
def _geometry(device: "torch.device") -> "tuple[Tensor, Tensor]":
    """What each kind reaches on an empty board `(6, 64, 64)`; squares between `(64, 64 * 64)`."""
    import chess
    import torch

    reach = np.zeros((6, 64, 64), np.float32)
    between = np.zeros((64, 64, 64), np.float32)
    empty = chess.Board(None)
    for origin in chess.SQUARES:
        for number, kind in enumerate(KINDS):
            empty.set_piece_at(origin, chess.Piece(kind, chess.WHITE))
            reach[number, origin, list(empty.attacks(origin))] = 1
            if kind == chess.PAWN:
                ahead = [s for s in (origin + 8, origin + 16) if s < 64]
                reach[number, origin, ahead] = 1
            empty.remove_piece_at(origin)
        for end in chess.SQUARES:
            between[list(chess.SquareSet(chess.between(origin, end))), origin, end] = 1
    flat = torch.from_numpy(between.reshape(64, -1)).to(device)
    return torch.from_numpy(reach).to(device), flat
