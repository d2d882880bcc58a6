"""Ctrl-C ends a search of OR-Tools whenever it comes, and then acts as it does elsewhere."""

import signal
import subprocess
import sys
from threading import Event, Thread

import numpy as np
import pytest
from thinkers_tsp.baselines import every_baseline
from thinkers_tsp.problem import Tsp
from thinkers_tsp.stopping import beside

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

PRESSED = """
import builtins, signal
real = builtins.__import__
def press(name, *more):
    if name == "ortools.util.python.sorted_interval_list":
        signal.raise_signal(signal.SIGINT)
    return real(name, *more)
builtins.__import__ = press
"""
"""Before `CODE`: Ctrl-C comes while a compiled part of CP-SAT imports another."""


def run(code, name, seconds, press):
    """A program's exit code, and the last line that it says on stderr."""
    with subprocess.Popen(
        [sys.executable, "-c", code, name, str(seconds)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        try:
            if press:
                running.stdout.readline()
                running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=60)
        finally:
            running.kill()
    return running.returncode, err.decode().split()[-1]


@pytest.mark.parametrize("seconds", [0, 0.1, 0.3, 0.7])
@pytest.mark.parametrize("name", ["ortools-cpsat", "ortools-gls"])
def test_ctrl_c_ends_the_search_and_the_program(name, seconds):
    assert run(CODE, name, seconds, press=True) == (-signal.SIGINT, "KeyboardInterrupt")


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


def test_ctrl_c_while_or_tools_is_imported_is_no_failed_import():
    found = run(PRESSED + CODE, "ortools-cpsat", 0, press=False)
    assert found == (-signal.SIGINT, "KeyboardInterrupt")


def test_what_a_search_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        beside(lambda: 1 / 0, lambda: None, Terms())
