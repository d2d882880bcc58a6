"""What several tests of the plugin share: engines that fail in every way, and the real one."""

import os
import sys
from pathlib import Path

import pytest
from thinkers_chess.engine import VARIABLE, find_engine

from thinkers import ThinkersError

TALK = """#!{python} -S
import os, sys, time
for line in sys.stdin:
    word = line.split()[0]
    if word == "uci":
        print("id name Fake 1", "option name MultiPV type spin default 1 min 1 max 9", "uciok",
              sep="\\n", flush=True)
    elif word == "isready":
        print("readyok", flush=True)
    elif word == "quit":
        break
    elif word == "go":
        {go}
"""

WAYS = {
    "hangs": "time.sleep(600)",
    "dies": "os._exit(3)",
    "lies": 'print("bestmove a1a8", flush=True)',
    "tells nothing": 'print("bestmove e1e8", flush=True)',
    "resigns": 'print("bestmove (none)", flush=True)',
    "mumbles": 'print("info depth 1 score", "bestmove", sep="\\n", flush=True)',
}
"""What a fake engine does when it is told to go."""


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Installs a fake engine that fails in the named way, and gives its path."""

    def install(way: str) -> Path:
        path = tmp_path / f"fake-{way}"
        path.write_text(TALK.format(python=sys.executable, go=WAYS[way]))
        path.chmod(0o755)
        monkeypatch.setenv(VARIABLE, str(path))
        return path

    return install


@pytest.fixture
def no_engine(tmp_path, monkeypatch):
    """A machine without any engine."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("thinkers_chess.engine.GAMES_FOLDER", tmp_path)


@pytest.fixture
def stockfish(monkeypatch):
    """The installed Stockfish; the test is skipped where there is none."""
    monkeypatch.delenv(VARIABLE, raising=False)
    try:
        return find_engine()
    except ThinkersError as error:
        pytest.skip(f"{error}: {error.hint}")


def children() -> set[int]:
    """The processes that this one has started and that still run."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == str(os.getpid()) and fields[0] != "Z":
            found.add(int(folder.name))
    return found


@pytest.fixture
def no_strays():
    """Fails when a test leaves a process behind."""
    before = children()
    yield
    assert children() <= before
