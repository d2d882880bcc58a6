"""`compare --out` keeps every answer as it comes: killed, it goes on, and seeks nothing twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing

import pytest

pytest.importorskip("joblib")  # it sets what it needs in the environment as it is imported

from thinkers.cli.progress import Line
from thinkers.errors import ConfigError
from thinkers.scoring import comparing
from thinkers.scoring.contest import Contest
from thinkers.scoring.store.recording import Recording

COUNT = 20


def asked(path, question):
    """The rows of an answer; none as long as there is no table."""
    with closing(sqlite3.connect(path, timeout=60)) as database:
        try:
            return database.execute(question).fetchall()
        except sqlite3.OperationalError:
            return []


def counts(path):
    """The answers of each solver."""
    return dict(asked(path, "SELECT solver, count(*) FROM answers GROUP BY solver"))


def ids(path):
    return asked(path, "SELECT id, instance, kept FROM answers ORDER BY id")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "results.sqlite"


COUNTED = """
import os, time
from thinkers_prefix_sums.problem import PrefixSums
from thinkers import Baseline, BaselineAnswer, hookimpl

class Counted(PrefixSums):
    name, reference = "counted", "counting"

class Counting(Baseline):
    name, problem, summary = "counting", "counted", "writes down whatever it is asked, then waits"

    def solve(self, instance, rng):
        line = "".join(map(str, instance)) + chr(10)
        file = os.open(os.environ["ASKED"], os.O_APPEND | os.O_CREAT | os.O_WRONLY)
        os.write(file, line.encode())
        os.close(file)
        with open(os.environ["ASKED"]) as asked:
            late = len(asked.read().split()) > HALF
        while late and not os.path.exists(os.environ["ASKED"] + ".go"):
            time.sleep(0.02)
        return BaselineAnswer(instance.cumsum() % 2)

class Other(Counting):
    name, summary = "other", "answers at once"

    def solve(self, instance, rng):
        return BaselineAnswer(instance.cumsum() % 2)

@hookimpl
def thinkers_problems():
    return [Counted]

@hookimpl
def thinkers_baselines():
    return [Counting(), Other()]
