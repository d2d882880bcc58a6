"""A worker's process lives on from instance to instance, and ends with whoever began it."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Baseline, BaselineAnswer
from thinkers.scoring.footing import worker as worker_module
from thinkers.scoring.footing.performing import Performance, Request
from thinkers.scoring.footing.worker import WARMING_SECONDS, Worker

BITS = np.array([1, 0, 1, 1])

BEGIN = """
import time
import numpy as np
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.problem import PrefixSums
from thinkers.scoring.footing.performing import Request
from thinkers.scoring.footing.worker import Worker
worker = Worker(PrefixSums(), CumulativeXor())
worker.perform(Request(np.array([1, 0, 1])), None)
print(worker._process.popen.pid, flush=True)
time.sleep(60)
"""


class Sleeps(Baseline):
    """Takes a while; of one bit, for ever."""

    name, problem, summary = "sleeps", "prefix_sums", "for tests"

    def solve(self, instance, rng):
        time.sleep(0.2 if len(instance) > 1 else 60)
        return BaselineAnswer(np.cumsum(instance) % 2)


def runs(process):
    """Whether a process runs; one that ended and nobody waited for does not."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        return stat.rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_one_process_solves_all_instances():
    worker = Worker(PrefixSums(), CumulativeXor())
    numbers = set()
    for bits in (BITS, 1 - BITS):
        done = worker.perform(Request(bits), 60)
        numbers.add(worker._process.popen.pid)
        np.testing.assert_array_equal(done.found.solution, np.cumsum(bits) % 2)
    worker.close()
    assert len(numbers) == 1


@pytest.mark.parametrize("end", [3e6, 1e10, 1e308, float("inf")])
def test_a_time_of_any_length_is_waited_for(end):
    worker = Worker(PrefixSums(), CumulativeXor())
    done = worker.perform(Request(BITS, seconds=1.0), end)
    worker.close()
    assert not done.failure
    np.testing.assert_array_equal(done.found.solution, np.cumsum(BITS) % 2)


def test_an_answer_is_waited_for_again_and_again_until_its_time_is_over(monkeypatch):
    monkeypatch.setattr(worker_module, "WAIT_SECONDS", 0.01)
    worker = Worker(PrefixSums(), Sleeps())
    slept, hung = worker.perform(Request(BITS), 60.0), worker.perform(Request(BITS[:1]), 0.3)
    assert not slept.failure
    assert "was ended after 0.3" in hung.failure


class Scripted:
    """A process that answers as it is told, on a clock of its own, and keeps what it was granted.

    Args:
        takes: Seconds of each solving; infinity for one that hangs.
    """

    def __init__(self, takes):
        self.takes, self.now, self.granted = iter(takes), 0.0, []

    def __call__(self):
        return self

    def clock(self):
        return self.now

    def ask(self, payload, end):
        if not isinstance(payload, Request):
            return Performance(0.0)
        self.granted.append(end)
        took = next(self.takes)
        self.now += min(took, end)
        if took > end:
            raise TimeoutError
        return Performance(took)

    def end(self):
        pass


@pytest.fixture
def granted(monkeypatch):
    """What each solving was granted, where `takes` are what they need; two seconds are its end."""

    def run(takes, instances):
        process = Scripted(takes)
        monkeypatch.setattr(worker_module, "_Process", process)
        monkeypatch.setattr(worker_module, "perf_counter", process.clock)
        worker = Worker(PrefixSums(), CumulativeXor())
        for _ in range(instances):
            worker.perform(Request(BITS, seconds=1.0), 2.0)
        return process.granted

    return run


def test_a_restart_is_granted_twice_what_its_first_solving_took_beyond_its_time(granted):
    warm, hang = 4.0, float("inf")
    takes = [warm, hang, warm, 1.0, hang, warm, 1.0]
    assert granted(takes, 4) == [WARMING_SECONDS + 2, 2, 6 + 2, 2, 2, 6 + 2, 2]


def test_a_solver_that_needs_no_first_solving_hangs_no_longer_at_a_restart(granted):
    takes = [0.5, float("inf"), float("inf"), float("inf")]
    assert granted(takes, 4) == [WARMING_SECONDS + 2, 2, 2, 2]


def test_a_first_solving_that_never_ended_tells_nothing_of_what_the_next_needs(granted):
    assert granted([float("inf")] * 3, 4) == [WARMING_SECONDS + 2] * 3


class Stops:
    """A process that is stopped by somebody else as it starts, or as it is asked so many times."""

    def __init__(self, stop, asked):
        self.stop, self.left, self.ended = stop, asked, 0

    def __call__(self):
        self.press()
        return self

    def press(self):
        if self.left == 0:
            self.stop()
        self.left -= 1

    def ask(self, payload, end):
        self.press()
        if self.ended:
            raise EOFError
        assert self.left >= 0, "asked though it was stopped"
        return Performance(0.0)

    def epitaph(self):
        return "died"

    def end(self):
        self.ended += 1


@pytest.mark.parametrize("asked", [0, 1, 2, 3])
def test_a_stop_is_never_lost_and_nothing_starts_after_it(monkeypatch, asked):
    worker = Worker(PrefixSums(), CumulativeXor())
    process = Stops(worker.stop, asked)
    monkeypatch.setattr(worker_module, "_Process", lambda: process())
    assert worker.perform(Request(BITS, seconds=1.0), 2.0).failure
    assert process.ended
    assert worker.perform(Request(BITS, seconds=1.0), 2.0).failure == "stopped"
    worker.close()


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no /proc to look at")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_it_ends_with_the_main_process_however_that_ends(end):
    main = subprocess.Popen(
        [sys.executable, "-c", BEGIN], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with main:
        process = int(main.stdout.readline())
        assert runs(process)
        main.send_signal(end)
        main.wait(60)
    until = time.monotonic() + 60
    while runs(process) and time.monotonic() < until:
        time.sleep(0.1)
    assert not runs(process)
