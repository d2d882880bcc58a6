"""The exact symmetry of chess positions without castling rights: the left-right mirror."""

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch
from thinkers_chess.encoding import PIECES
from thinkers_chess.instance import ChessInstance

FILES = str.maketrans("abcdefgh", "hgfedcba")

KING, ROOK = PIECES.index("K"), PIECES.index("R")


def mirrored(batch: Batch, rng: np.random.Generator) -> Batch:
    """Each position of a labelled batch with files exchanged or not, by chance, where that is true.

    The planes do not say who may castle, so a position is left alone where a king and one of its
    rooks stand on their first squares, whether or not they have moved before.
    """
    assert batch.targets is not None
    rows = (rng.integers(2, size=len(batch.inputs)) == 1) & ~_may_castle(batch.inputs)
    inputs, targets = batch.inputs.copy(), batch.targets.copy()
    inputs[rows] = inputs[rows, ..., ::-1]
    targets[rows] = targets[rows, ..., ::-1]
    return Batch(inputs, batch.mask, targets)


def mirror(instance: ChessInstance) -> ChessInstance:
    """A position with files exchanged, and what is known of its moves; true where nobody castles.

    What is only told of it, such as its line of moves and its rating, stays behind.
    """
    return ChessInstance(
        mirrored_fen(instance.fen),
        answer=instance.answer and mirrored_move(instance.answer),
        also=tuple(map(mirrored_move, instance.also)),
        avoid=tuple(map(mirrored_move, instance.avoid)),
        mate=instance.mate,
    )


def mirrored_fen(fen: str) -> str:
    """The FEN with files exchanged, without castling rights."""
    placement, turn, _, passant, *clocks = fen.split()
    ranks = "/".join(rank[::-1] for rank in placement.split("/"))
    return " ".join((ranks, turn, "-", passant.translate(FILES), *clocks))


def mirrored_move(move: str) -> str:
    """A move in UCI with files exchanged; mirrored twice it is itself."""
    return move[:4].translate(FILES) + move[4:]


def _may_castle(planes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """`(b,)`: whether either side has a king and a rook where a game begins."""
    own = _at_home(planes[:, : len(PIECES), 0])
    return own | _at_home(planes[:, len(PIECES) :, 7])


def _at_home(rank: NDArray[np.float32]) -> NDArray[np.bool_]:
    """`(b,)` of one side's planes on its first rank, `(b, 6, 8)`: files from a to h."""
    rooks = rank[:, ROOK, 0] + rank[:, ROOK, 7]
    return np.asarray(rank[:, KING, 4] * rooks > 0)
