"""The loss of the encoding `attacks` is over the moves that its decoder chooses from."""

import chess
import numpy as np
import pytest
import torch
from thinkers_chess.attacks import LEGAL, AttacksEncoding
from thinkers_chess.move_loss import moves
from thinkers_chess.problem import Chess

CHESS, ATTACKS = Chess(), AttacksEncoding()


@pytest.fixture(scope="module")
def puzzles():
    return CHESS.generate(np.random.default_rng(1), 100, CHESS.Params(augment=True))


@pytest.fixture(scope="module")
def tensors(puzzles):
    batch = ATTACKS.encode(puzzles, CHESS.label(puzzles))
    return {name: torch.from_numpy(array) for name, array in batch.arrays().items()}


def test_every_legal_move_is_possible_and_few_others_are(puzzles, tensors):
    inputs, legal, others = tensors["inputs"], 0, 0
    for puzzle, possible in zip(puzzles, moves(inputs[:, :12], inputs[:, LEGAL]), strict=True):
        board = chess.Board(puzzle.fen)
        board = board if board.turn else board.mirror()
        right = {
            (move.from_square, move.to_square)
            for move in board.legal_moves
            if not board.is_castling(move) and not board.is_en_passant(move)
        }
        found = {tuple(pair) for pair in possible.nonzero().tolist()}
        assert right <= found
        legal, others = legal + len(right), others + len(found - right)
    assert others < 0.1 * legal


def test_scores_of_the_answer_have_no_loss_and_what_has_none_decodes_to_it(puzzles, tensors):
    margin = 40 * tensors["targets"].float() - 20
    logits = torch.stack([-margin / 2, margin / 2], 1)
    assert ATTACKS.loss(logits, tensors) < 1e-6
    for puzzle, scores in zip(puzzles, logits.numpy(), strict=True):
        assert ATTACKS.decode(scores, puzzle)[:4] == puzzle.answer[:4]


def test_it_is_differentiable_and_descends(tensors):
    logits = torch.zeros(len(tensors["inputs"]), 2, 8, 8, requires_grad=True)
    before = ATTACKS.loss(logits, tensors)
    before.backward()
    assert torch.isfinite(logits.grad).all()
    after = ATTACKS.loss(logits.detach() - 10 * logits.grad, tensors)
    assert after < before


def test_castling_and_en_passant_are_possible_when_they_are_the_answer():
    fens = {
        "e1g1": "4k3/8/8/8/8/8/8/4K2R w K - 0 1",
        "e5d6": "4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 2",
    }
    for move, fen in fens.items():
        [puzzle] = CHESS.generate(np.random.default_rng(0), 1, CHESS.Params(fen=fen))
        batch = ATTACKS.encode([puzzle], [move])
        given = {name: torch.from_numpy(array) for name, array in batch.arrays().items()}
        assert torch.isfinite(ATTACKS.loss(torch.zeros(1, 2, 8, 8), given))
        assert ATTACKS.loss(torch.zeros(1, 2, 8, 8), given) < 10
