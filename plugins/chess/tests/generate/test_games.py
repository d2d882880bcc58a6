"""Several processes play what one does; a failure in one of them is told; none is left behind."""

from contextlib import closing
from itertools import islice
from multiprocessing.resource_tracker import ensure_running

import pytest
from thinkers_chess.engine import VARIABLE
from thinkers_chess.generate.games import games

from thinkers import ThinkersError
from thinkers.errors import SolveError


@pytest.fixture(autouse=True)
def no_processes_but_the_tracker(request):
    """Python's own process beside those it spawns stays until the end; no other may."""
    ensure_running()
    request.getfixturevalue("no_strays")


def played(count, workers=1):
    with closing(games(3, 0, 1, workers)) as found:
        return list(islice(found, count))


def test_two_workers_play_what_one_does(stockfish):
    alone = played(2)
    assert any(alone)
    assert played(2, workers=2) == alone


@pytest.mark.parametrize("workers", [1, 2])
def test_a_dead_engine_is_told(fake, workers):
    fake("dies")
    with pytest.raises(SolveError, match=r"^Fake 1 died in the middle of a search$"):
        played(1, workers=workers)


def test_a_worker_says_what_is_no_engine_and_how_to_get_one(monkeypatch, tmp_path):
    path = tmp_path / "fish"
    path.write_text("#!/bin/sh\nexit 0\n")
    path.chmod(0o755)
    monkeypatch.setenv(VARIABLE, str(path))
    with pytest.raises(ThinkersError, match="is no UCI engine") as error:
        played(1, workers=2)
    assert error.value.hint.startswith("apt-get install")
