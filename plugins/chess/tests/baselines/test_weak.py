"""The two players that hardly look do exactly that little."""

from collections import Counter

import chess
import numpy as np
import pytest
from thinkers_chess.baselines.weak import Material, RandomLegal
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess

VALUES = {chess.PAWN: 1, chess.KNIGHT: 3, chess.BISHOP: 3, chess.ROOK: 5, chess.QUEEN: 9}


def balance(board, side):
    return sum(
        value * (len(board.pieces(kind, side)) - len(board.pieces(kind, not side)))
        for kind, value in VALUES.items()
    )


def solve(player, instance, seed=0):
    return player.solve(instance, np.random.default_rng(seed)).solution


@pytest.mark.parametrize(
    ("fen", "moves"),
    [
        ("4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1", {"c3d5"}),
        ("6k1/5ppp/q7/8/8/8/8/R3R1K1 w - - 0 1", {"e1e8"}),
        ("7r/4P1k1/8/8/8/8/8/4K3 w - - 0 1", {"e7e8q"}),
        ("4k3/8/8/pP6/8/8/8/4K3 w - a6 0 1", {"b5a6"}),
        ("4k2r/6P1/8/8/8/8/8/4K3 w - - 0 1", {"g7h8q"}),
    ],
)
def test_material_takes_the_most_or_mates(fen, moves):
    assert {solve(Material(), ChessInstance(fen), seed) for seed in range(5)} == moves


def test_material_ends_with_the_best_balance_of_all_moves():
    problem = Chess()
    for puzzle in problem.generate(np.random.default_rng(3), 20, problem.Params()):
        board = chess.Board(puzzle.fen)
        side, after = board.turn, {}
        for move in board.legal_moves:
            board.push(move)
            after[move.uci()] = 10**6 if board.is_checkmate() else balance(board, side)
            board.pop()
        assert after[solve(Material(), puzzle)] == max(after.values())


def test_random_legal_is_uniform_over_legal_moves():
    board = chess.Board("4k3/8/8/8/8/8/4P3/4K3 w - - 0 1")
    rng = np.random.default_rng(0)
    counts = Counter(
        RandomLegal().solve(ChessInstance(board.fen()), rng).solution for _ in range(600)
    )
    assert set(counts) == {move.uci() for move in board.legal_moves}
    assert min(counts.values()) > 60


@pytest.mark.parametrize("player", [Material(), RandomLegal()], ids=["material", "random"])
def test_all_chance_comes_from_the_seed(player):
    start = ChessInstance(chess.STARTING_FEN)
    assert solve(player, start, 1) == solve(player, start, 1)
    assert len({solve(player, start, seed) for seed in range(20)}) > 1
    assert player.cheap(start)
    assert player.versions() == {}
