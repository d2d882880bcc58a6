"""A search finds what python-chess's client finds; an engine that fails is ended in one line."""

import chess
import pytest
from chess.engine import Limit
from thinkers_chess.engine import VARIABLE, Engine
from thinkers_chess.generate import searcher
from thinkers_chess.generate.searcher import Searcher

from thinkers import ThinkersError
from thinkers.errors import SolveError

BOARD = chess.Board()
POSITIONS = [
    chess.STARTING_FEN,
    "6k1/5ppp/8/8/8/8/8/4R1K1 w - - 0 1",
    "r1bqkb1r/pppp1ppp/2n2n2/4p2Q/2B1P3/8/PPPP1PPP/RNB1K1NR b KQkq - 5 4",
    "8/8/8/8/8/5k2/6q1/7K w - - 0 1",
    "7k/8/8/8/8/8/2q5/K7 b - - 0 1",
]

pytestmark = pytest.mark.usefixtures("no_strays")


def test_it_finds_what_python_chess_does(stockfish):
    theirs, ours = Engine(), Searcher()
    assert ours.name == f"Stockfish {theirs.version()}"
    game = object()
    for fen in POSITIONS:
        board = chess.Board(fen)
        if not any(board.legal_moves):
            continue
        for lines, depth in ((1, 5), (2, 6), (1, 4)):
            expected = theirs.search(board, Limit(depth=depth), 20, lines=lines, game=game)
            assert ours.search(board, depth, 20, lines=lines, game=game) == expected
    theirs.close()
    ours.close()


def test_a_new_game_forgets_the_old_one(stockfish):
    player = Searcher()
    first = [player.search(BOARD, 8, 20, lines=2, game=object()) for _ in range(2)]
    assert first[0] == first[1]
    player.close()


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("hangs", r"^Fake 1 gave no move within 0.5 s and was ended$"),
        ("dies", "^Fake 1 died in the middle of a search$"),
        ("lies", "^Fake 1 talked nonsense and was ended: a1a8 is not legal"),
        ("resigns", "^Fake 1 talked nonsense and was ended"),
        ("mumbles", "^Fake 1 talked nonsense and was ended"),
    ],
)
def test_an_engine_that_fails_is_ended(fake, way, words):
    fake(way)
    player = Searcher()
    with pytest.raises(SolveError, match=words):
        player.search(BOARD, 1, 0.5 if way == "hangs" else 20, lines=1, game=None)
    assert player._process.returncode is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#!/bin/sh\nexit 0\n", "no UCI engine: "),
        ("#!/bin/sh\ncat >/dev/null\n", "no UCI engine: no 'uciok' in time"),
        ("not a program", "no UCI engine: exec format error"),
    ],
)
def test_a_program_that_is_no_engine_is_named(tmp_path, monkeypatch, text, words):
    path = tmp_path / "fish"
    path.write_text(text)
    path.chmod(0o755)
    monkeypatch.setenv(VARIABLE, str(path))
    monkeypatch.setattr(searcher, "START_SECONDS", 1.0)
    with pytest.raises(ThinkersError, match=words) as error:
        Searcher()
    assert str(path) in str(error.value)


def test_the_process_ends_with_the_object(stockfish):
    player = Searcher()
    process = player._process
    del player
    assert process.returncode is not None
