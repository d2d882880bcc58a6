"""Training from the command line: a recipe in, a model file out, measured and able to solve."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest
import torch
from safetensors.torch import load_file

from thinkers import ModelCard, ThinkersError
from thinkers.problems.lock import NAME, locked_folder

RECIPE = """
name = "prefix_sums/tiny"
problem = "prefix_sums"
thinker = "dt-l"
validate_every = 5
config = { width = 8 }
budget = { minimum = 6 }
loss = { iterations = 3, alpha = 0.5 }
optimizer = { steps = 6, learning_rate = 0.01 }
scores = { sizes = [4], instances = 5 }
[data]
batch = 4
train = [{ count = 20, params = { bits = 4 } }]
validation = [{ count = 10, params = { bits = 4 } }]
"""


@pytest.fixture
def train(thinkers, tmp_path):
    recipe = tmp_path / "tiny.toml"
    recipe.write_text(RECIPE)

    def train(*more, problem="prefix_sums"):
        return thinkers("train", problem, "--recipe", recipe, "--out", tmp_path / "run", *more)

    return train


def test_a_recipe_gives_a_model_that_solves(train, works, tmp_path):
    outcome = train()
    assert outcome.code == 0, outcome.err
    path = tmp_path / "run" / "tiny.safetensors"
    assert outcome.out == f"wrote {path}\n"
    rows = (tmp_path / "run" / "metrics.csv").read_text().splitlines()
    assert [row.split(",")[0] for row in rows] == ["step", "5", "6"]
    card = ModelCard.read(path).card
    assert (card.steps, [score.size for score in card.scores]) == (6, [4])
    [found] = works("solve", "prefix_sums", "--bits", 6, "--json", "--model", path).objects
    assert found["model"] == "prefix_sums/tiny"


@pytest.mark.parametrize(
    ("words", "workers"),
    [("", 0), ("--jobs 1", 0), ("--jobs 2", 2), ("--jobs 2 --workers 0", 0), ("--workers 3", 3)],
)
def test_those_who_share_the_work_label_unless_others_are_named(train, monkeypatch, words, workers):
    seen = []

    def stop(run, *_, **__):
        seen.append(run.workers)
        raise ThinkersError("seen")

    monkeypatch.setattr("thinkers.training.loop.train", stop)
    assert train(*words.split()).code == 2
    assert seen == [workers]


def test_progress_goes_to_stderr(train):
    err = train().err
    for words in ("step 6/6", "labelling 20 instances", "step 5: loss", "measuring size 4"):
        assert words in err


def test_a_run_is_not_overwritten_but_resumed(train, tmp_path):
    train()
    path = tmp_path / "run" / "tiny.safetensors"
    before = load_file(path)
    refused = train()
    assert refused.code == 2
    assert "already holds a run" in refused.err
    assert train("--resume").code == 0
    after = load_file(path)
    assert all(torch.equal(after[name], before[name]) for name in before)


def test_another_recipe_cannot_resume(train):
    train()
    outcome = train("--resume", "--set", "seed=5")
    assert (outcome.code, outcome.out) == (2, "")
    assert "belongs to another recipe: seed was the default, is 5" in outcome.err


def test_there_must_be_something_to_resume_and_a_refused_start_says_nothing_else(train):
    outcome = train("--resume")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: nothing to resume")


def test_a_training_that_fails_exits_1_with_its_sentence(train):
    changes = ["thinker=dt-r", "optimizer.name=sgd", "optimizer.learning_rate=1e30"]
    outcome = train(*[word for change in changes for word in ("--set", change)])
    assert (outcome.code, outcome.out) == (1, "")
    assert "error: the loss is" in outcome.err
    assert "lower learning_rate or set clip" in outcome.err


def test_the_problem_may_have_capitals(train):
    outcome = train("--set", "optimizer.steps=1", problem="PREFIX_SUMS")
    assert outcome.code == 0, outcome.err


def test_everything_is_computed_on_the_device_asked_for(train, monkeypatch):
    devices = []

    def evaluate(*arguments, device, **options):
        devices.append(device)
        raise ThinkersError("seen enough")

    monkeypatch.setattr("thinkers.training.publishing.evaluate", evaluate)
    assert "seen enough" in train("--device", "cpu", "--set", "optimizer.steps=1").err
    assert devices == ["cpu"]


def test_shipped_recipes_go_by_name_and_without_a_folder_runs_gets_a_new_one(
    thinkers, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    changes = [
        "optimizer.steps=2", "config.width=8", "data.batch=2",
        "data.train=[{count = 5, params = {bits = 3}}]",
        "data.validation=[{count = 5, params = {bits = 3}}]",
        "scores={sizes = [3], instances = 2}",
    ]  # fmt: skip
    words = [word for change in changes for word in ("--set", change)]
    outcome = thinkers("train", "prefix_sums", "--recipe", "dt-l", *words)
    assert outcome.code == 0, outcome.err
    assert (tmp_path / "runs" / "prefix_sums-dt-l" / "dt-l.safetensors").exists()


@pytest.mark.slow
def test_the_module_trains_as_a_process(tmp_path):
    (tmp_path / "tiny.toml").write_text(RECIPE)
    words = ["train", "prefix_sums", "--recipe", "tiny.toml", "--out", "run"]
    run = subprocess.run(
        [sys.executable, "-m", "thinkers", *words], cwd=tmp_path, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert run.stdout == "wrote run/tiny.safetensors\n"
    assert "Traceback" not in run.stderr
    assert "Warning" not in run.stderr


@pytest.mark.parametrize("more", [(), ("--resume",), ("--seeds", "0-1", "--jobs", 1)])
def test_a_folder_that_another_run_holds_is_left_alone(train, tmp_path, more):
    if "--seeds" in more:
        bar = 'bar={measure = "exact", value = 0.1, size = 4, instances = 5}'
        more = (*more, "--set", bar)
    with locked_folder(tmp_path / "run"):
        outcome = train(*more)
        assert (outcome.code, outcome.out) == (2, "")
        assert f"run is in use by process {os.getpid()} on " in outcome.err
        assert [path.name for path in (tmp_path / "run").iterdir()] == [NAME]


def test_tensorboard_gets_the_metrics_too(train, tmp_path):
    pytest.importorskip("tensorboard", reason="the extra tensorboard is not installed")
    assert train("--tensorboard").code == 0
    [events] = (tmp_path / "run" / "tensorboard").iterdir()
    assert b"validation_loss" in events.read_bytes()


@pytest.fixture
def command(tmp_path):
    """The command that trains the tiny recipe on two devices, as a process of its own."""
    (tmp_path / "tiny.toml").write_text(RECIPE)
    return [
        sys.executable, "-m", "thinkers", "train", "prefix_sums", "--recipe",
        str(tmp_path / "tiny.toml"), "--out", str(tmp_path / "run"),
        "--devices", "2", "--device", "cpu",
    ]  # fmt: skip


def test_on_two_devices_only_the_first_process_prints_writes_and_publishes(command, tmp_path):
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    assert run.stdout == f"wrote {tmp_path / 'run' / 'tiny.safetensors'}\n"
    heads = [re.split(":|,| drawn", line)[0] for line in run.stderr.splitlines()]
    assert sorted(head for head in heads if not head.startswith("step 6/6")) == [
        "labelling 10 instances", "labelling 20 instances", "measuring size 4 ", "step 5", "step 6",
    ]  # fmt: skip
    names = sorted(path.name for path in (tmp_path / "run").iterdir())
    assert names == ["metrics.csv", "resume.ckpt", "tiny.safetensors"]


@pytest.mark.slow
def test_ctrl_c_in_any_process_stops_all_and_the_run_goes_on(command, tmp_path):
    many = [*command, "--set", "optimizer.steps=300"]
    process = subprocess.Popen(many, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    metrics = tmp_path / "run" / "metrics.csv"
    while process.poll() is None and not (metrics.exists() and "\n10," in metrics.read_text()):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (130, "")
    assert err.count("error: interrupted after") == 1
    assert "Traceback" not in err
    run = subprocess.run([*many, "--resume"], capture_output=True, text=True, check=True)
    assert "step 300/300" in run.stderr
