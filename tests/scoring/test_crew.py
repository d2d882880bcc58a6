"""However many processes there are, and whichever of them die, each task's outcome comes once."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import partial
from operator import mul

import numpy as np
import pytest
from thinkers_tsp.baselines.lin_kernighan import LinKernighan
from thinkers_tsp.baselines.random_tour import RandomTour
from thinkers_tsp.problem import Tsp

from thinkers.errors import ConfigError, SolveError
from thinkers.scoring.comparing import contest_of
from thinkers.scoring.crew import Crew

for name in ("joblib", "distributed"):
    pytest.importorskip(name)  # they set what they need in the environment as they are imported


def records(contest, cells):
    runs = contest.runs(each for cell in cells for each in cell)
    return [
        {name: value for name, value in record.items() if name != "seconds"}
        for each in runs
        for record in each.records(contest.problem)
    ]


@pytest.fixture
def contest():
    instances = Tsp().generate(np.random.default_rng(0), 12, Tsp.Params(cities=8))
    return contest_of(Tsp(), instances, [], [LinKernighan(), RandomTour()])


def test_two_processes_give_what_one_gives(contest):
    alone = records(contest, contest.answers())
    said = []
    cells = contest.spread(Crew(2), lambda solver, at: said.append((solver, at.done)))
    assert records(contest, cells) == alone
    assert max(said) == ("random", 12)


def test_outcomes_have_the_places_of_their_tasks():
    tasks = [partial(mul, number, number) for number in range(9)]
    for crew in (Crew(), Crew(2)):
        assert sorted(crew.outcomes(tasks)) == [(number, number**2) for number in range(9)]


def test_processes_that_die_again_and_again_are_an_error_and_the_others_stand():
    found = []

    def go_on():
        found.extend(Crew(2).outcomes([partial(mul, 2, 3), partial(os._exit, 3)]))

    with pytest.raises(SolveError, match="died 3 times"):
        go_on()
    assert found in ([], [(0, 6)])


@pytest.mark.parametrize(
    "wrong",
    [{"jobs": 0}, {"backend": "dask"}, {"scheduler": "tcp://x:1"},
     {"jobs": 2, "backend": "dask", "scheduler": "tcp://x:1"}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ConfigError):
        Crew(**wrong)


def _quiet(command, folder):
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, stdout=nowhere, stderr=nowhere)


@pytest.fixture
def cluster(tmp_path):
    """The address of a real scheduler on loopback, and its two workers."""
    file = tmp_path / "scheduler.json"
    alone = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    commands = [
        ["dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
         "--scheduler-file", str(file)],
        *[["dask_worker", "--scheduler-file", str(file), *alone]] * 2,
    ]  # fmt: skip
    with ExitStack() as stack:
        running = []
        for program, *words in commands:
            command = [sys.executable, "-m", f"distributed.cli.{program}", *words]
            running.append(stack.enter_context(_quiet(command, tmp_path)))
            stack.callback(running[-1].kill)
        until = time.monotonic() + 60
        while not file.exists():
            assert time.monotonic() < until
            time.sleep(0.1)
        yield json.loads(file.read_text(encoding="utf-8"))["address"], running[1:]


def test_a_cluster_that_loses_a_worker_half_way_gives_what_one_process_gives(contest, cluster):
    address, workers = cluster
    alone, cells = records(contest, contest.answers()), []
    for cell in contest.spread(Crew(backend="dask", scheduler=address)):
        cells.append(cell)
        if len(cells) == 6:
            workers[0].send_signal(signal.SIGKILL)
    assert records(contest, cells) == alone
    assert workers[0].wait(30) == -signal.SIGKILL


def test_a_scheduler_that_does_not_answer_is_one_line(monkeypatch):
    monkeypatch.setattr("thinkers.scoring.crew.CONNECT_SECONDS", 1)
    crew = Crew(backend="dask", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(ConfigError, match="no scheduler answers"):
        list(crew.outcomes([partial(mul, 2, 3)]))
