"""Ctrl-C ends a search of OR-Tools whenever it comes, and then acts as it does elsewhere."""

import signal
import subprocess
import sys
from threading import Event, Thread

import numpy as np
import pytest
from thinkers_tsp.baselines import every_baseline
from thinkers_tsp.problem import Tsp
from thinkers_tsp.stopping import beside, stopping

from thinkers import Terms

LONG = 3600.0
"""Seconds, far more than a test may take."""

CODE = """
import sys
from threading import Timer
import numpy as np
from thinkers_tsp.baselines import every_baseline
from thinkers_tsp.problem import Tsp

[found] = [each for each in every_baseline() if each.name == sys.argv[1]]
[instance] = Tsp().generate(np.random.default_rng(0), 1, Tsp.Params(cities=60))
Timer(float(sys.argv[2]), print, ["searching"], {"flush": True}).start()
found.model_copy(update={"seconds": 3600.0}).solve(instance, np.random.default_rng(0))
"""


@pytest.mark.parametrize("seconds", [0, 0.1, 0.7])
@pytest.mark.parametrize("name", ["ortools-cpsat", "ortools-gls"])
def test_ctrl_c_ends_the_search_and_the_program(name, seconds):
    with subprocess.Popen(
        [sys.executable, "-c", CODE, name, str(seconds)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        try:
            running.stdout.readline()
            running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == -signal.SIGINT
    assert err.decode().strip().endswith("KeyboardInterrupt")


@pytest.mark.parametrize("name", ["ortools-cpsat", "ortools-gls"])
def test_terms_end_a_search_from_any_thread(name):
    [baseline] = [each for each in every_baseline() if each.name == name]
    [instance] = Tsp().generate(np.random.default_rng(0), 1, Tsp.Params(cities=60))
    interrupt, answers = Event(), []

    def report(tour, bound=None):
        interrupt.set()

    def work():
        terms = Terms(LONG, report=report, interrupt=interrupt)
        answers.append(baseline.improve(instance, np.random.default_rng(0), terms))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert not answers[0].proved


def test_what_ctrl_c_calls_is_called_once_the_search_is_over():
    called = []
    before = signal.signal(signal.SIGINT, lambda number, frame: called.append(number))
    try:
        with stopping(Terms()) as stopped:
            assert not stopped()
            signal.raise_signal(signal.SIGINT)
            assert stopped()
            assert not called
            signal.raise_signal(signal.SIGINT)
            assert called == [signal.SIGINT]
        assert called == [signal.SIGINT] * 2
        signal.raise_signal(signal.SIGINT)
        assert len(called) == 3
    finally:
        signal.signal(signal.SIGINT, before)


def test_what_a_search_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        beside(lambda: 1 / 0, lambda: None, Terms())
