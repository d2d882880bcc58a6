"""`--seeds` gives the success rate of a recipe, and goes on after Ctrl-C."""

import json
import signal
import subprocess
import sys
import time

import pytest

from thinkers.cli.seeds import numbers, show
from thinkers.errors import ConfigError
from thinkers.training.many.outcome import Outcome
from thinkers.training.many.success import Success
from thinkers.training.recipe import Bar

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
bar = { size = 4, instances = 5, value = 0.0 }
[data]
batch = 4
train = [{ count = 20, params = { bits = 4 } }]
validation = [{ count = 10, params = { bits = 4 } }]
"""


@pytest.fixture
def recipe(tmp_path):
    path = tmp_path / "tiny.toml"
    path.write_text(RECIPE)
    return path


@pytest.mark.parametrize(
    ("text", "seeds"),
    [("0-3", [0, 1, 2, 3]), ("7", [7]), ("0,3,7", [0, 3, 7]), ("4-5, 1", [4, 5, 1])],
)
def test_seeds_are_listed_or_given_as_a_range(text, seeds):
    assert numbers(text) == seeds


@pytest.mark.parametrize(
    "text", ["", "a", "1-", "-1", "3-1", "1,,2", "0-9-12", "1,1", "0-4,2", "0-99999999", "²"]
)
def test_seeds_that_mean_nothing_are_refused(text):
    with pytest.raises(ConfigError, match=r"seed"):
        numbers(text)


def test_the_rate_is_told_with_its_interval(capsys):
    outcomes = [
        Outcome(0, "passed", 0.75, 0.25, 0.5, 20, 1.5),
        Outcome(1, "failed", None, None, None, 3, 0.0, "the loss is nan at step 3"),
    ]
    show(Success("prefix_sums/tiny", Bar(size=8, value=0.5), outcomes))
    out, err = capsys.readouterr()
    title, heads, first, second, rate = [" ".join(line.split()) for line in out.splitlines()]
    assert title == "prefix_sums/tiny, bar: exact at 8 >= 0.5"
    assert heads == "seed validation exact % exact at 8 steps s result"
    assert first == "0 0.2500 50.0 0.750 20 2 passed"
    assert second == "1 - - - 3 0 failed"
    assert rate == "1 of 2 seeds passed: 50 %, 95 % interval 9..91 %"
    assert err == "seed 1 failed: the loss is nan at step 3\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--seeds 0-1 --devices 2", "--seeds trains each seed on one device"),
        ("--seeds x", "expected seeds such as 0-9"),
        ("--jobs 2 --backend dask --scheduler tcp://x:1", "the cluster has its own number"),
        ("--seeds 0 --backend dask", "a backend dask needs a scheduler"),
        ("--seeds 0 --resume", "nothing to resume"),
        ("--seeds 0 --set bar.value=2", "expected a share of at most 1"),
    ],
)
def test_what_cannot_be_is_refused(refused, recipe, tmp_path, words, said):
    options = ("--recipe", recipe, "--out", tmp_path / "run", *words.split())
    assert said in refused("train", "prefix_sums", *options)


def test_without_a_bar_there_is_no_success(thinkers, recipe, tmp_path):
    recipe.write_text(RECIPE.replace("bar = {", "# {"))
    outcome = thinkers("train", "prefix_sums", "--recipe", recipe, "--seeds", "0-1")
    assert outcome.code == 2
    assert "has no bar" in outcome.err
    assert "add one: --set 'bar={size = 64" in outcome.err


@pytest.mark.slow
def test_ctrl_c_ends_all_and_says_how_to_go_on(recipe, tmp_path):
    command = [
        sys.executable, "-m", "thinkers", "train", "prefix_sums", "--recipe", str(recipe),
        "--out", str(tmp_path / "run"), "--seeds", "0-1", "--jobs", "2", "--device", "cpu",
        "--set", "optimizer.steps=120",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    metrics = tmp_path / "run" / "seed-1" / "metrics.csv"
    while process.poll() is None and not (metrics.exists() and "\n20," in metrics.read_text()):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (130, "")
    assert "seeds are finished; interrupted; nothing is lost" in err
    assert "go on with --resume" in err
    assert "Traceback" not in err
    assert metrics.with_name("resume.ckpt").exists()
    run = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=True)
    assert "2 of 2 seeds passed" in run.stdout
    found = json.loads((tmp_path / "run" / "success.json").read_text())
    assert [each["steps"] for each in found["outcomes"]] == [120, 120]