""".replace("HALF", str(COUNT // 2))


@pytest.fixture
def said(plant, tmp_path, monkeypatch):
    """The file in which the baseline writes what it was asked."""
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(plant("counted", COUNTED)), *sys.path]))
    return tmp_path / "asked"


def words(path, jobs):
    return [
        "compare", "counted", "--model", "none", "--bits", "32", "--instances", str(COUNT),
        "--baseline", "other", "--baseline", "counting", "--out", str(path), "--jobs", str(jobs),
    ]  # fmt: skip


def ended(path, number, jobs):
    """Runs the command until it waits half-way, and ends it by a signal."""
    with subprocess.Popen(
        [sys.executable, "-m", "thinkers", *words(path, jobs)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as running:  # fmt: skip
        try:
            until = time.monotonic() + 100
            while not path.exists() or counts(path).get("counting", 0) < COUNT // 2:
                assert running.poll() is None, running.communicate()
                assert time.monotonic() < until
                time.sleep(0.05)
            os.killpg(running.pid, number)
            out, err = running.communicate(timeout=60)
        finally:
            running.kill()
    return running.returncode, out.decode(), err.decode()


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_in_the_middle_it_goes_on_and_asks_nobody_twice_but_what_was_cut(path, said, jobs):
    code, _, _ = ended(path, signal.SIGKILL, jobs)
    assert code == -signal.SIGKILL
    kept, before = ids(path), Counter(said.read_text().split())
    assert set(before.values()) == {1}
    assert counts(path) == {"other": COUNT, "counting": COUNT // 2}
    said.with_suffix(".go").touch()
    for _ in range(2):
        out = subprocess.run(
            [sys.executable, "-m", "thinkers", *words(path, jobs)],
            check=True, capture_output=True, timeout=100, text=True,
        ).stdout  # fmt: skip
        assert f"{COUNT} instances" in out
        assert ids(path)[: len(kept)] == kept
        assert counts(path) == {"other": COUNT, "counting": COUNT}
        every = Counter(said.read_text().split())
        assert len(every) == COUNT
        assert set(every.values()) <= {1, 2}
        assert sum(each == 2 for each in every.values()) <= jobs


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_keeps_and_prints_what_was_finished(path, said, jobs):
    code, out, err = ended(path, signal.SIGINT, jobs)
    assert code == 130
    assert err.endswith("error: interrupted\n")
    assert "Traceback" not in err
    assert f"{COUNT // 2} instances" in out
    assert "counting" in out
    assert "other" in out
    assert counts(path) == {"other": COUNT, "counting": COUNT // 2}


def pressed(owner, name, monkeypatch, time=1):
    """Presses Ctrl-C when something is called, the first time or a later one."""
    real, calls = getattr(owner, name), []

    def call(*words, **more):
        calls.append(words)
        if len(calls) == time:
            raise KeyboardInterrupt
        return real(*words, **more)

    monkeypatch.setattr(owner, name, call)


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize(
    ("owner", "name", "time"),
    [(comparing, "compared", 1), (Recording, "finish", 1), (Line, "__exit__", 2)],
)
def test_ctrl_c_once_all_is_answered_prints_the_table(
    thinkers, works, tiny, path, monkeypatch, owner, name, time, kept
):
    words = ["compare", "prefix_sums", "--model", tiny, "--bits", "4", "--out", path]
    if kept:
        works(*words)
    pressed(owner, name, monkeypatch, time)
    outcome = thinkers(*words)
    assert outcome.code == 130
    assert "prefix_sums, 20 instances" in outcome.out
    assert outcome.err.endswith("error: interrupted\n")


@pytest.mark.parametrize(
    ("owner", "name"), [(comparing, "contest_of"), (Recording, "done"), (Contest, "spread")]
)
def test_ctrl_c_before_anything_is_finished_says_so(thinkers, tiny, path, monkeypatch, owner, name):
    words = ["compare", "prefix_sums", "--model", tiny, "--bits", "4"]
    if owner is not Recording:
        pressed(owner, name, monkeypatch)
        outcome = thinkers(*words)
        assert (outcome.code, outcome.out) == (130, "")
        assert outcome.err.endswith("error: interrupted: nothing was finished yet\n")
    pressed(owner, name, monkeypatch)
    outcome = thinkers(*words, "--out", path)
    assert (outcome.code, outcome.out) == (130, "")
    assert (
        f"nothing was finished yet\n  what was kept before: thinkers report {path}" in outcome.err
    )


def test_a_file_that_is_no_store_is_refused_before_anything_runs(refused, path, tiny):
    path.write_text("no store" * 100, encoding="utf-8")
    said = refused("compare", "prefix_sums", "--model", tiny, "--out", path)
    assert said == f"{path} is no store of comparisons"
    assert path.read_text(encoding="utf-8") == "no store" * 100


def test_a_disk_that_is_full_loses_no_table(thinkers, tiny, path, monkeypatch):
    added = []

    def add(recording, given):
        added.append(given)
        if len(added) > 1:
            raise ConfigError(f"cannot use {recording.file.path}: database or disk is full")
        real(recording, given)

    real = Recording.add
    monkeypatch.setattr(Recording, "add", add)
    outcome = thinkers("compare", "prefix_sums", "--model", tiny, "--bits", 4, "--out", path)
    assert outcome.code == 2
    assert "prefix_sums, 20 instances" in outcome.out
    assert outcome.err.count("disk is full") == 2
    assert len(added) == 2
    assert sum(counts(path).values()) == 20


def remove(path):
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()


def replace(path):
    path.rename(path.with_name("moved.sqlite"))
    path.write_bytes(b"")


@pytest.mark.parametrize("lose", [remove, replace])
@pytest.mark.parametrize("moment", ["begin", "add", "finish"])
def test_a_file_that_is_lost_meanwhile_is_said_and_loses_no_table(
    thinkers, tiny, path, monkeypatch, lose, moment
):
    def write(recording, *what):
        if path.exists() and path.stat().st_size:
            lose(path)
        real(recording, *what)

    real = getattr(Recording, moment)
    monkeypatch.setattr(Recording, moment, write)
    words = ["compare", "prefix_sums", "--model", tiny, "--bits", "4", "--out", path]
    outcome = thinkers(*words)
    assert outcome.code == 2
    assert f"error: {path} was removed, moved or replaced" in outcome.err
    assert ("prefix_sums, 20 instances" in outcome.out) == (moment != "begin")
    assert not path.exists() or not path.stat().st_size


def test_where_the_file_is_lost_the_rest_of_a_sweep_is_compared(thinkers, tiny, path, monkeypatch):
    def finish(recording):
        remove(path)
        real(recording)

    real = Recording.finish
    monkeypatch.setattr(Recording, "finish", finish)
    outcome = thinkers("compare", "prefix_sums", "--model", tiny, "--sizes", "4,5", "--out", path)
    assert outcome.code == 2
    assert outcome.err.count(f"{path} was removed") == 1
    assert outcome.out.count("20 instances") == 2


def test_the_same_command_asks_nobody_twice(works, tiny, path):
    words = ("compare", "prefix_sums", "--model", tiny, "--bits", 4, "--out", path, "--json")
    first, second = works(*words), works(*words)
    assert first.objects == second.objects
    assert "running" not in second.err


def test_several_processes_print_the_same_rows(works, tmp_path):
    def rows(*more):
        found = works(
            "compare", "tsp", "--model", "none", "--cities", 6, "--instances", 3, "--baseline",
            "lin-kernighan", "--baseline", "random", "--json", *more,
        ).objects  # fmt: skip
        return [
            (row["solver"], row["mean_cost"], [each["answer"] for each in row["answers"]])
            for row in found
        ]

    assert rows("--jobs", 2) == rows()


def test_a_cluster_without_its_address_is_refused(refused):
    said = refused("compare", "prefix_sums", "--model", "none", "--backend", "dask")
    assert "a backend dask needs a scheduler" in said
