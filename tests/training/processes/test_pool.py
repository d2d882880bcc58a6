"""Jobs are done whatever happens to the processes, which never outlive their owner's `close`."""

import math
import os
import signal
import sys
import time
from functools import partial
from importlib import import_module
from multiprocessing import active_children

import pytest

from thinkers.errors import ConfigError
from thinkers.training.processes.jobs import Failure, Message, attempt
from thinkers.training.processes.pool import ProcessPool


@pytest.fixture(autouse=True)
def no_strays():
    yield
    assert active_children() == []


def outcomes(workers, jobs):
    for number, job in enumerate(jobs):
        workers.submit(number, job)
    found = dict(workers.take() for _ in jobs)
    assert workers.pending == 0
    return [found[number] for number in range(len(jobs))]


@pytest.mark.parametrize("count", [0, 2])
def test_every_job_gives_its_value_or_why_not(count):
    with ProcessPool(count) as workers:
        *values, failure, pid = outcomes(
            workers,
            [*(partial(math.sqrt, n * n) for n in range(5)), partial(math.sqrt, -1), os.getpid],
        )
    assert values == [0, 1, 2, 3, 4]
    assert failure.reason.startswith("ValueError: ")
    assert "Traceback" in failure.trace
    assert (pid == os.getpid()) == (count == 0)


def test_a_worker_has_one_thread_and_is_deaf_to_ctrl_c(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS")
    with ProcessPool(1) as workers:
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
        threads = [partial(os.getenv, name) for name in names]
        interrupt = partial(signal.raise_signal, signal.SIGINT)
        assert outcomes(workers, [*threads, interrupt, os.getpid])[:3] == ["1", "1", None]
    assert "OMP_NUM_THREADS" not in os.environ


def test_what_cannot_be_pickled_is_a_failure():
    with ProcessPool(1) as workers:
        found = outcomes(workers, [lambda: 1, partial(open, os.devnull), partial(int, "7")])
    assert [type(one) for one in found] == [Failure, Failure, int]
    assert "pickle" in found[0].reason
    assert "pickle" in found[1].reason


def test_a_worker_that_is_killed_is_replaced_and_its_job_done_again():
    with ProcessPool(1) as workers:
        [idle] = outcomes(workers, [os.getpid])
        os.kill(idle, signal.SIGKILL)
        [other] = outcomes(workers, [os.getpid])
        workers.submit(0, partial(time.sleep, 0.1))
        os.kill(other, signal.SIGKILL)
        workers.submit(1, os.getpid)
        found = dict(workers.take() for _ in range(2))
    assert found[0] is None
    assert len({idle, other, found[1], os.getpid()}) == 4


@pytest.mark.parametrize(
    ("job", "tries", "how"),
    [
        (partial(signal.raise_signal, signal.SIGKILL), 2, "of signal 9"),
        (partial(os._exit, 3), 1, "with exit status 3"),
    ],
)
def test_a_job_that_kills_every_worker_is_given_up(monkeypatch, job, tries, how):
    monkeypatch.setattr("thinkers.training.processes.pool.TRIES", tries)
    with ProcessPool(1) as workers:
        killer, other = outcomes(workers, [job, partial(math.sqrt, 4)])
    assert killer.reason == f"{tries} worker processes died of it, the last {how}"
    assert other == 2


def test_closing_does_not_wait_for_jobs():
    began = time.perf_counter()
    with ProcessPool(2) as workers:
        for number in range(4):
            workers.submit(number, partial(time.sleep, 600))
        assert len(active_children()) == 2
    assert time.perf_counter() - began < 60
    assert workers.pending == 0


def test_no_process_starts_without_a_job():
    with ProcessPool(3) as workers:
        assert active_children() == []
        outcomes(workers, [os.getpid])
        assert len(active_children()) == 1


LONG = """
import os
from thinkers.training.processes.jobs import Message

def chat(pipe):
    pipe.send(Message("how much?"))
    return 2 * pipe.recv()

def die(pipe):
    os._exit(3)
"""


@pytest.fixture
def long_jobs(tmp_path, monkeypatch):
    """A module of long jobs that the processes can import too."""
    (tmp_path / "long_jobs.py").write_text(LONG)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield import_module("long_jobs")
    del sys.modules["long_jobs"]


def test_a_long_job_says_things_and_hears_the_reply(long_jobs):
    with ProcessPool(1, long=True) as pool:
        pool.submit("a", long_jobs.chat)
        assert pool.take() == ("a", Message("how much?"))
        pool.reply("a", 21)
        assert pool.take() == ("a", 42)
        assert active_children() == []


def test_a_long_job_whose_process_ends_is_not_done_again(long_jobs):
    with ProcessPool(2, long=True) as pool:
        pool.submit("a", long_jobs.die)
        pool.submit("b", long_jobs.die)
        failures = dict(pool.take() for _ in range(2))
    assert {name: each.exit_code for name, each in failures.items()} == {"a": 3, "b": 3}


def test_the_error_of_a_failure_keeps_the_hint_or_takes_the_one_given():
    def refuse():
        raise ConfigError("no engine", "install one")

    told = attempt(refuse).error("batch 3", "try again")
    assert (str(told), told.hint) == ("batch 3: no engine", "install one")
    assert "in refuse" in str(told.__cause__)
    other = attempt(partial(math.sqrt, -1)).error("batch 3", "try again")
    assert other.hint == "try again"
    assert "\n" not in str(attempt(partial(int, "1\n2")).error("a", "b"))
