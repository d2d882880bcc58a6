"""Jobs run side by side, each heard by name; whatever ends one, the others and the work remain."""

import os
import signal
import sys
import time
from multiprocessing import active_children

import pytest

from thinkers.training.events import Unwritten
from thinkers.training.many.parallel import End, Job, Watch, run_jobs

TASKS = """
import os, time
from pathlib import Path
from thinkers.errors import ConfigError, SolveError
from thinkers.training.events import Unwritten
from thinkers.training.metrics import Metrics

ROW = Metrics(4, 0.5, 0.25, 0.125, 1.0, 1e-3, 2.0)

def talk(callbacks):
    callbacks.note(Unwritten("hello"))
    callbacks.step(1, 0.5)
    callbacks.metrics(ROW)
    return {"answer": 7}

def refuse(callbacks):
    raise ConfigError("it cannot be", "do something else")

def fail(callbacks):
    raise SolveError("it is late")

def stumble(callbacks):
    return {}["x"]

def die(callbacks):
    os._exit(3)

class Endless:
    def __init__(self, path):
        self.path = Path(path)
    def __call__(self, callbacks):
        try:
            while True:
                callbacks.step(1, 0.5)
                time.sleep(0.01)
        except KeyboardInterrupt:
            time.sleep(0.2)
            self.path.write_text("saved")
            raise SolveError("interrupted") from None
"""


@pytest.fixture(scope="module")
def tasks(tmp_path_factory):
    """A module that the processes can import too."""
    folder = tmp_path_factory.mktemp("tasks")
    (folder / "parallel_tasks.py").write_text(TASKS)
    return folder


@pytest.fixture
def task(tasks, monkeypatch):
    """Gives the task of that name."""
    monkeypatch.syspath_prepend(str(tasks))
    yield lambda name: getattr(__import__("parallel_tasks"), name)
    sys.modules.pop("parallel_tasks", None)


@pytest.fixture
def run(task):
    """Run the tasks of these names and give all that was heard, by name."""

    def run(*names, at_once=2, goes_on=True):
        heard = {name: [] for name in names}
        watch = Watch(
            note=lambda name, event: heard[name].append(event),
            step=lambda name, step, loss: heard[name].append((step, loss)),
            metrics=lambda name, row: heard[name].append(row.step),
            goes_on=lambda name, row: goes_on,
            ended=lambda name, end: heard[name].append(end),
        )
        run_jobs((Job(name, task(name)) for name in names), at_once, watch)
        return heard

    return run


def test_everything_is_heard_in_order(run):
    assert run("talk") == {
        "talk": [Unwritten("hello"), (1, 0.5), 4, End("finished", {"answer": 7})]
    }


def test_a_validation_may_be_the_end(run):
    assert run("talk", goes_on=False)["talk"][2:] == [4, End("pruned")]


def test_each_way_to_fail_ends_only_its_own_job(run):
    heard = run("die", "stumble", "refuse", "fail")
    assert {name: ends for name, [*_, ends] in heard.items()} == {
        "die": End("died", reason="its process ended with exit code 3"),
        "stumble": End("died", reason="internal error: KeyError: 'x'"),
        "refuse": End("refused", reason="it cannot be", hint="do something else"),
        "fail": End("died", reason="it is late"),
    }


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_an_interruption_lets_every_process_save_and_leaves_none(task, tmp_path, error):
    endless, stepped = task("Endless"), set()

    def step(name, step, loss):
        stepped.add(name)
        if len(stepped) == 2:
            raise error

    jobs = (Job(name, endless(tmp_path / name)) for name in "ab")
    with pytest.raises(error):
        run_jobs(jobs, 2, Watch(step=step))
    assert active_children() == []
    assert [(tmp_path / name).read_text() for name in "ab"] == ["saved", "saved"]


def test_a_killed_process_is_noticed(task, tmp_path):
    heard = []

    def step(name, step, loss):
        os.kill(active_children()[0].pid, signal.SIGKILL)

    watch = Watch(step=step, ended=lambda name, end: heard.append(end))
    run_jobs(iter([Job("a", task("Endless")(tmp_path / "a"))]), 1, watch)
    assert heard == [End("died", reason="its process ended with exit code -9")]


def test_the_next_job_is_asked_for_when_its_turn_comes(task):
    events = []

    def jobs():
        for name in "abc":
            events.append(f"ask {name}")
            yield Job(name, task("die"))

    run_jobs(jobs(), 1, Watch(ended=lambda name, end: events.append(f"end {name}")))
    assert events == ["ask a", "end a", "ask b", "end b", "ask c", "end c"]


def test_a_ctrl_c_in_the_terminal_reaches_the_parent_only(task, tmp_path):
    """The whole process group gets the signal; a job in the middle of its start survives it."""
    heard, usual = [], signal.getsignal(signal.SIGINT)

    def step(name, step, loss):
        child = active_children()[0].pid
        os.kill(child, signal.SIGINT)
        time.sleep(0.1)
        heard.append(name)
        if len(heard) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_jobs(iter([Job("a", task("Endless")(tmp_path / "a"))]), 1, Watch(step=step))
    assert heard == ["a", "a"]
    assert (tmp_path / "a").read_text() == "saved"
    assert signal.getsignal(signal.SIGINT) is usual
