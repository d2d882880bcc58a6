"""An engine is found in the promised order, is timed out, and leaves no process behind."""

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import chess
import pytest
from chess.engine import Limit
from thinkers_chess import engine, process
from thinkers_chess.engine import VARIABLE, Engine, find_engine

from thinkers import ThinkersError
from thinkers.errors import SolveError

BOARD = chess.Board()
FAST = Limit(depth=1)

pytestmark = pytest.mark.usefixtures("no_strays")


def program(folder: Path, name: str, text: str = "#!/bin/sh\n") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_the_variable_comes_before_the_path_and_the_path_before_games(tmp_path, monkeypatch):
    games = program(tmp_path / "games", "stockfish")
    monkeypatch.setattr(engine, "GAMES_FOLDER", games.parent)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.delenv(VARIABLE, raising=False)
    assert find_engine() == games
    on_path = program(tmp_path / "bin", "stockfish")
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert find_engine() == on_path
    named = program(tmp_path / "own", "myfish")
    monkeypatch.setenv(VARIABLE, str(named))
    assert find_engine() == named


def test_a_missing_engine_is_one_line_with_the_install_command(no_engine):
    with pytest.raises(ThinkersError, match=r"(?m)^stockfish is not installed$") as error:
        Engine().search(BOARD, FAST, 1)
    assert error.value.hint.startswith("apt-get install stockfish")


def test_a_variable_that_names_nothing_is_named(monkeypatch):
    monkeypatch.setenv(VARIABLE, "/no/such/fish")
    with pytest.raises(ThinkersError, match="'/no/such/fish', which is no program"):
        find_engine()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#!/bin/sh\nexit 0\n", "no UCI engine: it ended at once"),
        ("#!/bin/sh\ncat >/dev/null\n", "no UCI engine: no 'uciok' within"),
        ("not a program", "no UCI engine: exec format error"),
    ],
)
def test_a_program_that_is_no_engine_is_named(tmp_path, monkeypatch, text, words):
    path = program(tmp_path / "bin", "fish", text)
    monkeypatch.setenv(VARIABLE, str(path))
    monkeypatch.setattr(process, "START_SECONDS", 1.0)
    with pytest.raises(ThinkersError, match=words) as error:
        Engine().search(BOARD, FAST, 1)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("hangs", r"^Fake 1 gave no move within 0.5 s and was ended$"),
        ("dies", "^Fake 1 died in the middle of a search$"),
        ("lies", "^Fake 1 talked nonsense and was ended"),
        ("resigns", "^Fake 1 talked nonsense and was ended: no move"),
    ],
)
def test_an_engine_that_fails_is_ended_and_started_again(fake, way, words):
    fake(way)
    broken = Engine()
    for _ in range(2):
        assert broken.version() == "Fake 1"
        with pytest.raises(SolveError, match=words):
            broken.search(BOARD, FAST, 0.5 if way == "hangs" else 20)
        assert broken._process is None


def test_an_engine_that_died_between_searches_is_started_again(stockfish):
    player = Engine()
    first = player.search(BOARD, FAST, 20).move
    child = player._process._opened[0][0].get_pid()
    os.kill(child, signal.SIGKILL)
    while not player._process.dead:
        time.sleep(0.01)
    assert player.search(BOARD, FAST, 20).move == first
    assert player._process._opened[0][0].get_pid() != child
    player.close()


def test_one_process_serves_many_searches_and_ends_with_the_object(stockfish):
    player = Engine()
    player.search(BOARD, FAST, 20)
    child = player._process._opened[0][0].get_pid()
    found = player.search(BOARD, FAST, 20, lines=2)
    assert found.move in BOARD.legal_moves
    assert found.scores[0] >= found.scores[1]
    assert player._process._opened[0][0].get_pid() == child
    del player
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_copy_has_a_process_of_its_own(stockfish):
    player = Engine()
    player.version()
    assert pickle.loads(pickle.dumps(player))._process is None
    player.close()


def test_python_ends_at_once_and_takes_the_engine_along(stockfish):
    program = (
        "from thinkers_chess.engine import Engine\n"
        "player = Engine()\n"
        "player.version()\n"
        "print(player._process._opened[0][0].get_pid())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stderr == ""
    with pytest.raises(ProcessLookupError):
        os.kill(int(run.stdout), 0)
