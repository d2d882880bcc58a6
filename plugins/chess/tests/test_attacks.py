"""What the encoding `attacks` tells is what python-chess says of the mover's board."""

import chess
import numpy as np
import pytest
from thinkers_chess.attacks import CHANNELS, LEGAL, AttacksEncoding
from thinkers_chess.encoding import PIECES
from thinkers_chess.planes import PlanesEncoding
from thinkers_chess.problem import Chess

CHESS, ATTACKS = Chess(), AttacksEncoding()
LETTERS = "kqbnrp"


@pytest.fixture(scope="module")
def puzzles():
    return CHESS.generate(np.random.default_rng(0), 60, CHESS.Params(augment=True))


@pytest.fixture(scope="module")
def batch(puzzles):
    return ATTACKS.encode(puzzles, CHESS.label(puzzles))


def seen(puzzle):
    """The board from the mover's side, white to move."""
    board = chess.Board(puzzle.fen)
    return board if board.turn else board.mirror()


def squares(plane):
    return {int(square) for square in np.flatnonzero(plane)}


def test_it_begins_with_planes_and_has_its_targets(puzzles, batch):
    planes = PlanesEncoding().encode(puzzles, CHESS.label(puzzles))
    assert batch.inputs.shape == (60, CHANNELS, 8, 8)
    assert (batch.inputs[:, :12] == planes.inputs).all()
    assert (batch.targets == planes.targets).all()
    assert ATTACKS.encode(puzzles).targets is None


def test_attacks_and_their_counts_are_those_of_each_square(puzzles, batch):
    for puzzle, inputs in zip(puzzles, batch.inputs, strict=True):
        board = seen(puzzle)
        for number, side in enumerate((chess.WHITE, chess.BLACK)):
            for square in chess.SQUARES:
                attackers = board.attackers(side, square)
                count = min(len(attackers) / 4, 1)
                assert inputs[41 + number].ravel()[square] == count
                kinds = {board.piece_at(each).symbol().lower() for each in attackers}
                told = inputs[12 + 6 * number : 18 + 6 * number, square // 8, square % 8]
                assert {LETTERS[kind] for kind in np.flatnonzero(told)} == kinds


def test_legal_moves_and_pins_are_those_of_the_board(puzzles, batch):
    for puzzle, inputs in zip(puzzles, batch.inputs, strict=True):
        board = seen(puzzle)
        moves = list(board.legal_moves)
        assert squares(inputs[30]) == {move.from_square for move in moves}
        for kind, plane in zip(PIECES, inputs[LEGAL], strict=True):
            ends = {m.to_square for m in moves if board.piece_at(m.from_square).symbol() == kind}
            assert squares(plane) == ends
        for side, plane in zip((chess.WHITE, chess.BLACK), inputs[31:33], strict=True):
            own = chess.SquareSet(board.occupied_co[side])
            assert squares(plane) == {square for square in own if board.is_pinned(side, square)}


def test_lines_are_from_where_a_piece_would_give_check(puzzles, batch):
    for puzzle, inputs in zip(puzzles[:10], batch.inputs, strict=False):
        board = seen(puzzle)
        for side, first in ((chess.WHITE, 33), (chess.BLACK, 37)):
            king = board.king(not side)
            for number, kind in enumerate((chess.BISHOP, chess.ROOK, chess.KNIGHT, chess.PAWN)):
                for square in set(chess.SQUARES) - {king}:
                    there = board.copy()
                    there.set_piece_at(square, chess.Piece(kind, side))
                    checks = king in there.attacks(square)
                    assert bool(inputs[first + number].ravel()[square]) == checks
