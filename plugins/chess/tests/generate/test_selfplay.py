"""A game gives the same puzzles for the same seed, and each is what it says."""

import chess
import numpy as np
import pytest
from chess.engine import Cp, Limit, Mate
from thinkers_chess.engine import Engine
from thinkers_chess.generate import selfplay
from thinkers_chess.generate.searcher import Searcher
from thinkers_chess.generate.selfplay import GAP, WIN, advantage, key_of, play

from thinkers import ThinkersError


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([Cp(250), Cp(0)], 250),
        ([Cp(250), Cp(50)], 200),
        ([Cp(250), Cp(51)], None),
        ([Cp(199), Cp(-500)], None),
        ([Cp(600), Cp(299)], 301),
        ([Cp(600), Cp(300)], None),
        ([Cp(5000), Cp(-5000)], 2200),
        ([Cp(5000), Mate(-1)], 2200),
        ([Mate(1), Cp(900)], 300),
        ([Mate(3), Cp(0)], 1200),
        ([Mate(1), Mate(2)], None),
        ([Mate(-1), Mate(-2)], None),
        ([Cp(900)], None),
    ],
)
def test_what_makes_a_puzzle(scores, expected):
    assert advantage(scores) == expected


@pytest.fixture(scope="module")
def game():
    """One game at a depth that is quick."""
    try:
        player = Searcher()
    except ThinkersError as error:
        pytest.skip(f"{error}: {error.hint}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selfplay, "MAX_MOVES", 25)
        yield lambda seed: list(play(player, np.random.default_rng(seed), 4))
    player.close()


def test_the_same_seed_gives_the_same_game(game):
    first = game(0)
    assert first == game(0) != game(1)
    assert first


def test_finds_are_legal_and_confirmed_by_a_deeper_search(game):
    finds = [find for seed in range(2) for find in game(seed)]
    assert finds
    player, agreed = Engine(), 0
    for find in finds:
        board = chess.Board(find.before)
        board.push_uci(find.blunder)
        assert key_of(board) == find.key
        assert chess.Move.from_uci(find.answer) in board.legal_moves
        assert find.advantage >= min(WIN, GAP)
        agreed += player.search(board, Limit(depth=7), 30).move.uci() == find.answer
        if find.theme == "mateIn1":
            board.push_uci(find.answer)
            assert board.is_checkmate()
    player.close()
    assert agreed >= 0.8 * len(finds)


def test_a_key_is_pieces_and_side():
    board = chess.Board()
    assert key_of(board) == "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w"
    board.push(chess.Move.null())
    assert key_of(board).endswith(" b")
