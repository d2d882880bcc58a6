"""Mates are proved as a search without any cleverness proves them, and no farther than allowed."""

import chess
import pytest
from thinkers_chess.formats.lichess import instance_of
from thinkers_chess.mates import Prover, TooManyPositionsError
from thinkers_chess.puzzles import shipped

ROOKS = "7k/8/8/8/8/8/R7/1R5K w - - 0 1"
STALE = "k7/8/1K6/8/8/8/8/7Q w - - 0 1"


def forces(board, move, moves):
    """By the definition: every reply has an answer that forces mate in one move less."""
    board.push(move)
    try:
        if board.is_game_over():
            return board.is_checkmate()
        return moves > 1 and all(
            any(forces(after(board, reply), answer, moves - 1)
                for answer in after(board, reply).legal_moves)
            for reply in board.legal_moves
        )  # fmt: skip
    finally:
        board.pop()


def after(board, move):
    other = board.copy(stack=False)
    other.push(move)
    return other


@pytest.mark.parametrize("fen", [ROOKS, STALE, "8/8/8/8/8/5k2/7r/5K2 b - - 0 1"])
@pytest.mark.parametrize("moves", [1, 2])
def test_every_move_of_small_positions_is_judged_as_defined(fen, moves):
    board = chess.Board(fen)
    judged = {move: Prover().forces(board, move, moves) for move in board.legal_moves}
    assert judged == {move: forces(board, move, moves) for move in board.legal_moves}
    found = Prover().mating_move(board, moves)
    assert judged[found] if any(judged.values()) else found is None
    assert board.fen() == fen


@pytest.mark.parametrize("moves", [1, 2, 3])
def test_lichess_mates_are_found_and_proved(moves):
    rows = [row for row in shipped("lichess") if f"mateIn{moves}" in row.themes.split()][:5]
    assert len(rows) == 5
    for row in rows:
        puzzle = instance_of(row, row.id)
        board, answer = chess.Board(puzzle.fen), chess.Move.from_uci(puzzle.answer)
        assert Prover(10**6).forces(board, answer, moves)
        if moves == 2:
            assert not any(Prover(10**6).forces(board, move, 1) for move in board.legal_moves)


def test_it_gives_up_after_so_many_positions():
    board = chess.Board()
    with pytest.raises(TooManyPositionsError):
        Prover(50).mating_move(board, 3)
    assert board == chess.Board()
