"""Twenty times killed, a training loses at most its last step, and ends as if it never was."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.nets import DTL
from thinkers.training import resume
from thinkers.training.loop import train
from thinkers.training.run import Run

STEPS = 150


@pytest.fixture
def recipe(recipe_with):
    return recipe_with(optimizer={"steps": STEPS}, validate_every=25, loss={"iterations": 2})


def best_of(folder):
    content = (folder / resume.FILE).read_bytes()[resume.DIGEST_SIZE :]
    return torch.load(io.BytesIO(content), weights_only=True)["best"]


def test_killed_twenty_times_it_ends_as_if_never_killed(recipe, tmp_path):
    script = Path(__file__).with_name("killing.py")
    words = recipe.model_dump_json()
    done = subprocess.run(
        [sys.executable, str(script), words, str(tmp_path / "killed")],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    pairs = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    assert len(pairs) > 10
    assert all(left >= told - 1 for told, left in pairs)
    assert len({left for _, left in pairs}) > 5
    assert pairs[-1] == (STEPS, STEPS)
    train(Run(recipe, PrefixSums(), DTL, tmp_path / "whole", "cpu"))
    killed, whole = best_of(tmp_path / "killed"), best_of(tmp_path / "whole")
    assert all(torch.equal(killed[name], whole[name]) for name in whole)
