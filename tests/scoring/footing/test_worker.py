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

from thinkers.scoring.footing.performing import Request
from thinkers.scoring.footing.worker import Worker

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
