"""A stopped training goes on bit for bit, whenever it was stopped, and with nothing but its own."""

import csv
import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict

import pytest
import torch
from lightning_fabric import Fabric
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, InterruptionError, ModelError, SolveError
from thinkers.models.renamed import RenamedKeysWarning
from thinkers.nets import DTL
from thinkers.training import resume
from thinkers.training.callbacks import Callbacks
from thinkers.training.loop import train
from thinkers.training.metrics import FILE as METRICS
from thinkers.training.run import Run


@pytest.fixture
def run(recipe_with, tmp_path):
    def run(resuming=False, folder=tmp_path, callbacks=None, checkpoint_seconds=1e9, **changes):
        asked = Run(
            recipe_with(**changes), PrefixSums(), DTL, folder, "cpu",
            checkpoint_seconds=checkpoint_seconds,
        )  # fmt: skip
        return train(asked, callbacks, resuming=resuming)

    return run


@pytest.fixture(scope="module")
def whole(recipe_with, tmp_path_factory):
    """The folder of the training that nothing interrupts, and the weights it gave."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THINKERS_CACHE", str(folder / "cache"))
        return folder, train(Run(recipe_with(), PrefixSums(), DTL, folder, "cpu")).state_dict()


def rows_of(folder):
    """The metrics without the time they took."""
    with (folder / METRICS).open(newline="", encoding="utf-8") as file:
        return [{**row, "seconds": ""} for row in csv.DictReader(file)]


def assert_same(found, expected, where=""):
    """Nested plain types and tensors are equal to the bit."""
    assert type(found) is type(expected), where
    if isinstance(expected, torch.Tensor):
        assert torch.equal(found, expected), where
    elif isinstance(expected, dict):
        assert set(found) == set(expected), where
        for name in expected:
            assert_same(found[name], expected[name], f"{where}.{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for index, each in enumerate(expected):
            assert_same(found[index], each, f"{where}[{index}]")
    else:
        assert found == expected, where


def state_of(folder):
    """Weights, optimiser and best weights at the end, without the time they took."""
    content = (folder / resume.FILE).read_bytes()[resume.DIGEST_SIZE :]
    state = torch.load(io.BytesIO(content), weights_only=True)
    state["progress"]["seconds"] = 0
    for row in state["progress"]["rows"]:
        row["seconds"] = 0
    return state


def assert_same_runs(folder, trained, whole):
    assert_same(state_of(folder), state_of(whole[0]))
    assert_same(dict(trained.state_dict()), dict(whole[1]))
    assert rows_of(folder) == rows_of(whole[0])


def ctrl_c():
    os.kill(os.getpid(), signal.SIGINT)


def die():
    raise ZeroDivisionError


def at_step(step, act=ctrl_c):
    return Callbacks(step=lambda done, loss: act() if done == step else None)


def after_validation(step):
    return Callbacks(metrics=lambda metrics: ctrl_c() if metrics.step == step else None)


def ctrl_c_in_call(monkeypatch, owner, name, number):
    """Press Ctrl-C in the middle of a step: inside a call of one of its parts."""
    calls, method = [], getattr(owner, name)

    def pressed(*arguments, **options):
        calls.append(1)
        if len(calls) == number:
            ctrl_c()
        return method(*arguments, **options)

    monkeypatch.setattr(owner, name, pressed)


@pytest.mark.parametrize(
    "callbacks",
    [after_validation(10), at_step(10), at_step(12), at_step(19)],
    ids=["after validation", "before validation", "between steps", "before the last validation"],
)
def test_interrupted_and_resumed_is_the_same_as_not_interrupted(run, whole, tmp_path, callbacks):
    with pytest.raises(SolveError, match=r"interrupted after \d+ steps; nothing is lost"):
        run(callbacks=callbacks)
    assert_same_runs(tmp_path, run(resuming=True), whole)


@pytest.mark.parametrize(("owner", "name"), [(Fabric, "backward"), (torch.optim.Adam, "step")])
def test_an_interruption_inside_a_step_waits_for_its_end(
    run, whole, monkeypatch, tmp_path, owner, name
):
    with monkeypatch.context() as patch:
        ctrl_c_in_call(patch, owner, name, 11)
        with pytest.raises(SolveError, match="interrupted after 11 steps"):
            run()
    assert_same_runs(tmp_path, run(resuming=True), whole)


OPTIONS = {
    "loss": {
        "random_start": 0.5, "path_noise": 0.01, "segments": 2, "pool": 30, "min_iterations": 2,
    },
    "optimizer": {"ema_decay": 0.9},
    "data": {"hard": 1.0, "train": [{"count": 40, "params": {"bits": [8, 12]}}]},
}  # fmt: skip


def test_every_option_resumes_bit_for_bit(run, tmp_path):
    run(folder=tmp_path / "whole", **OPTIONS)
    with pytest.raises(SolveError, match="interrupted after 7 steps"):
        run(folder=tmp_path / "stopped", callbacks=at_step(7), **OPTIONS)
    run(folder=tmp_path / "stopped", resuming=True, **OPTIONS)
    assert_same(state_of(tmp_path / "stopped"), state_of(tmp_path / "whole"))


def test_a_killed_training_goes_on_from_its_last_checkpoint(run, whole, tmp_path):
    with pytest.raises(ZeroDivisionError):
        run(callbacks=at_step(13, die), checkpoint_seconds=0)
    steps = []
    resumed = run(resuming=True, callbacks=Callbacks(step=lambda step, loss: steps.append(step)))
    assert steps == list(range(13, 21))
    assert_same_runs(tmp_path, resumed, whole)


def test_rows_written_after_the_checkpoint_are_written_once(run, tmp_path):
    with pytest.raises(ZeroDivisionError):
        run(callbacks=at_step(13, die))
    assert [row["step"] for row in rows_of(tmp_path)] == ["5", "10"]
    run(resuming=True)
    assert [row["step"] for row in rows_of(tmp_path)] == ["5", "10", "15", "20"]


def test_a_finished_training_resumes_to_the_same_weights(run, whole):
    folder, weights = whole
    rows = rows_of(folder)
    assert_same(dict(run(resuming=True, folder=folder).state_dict()), dict(weights))
    assert rows_of(folder) == rows


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({"seed": 9}, "seed was 3, is 9"),
        (
            {"loss": {"alpha": 0.25}, "validate_every": 3},
            "loss.alpha was 0.5, is 0.25; validate_every was 5, is 3",
        ),
        ({"config": {}, "data": {"batch": 9}}, "data.batch was 8, is 9"),
    ],
)
def test_another_recipe_is_refused(run, changes, differs):
    with pytest.raises(InterruptionError, match="interrupted after 5 steps"):
        run(callbacks=after_validation(5))
    with pytest.raises(ModelError, match=f"(?m)belongs to another recipe: {differs}$"):
        run(resuming=True, **changes)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:100],
        lambda data: b"",
        lambda data: b"x",
        lambda data: data[:-700] + bytes([data[-700] ^ 1]) + data[-699:],
    ],
    ids=["cut", "empty", "short", "one bit"],
)
def test_a_damaged_file_is_refused(run, tmp_path, damage):
    with pytest.raises(InterruptionError, match="interrupted after 5 steps"):
        run(callbacks=after_validation(5))
    path = tmp_path / resume.FILE
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ModelError, match="is damaged") as raised:
        run(resuming=True)
    assert "\n" not in str(raised.value)


def write_signed(folder, content):
    """A resume file with a right checksum, whatever it holds."""
    buffer = io.BytesIO()
    torch.save(content, buffer)
    digest = hashlib.sha256(buffer.getvalue()).digest()
    (folder / resume.FILE).write_bytes(digest + buffer.getvalue())


def test_a_file_of_something_else_is_refused(run, tmp_path):
    write_signed(tmp_path, {"weights": torch.zeros(2)})
    with pytest.raises(ModelError, match="is damaged"):
        run(resuming=True)


def forge(state, part, **changes):
    return state | {part: state[part] | changes}


FORGED = {
    "a step beyond the end": lambda state: forge(state, "progress", step=10**6),
    "a step that is none": lambda state: forge(state, "progress", step="five"),
    "rows of something": lambda state: forge(state, "progress", rows=3),
    "an unknown word": lambda state: forge(state, "progress", owner="me"),
    "nan for weights": lambda state: (
        state | {"weights": {n: v * torch.nan for n, v in state["weights"].items()}}
    ),
    "text for weights": lambda state: state | {"best": dict.fromkeys(state["best"], "much")},
    "no weights": lambda state: state | {"weights": {}},
    "other weights": lambda state: (
        state | {"weights": {n: v.flatten()[:1] for n, v in state["weights"].items()}}
    ),
    "no optimiser": lambda state: state | {"optimizer": {"state": {}}},
    "a list for a table": lambda state: state | {"pools": [1]},
    "a pool of nothing": lambda state: state | {"pools": {"(3,)": {"inputs": 1}}},
}  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_a_state_that_no_training_saves_is_refused_whatever_its_checksum(run, tmp_path, forged):
    with pytest.raises(InterruptionError, match="interrupted after 5 steps"):
        run(callbacks=after_validation(5))
    content = (tmp_path / resume.FILE).read_bytes()[resume.DIGEST_SIZE :]
    state = torch.load(io.BytesIO(content), weights_only=True)
    write_signed(tmp_path, FORGED[forged](state))
    with pytest.raises(ModelError, match=r"is damaged|does not fit its recipe") as raised:
        run(resuming=True)
    assert "\n" not in str(raised.value)


def test_code_in_a_resume_file_is_not_run(tmp_path):
    class Evil:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "owned"),)

    write_signed(tmp_path, {"recipe": Evil()})
    with pytest.raises(ModelError, match="is damaged"):
        resume.load(tmp_path, {})
    assert not (tmp_path / "owned").exists()


def test_nothing_to_resume_is_an_error_with_a_hint(tmp_path):
    with pytest.raises(ModelError, match="nothing to resume") as raised:
        resume.load(tmp_path, {})
    assert "--resume" in raised.value.hint


def test_states_survive_the_file(tmp_path):
    progress = asdict(resume.Progress(7, losses=[2.0], rows=[{"step": 5}]))
    empty = {part: {} for part in resume.PARTS}
    parts = {"recipe": {"a": 1}, "progress": progress, "weights": {"w": torch.ones(2)}}
    state = empty | parts | {"optimizer": {"state": {}}}
    resume.save(tmp_path, state)
    found = resume.load(tmp_path, {"a": 1})
    assert torch.equal(found["weights"].pop("w"), state["weights"].pop("w"))
    assert found == state
    assert [path.name for path in tmp_path.iterdir()] == [resume.FILE]


def test_a_state_of_an_earlier_version_is_read_under_the_present_names(tmp_path):
    state = {part: {} for part in resume.PARTS} | {
        "recipe": {"loss": {"pace": 2.0}},
        "progress": asdict(resume.Progress(7)),
        "pools": {"9": {"inputs": torch.ones(2), "rounds": torch.ones(2), "before": torch.ones(2)}},
    }
    resume.save(tmp_path, state)
    with pytest.warns(RenamedKeysWarning, match="loss.pace is now loss.rounds_per_iteration"):
        found = resume.load(tmp_path, {"loss": {"rounds_per_iteration": 2.0}})
    assert set(found["pools"]["9"]) == {"inputs", "decidable_from", "interim_targets"}


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot write"):
        resume.save(tmp_path / "file", {})


def test_a_full_disk_leaves_the_last_file_and_nothing_else(tmp_path, full_disk):
    resume.save(tmp_path, {"recipe": {"a": 1}, "progress": {"step": 3}})
    full_disk()
    with pytest.raises(ConfigError, match="No space left on device") as raised:
        resume.save(tmp_path, {"recipe": {"a": 1}, "progress": {"step": 4}})
    assert raised.value.hint == "free some space, or choose another --out"
    assert resume.load(tmp_path, {"a": 1})["progress"] == {"step": 3}
    assert [path.name for path in tmp_path.iterdir()] == [resume.FILE]


def steps_in(path):
    """The steps done according to the metrics, 0 before the first row."""
    rows = path.read_text().splitlines()[1:] if path.exists() else []
    return int(rows[-1].split(",")[0]) if rows else 0


@pytest.mark.slow
def test_ctrl_c_in_the_terminal_and_resume(tmp_path):
    settings = [
        "config.width=8", "optimizer.steps=300", "optimizer.warmup=0", "validate_every=20",
        "loss.iterations=6", "scores.sizes=[8]", "scores.instances=5", "data.batch=8",
        "data.train=[{count = 40, params = {bits = 8}}]",
        "data.validation=[{count = 20, params = {bits = 8}}]",
    ]  # fmt: skip
    changes = [word for setting in settings for word in ("--set", setting)]

    def command(folder, *more):
        return [
            sys.executable, "-m", "thinkers", "train", "prefix_sums", "--recipe", "dt-l",
            *changes, "--out", str(folder), "--device", "cpu", *more,
        ]  # fmt: skip

    subprocess.run(command(tmp_path / "whole"), check=True, capture_output=True)
    stopped = tmp_path / "stopped"
    process = subprocess.Popen(command(stopped), stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    while process.poll() is None and steps_in(stopped / METRICS) < 60:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"interrupted after" in err
    assert b"Traceback" not in err
    subprocess.run(command(stopped, "--resume"), check=True, capture_output=True)
    assert rows_of(stopped) == rows_of(tmp_path / "whole")
