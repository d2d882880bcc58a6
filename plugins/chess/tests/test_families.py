"""Every family draws puzzles of the test split that are what its name says."""

from typing import get_args

import chess
import numpy as np
import pytest
from thinkers_chess.families import BANDS, FAMILIES, POSITIONS, THEMES
from thinkers_chess.params import Position
from thinkers_chess.problem import Chess
from thinkers_chess.puzzles import matching, shipped, split_of

CHESS = Chess()


def drawn(family, count=20, **options):
    params = CHESS.params({"family": family, **options})
    return CHESS.generate(np.random.default_rng(0), count, params)


def pieces(board):
    return sum(map(str.isalpha, board.board_fen()))


def castles(board):
    kings = [move for move in board.legal_moves if move.from_square == board.king(board.turn)]
    return any(abs(move.to_square - move.from_square) == 2 for move in kings)


SHOWN = {
    "endgame": lambda board: pieces(board) <= 7,
    "in-check": lambda board: bool(board.attackers(not board.turn, board.king(board.turn))),
    "can-promote": lambda board: any(len(move.uci()) == 5 for move in board.legal_moves),
    "can-castle": castles,
    "one-legal-move": lambda board: len(list(board.legal_moves)) == 1,
}


@pytest.mark.parametrize("family", FAMILIES)
def test_its_puzzles_are_different_ones_of_the_test_split(family):
    found = drawn(family)
    assert len({puzzle.id for puzzle in found}) == 20
    tested = {row.id for row in matching("test", "lichess")}
    for puzzle in found:
        assert any(puzzle.id.startswith(name) for name in tested)
        assert CHESS.check(puzzle, CHESS.label([puzzle])[0]).right
        assert family not in THEMES or family in puzzle.themes
    assert drawn(family, 5) == found[:5]


def test_themes_are_those_of_at_least_20_test_puzzles():
    words = [word for row in matching("test", "lichess") for word in row.themes.split()]
    assert set(THEMES) == {word for word in words if words.count(word) >= 20}


def test_bands_part_the_ratings_of_all_puzzles():
    for row in shipped("lichess"):
        edges = [tuple(map(int, band.split("-"))) for band in BANDS]
        assert sum(low <= int(row.rating) <= high for low, high in edges) == 1
    for band in BANDS:
        low, high = map(int, band.split("-"))
        assert all(low <= puzzle.rating <= high for puzzle in drawn(f"rated-{band}", 70))


@pytest.mark.parametrize("position", POSITIONS)
def test_positions_show_on_the_board(position):
    assert all(SHOWN[position](chess.Board(puzzle.fen)) for puzzle in drawn(position))


def test_every_kind_of_position_is_a_family():
    assert set(get_args(Position)) == set(POSITIONS) == set(SHOWN)


def test_with_one_legal_move_the_answer_is_that_move():
    for puzzle in drawn("one-legal-move"):
        assert [puzzle.answer] == [move.uci() for move in chess.Board(puzzle.fen).legal_moves]


def test_a_family_can_be_drawn_from_another_split():
    for puzzle in drawn("mateIn1", split="train"):
        assert split_of(puzzle.id) == "train"
