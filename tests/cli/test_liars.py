"""Solvers that lie, hang, die or talk are named in the table, and the comparison goes on."""

import json
import os
import pathlib
import signal

import numpy as np
import pytest

pytest.importorskip("joblib")  # it sets what it needs in the environment as it is imported

from thinkers.registry.registry import installed
from thinkers.scoring.footing import worker

CODE = """
import os, signal, sys, threading, time
from thinkers_prefix_sums.problem import PrefixSums
from thinkers import Baseline, BaselineAnswer, Verdict, hookimpl, minimise

def right(instance):
    return instance.cumsum() % 2

class Odd(PrefixSums):
    name, reference, objective = "odd", "right", minimise("cost")

    def check(self, instance, solution):
        if solution.shape != instance.shape:
            return Verdict(False, reason="not as long as the instance")
        return Verdict(True, 10.0 + (right(instance) != solution).sum())

class Right(Baseline):
    name, problem, summary = "right", "odd", "right"

    def solve(self, instance, rng):
        return BaselineAnswer(right(instance))

class Liar(Baseline):
    name, problem, summary, takes_start = "liar", "odd", "lies", True
    way: str = ""

    def solve(self, instance, rng):
        return BaselineAnswer(right(instance))

    def improve(self, instance, rng, terms):
        print("I am the best")
        os.write(1, b"by far")
        answer = getattr(self, self.way)(right(instance), terms)
        return answer if answer is not None else BaselineAnswer(right(instance))

    def invalid(self, answer, terms):
        return BaselineAnswer(answer[:-1])

    def bound(self, answer, terms):
        return BaselineAnswer(1 - answer, proved=True, bound=1e6)

    def tells_bound(self, answer, terms):
        terms.report(1 - answer, 1e6)
        return BaselineAnswer(1 - answer)

    def tells_invalid(self, answer, terms):
        terms.report(answer[:-1])

    def hangs(self, answer, terms):
        while True:
            time.sleep(1)

    def spins(self, answer, terms):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            pass

    def tenfold(self, answer, terms):
        time.sleep(10 * terms.seconds)

    def late(self, answer, terms):
        terms.report(1 - answer)
        time.sleep(2 * terms.seconds)

    def late_without_a_word(self, answer, terms):
        time.sleep(2 * terms.seconds)

    def raises(self, answer, terms):
        raise ZeroDivisionError("by zero")

    def exits(self, answer, terms):
        sys.exit(0)

    def ends(self, answer, terms):
        os._exit(3)

    def crashes(self, answer, terms):
        os.kill(os.getpid(), signal.SIGSEGV)

    def unpicklable(self, answer, terms):
        return BaselineAnswer(lambda: answer)

    def worse(self, answer, terms):
        return BaselineAnswer(1 - answer)

    def nothing(self, answer, terms):
        return 7

    def prints(self, answer, terms):
        return None

@hookimpl
def thinkers_problems():
    return [Odd]

@hookimpl
def thinkers_baselines():
    return [Right(), Liar()]
"""

SAID = {
    "invalid": "gave 2 of 2 answers that the check refuses: not as long as the instance",
    "bound": "claimed a bound on 2 of 2 that an answer is better than",
    "tells_bound": "claimed a bound on 2 of 2 that an answer is better than",
    "tells_invalid": "told an invalid answer (not as long as the instance)",
    "hangs": "did not end in time, and was ended after",
    "spins": "did not end in time, and was ended after",
    "tenfold": "did not end in time, and was ended after",
    "late": "of 0.5: what was there in time is counted",
    "late_without_a_word": "s of 0.5",
    "raises": "ZeroDivisionError: by zero",
    "exits": "SystemExit",
    "ends": "its process ended with exit status 3",
    "crashes": f"its process died of signal {int(signal.SIGSEGV)} (SIGSEGV)",
    "unpicklable": "could not be passed on to its process, or back",
    "worse": "gave worse than its start",
    "nothing": "it returned int, expected a BaselineAnswer",
    "prints": "used ",
}
"""What is said of each way to misbehave."""

GIVES = {"bound", "tells_bound", "tells_invalid", "late", "worse", "prints"}
"""Those whose answers are valid all the same."""


@pytest.fixture
def lies(door, plant, monkeypatch, works, tmp_path):
    """The rows of a comparison with such a liar and an honest solver, and what was printed."""
    folder = plant("odd", CODE)
    door(folder)
    monkeypatch.syspath_prepend(folder)
    installed.cache_clear()
    monkeypatch.setattr(worker, "WARMING_SECONDS", 0.5)
    instances, odd = tmp_path / "odd.txt", installed().problem("odd")
    tasks = odd.generate(np.random.default_rng(0), 2, odd.Params.of({"bits": 6}))
    odd.write(instances, tasks, [np.cumsum(task) % 2 for task in tasks])

    def lies(way, *more, terms=("--budget", 0.5)):
        solvers = ("--baseline", "right", "--baseline", f"liar:way={way}")
        return works("compare", "odd", "--input", instances, *solvers, *terms, "--json", *more)

    lies.instances = instances
    return lies


@pytest.mark.parametrize("way", SAID)
def test_each_is_named_and_the_honest_solver_wins(lies, way):
    more = {"worse": ("--warm-start", lies.instances), "tells_bound": ("--anytime",)}
    outcome = lies(way, *more.get(way, ("--anytime",)))
    honest, liar = outcome.objects
    assert honest["feasible"] == 1.0
    assert honest["mean_cost"] == 10.0
    assert SAID[way] in liar["note"] + "".join(each["reason"] for each in liar["answers"])
    assert liar["solver"] == f"liar:way={way}"
    assert liar["feasible"] == float(way in GIVES)
    assert liar["bound"] is None
    assert not liar["proved"]


@pytest.mark.parametrize("way", ["hangs", "ends", "prints"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_without_a_budget_each_is_named_too(lies, way, jobs):
    honest, liar = lies(way, "--jobs", jobs, terms=("--patience", 8)).objects
    assert honest["feasible"] == 1.0
    assert liar["feasible"] == float(way in GIVES)
    assert way in GIVES or SAID[way] in liar["note"]


def test_what_it_prints_spoils_no_json(lies):
    outcome = lies("prints")
    assert all(json.loads(line) for line in outcome.out.splitlines())
    assert "the best" not in outcome.out


def test_no_process_is_left(lies):
    lies("hangs")
    children = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
    if not pathlib.Path(children).exists():
        pytest.skip("there is no /proc to look at")
    with pathlib.Path(children).open(encoding="utf-8") as file:
        own = file.read().split()
    assert not [each for each in own if b"footing.working" in _command(each)]


def _command(process):
    try:
        with pathlib.Path(f"/proc/{process}/cmdline").open("rb") as file:
            return file.read()
    except OSError:
        return b""
