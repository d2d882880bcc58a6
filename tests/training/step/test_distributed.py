"""Two processes descend together, as one would with both batches; only the first is heard."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.nets import DTL
from thinkers.training import metrics, resume
from thinkers.training.data import Feed
from thinkers.training.step.distributed import any_of, first_process, launch, mean
from thinkers.training.step.loss import Draw, ProgressiveLoss
from thinkers.training.step.rows import tensors
from thinkers.training.task import Task

SCRIPT = Path(__file__).with_name("two_processes.py")

CHANGES = {
    "optimizer": {"steps": 6, "clip": None},
    "loss": {"iterations": 3, "alpha": 1.0, "min_grad_steps": 1},
    "data": {"train": [{"count": 40, "params": {"bits": [4, 9]}}]},
    "validate_every": 3,
}
"""With α = 1 the embedding gets no gradient in some steps; the batches differ in size."""


def run(recipe, folder, *more):
    words = [sys.executable, str(SCRIPT), json.dumps(recipe.model_dump(mode="json")), str(folder)]
    return subprocess.run([*words, *more], capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def together(recipe_with, tmp_path_factory):
    """The recipe and folder of a training in two processes."""
    recipe, folder = recipe_with(**CHANGES), tmp_path_factory.mktemp("together")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THINKERS_CACHE", str(folder / "cache"))
        done = run(recipe, folder)
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("", "")
    return recipe, folder


def loaded(path):
    return torch.load(path, weights_only=True)


def test_both_have_the_same_weights_at_the_end(together):
    _, folder = together
    first, second = (loaded(folder / f"weights-{rank}.pt") for rank in (0, 1))
    assert first
    for name, value in first.items():
        assert torch.equal(value, second[name]), name


def test_the_gradient_is_that_of_the_mean_loss_of_both_batches(together):
    recipe, folder = together
    torch.manual_seed(recipe.seed)
    encoding = PrefixSums.encodings["centred"]
    thinker = DTL.build(encoding.signature, recipe.config)
    loss = ProgressiveLoss(thinker, recipe.loss, "class").train()
    draw = Draw.of(recipe.loss, np.random.default_rng([recipe.seed, 0]))
    with thinker.cached_weights():
        total = torch.zeros(())
        for rank in (0, 1):
            batch = Feed(recipe, Task(PrefixSums(), "centred"), rank).batch(0)
            total = (
                total + loss(tensors(batch, encoding.signature, torch.device("cpu")), draw)[0] / 2
            )
        total.backward()
    found = loaded(folder / "gradients-0.pt")
    for name, weight in thinker.named_parameters():
        if weight.grad is None:
            assert found[name] is None, name
        else:
            torch.testing.assert_close(found[name], weight.grad, rtol=1e-4, atol=1e-6)


def test_some_step_leaves_the_embedding_without_gradient(together):
    """Otherwise the run would not show that this does no harm."""
    recipe, _ = together
    draws = [Draw.of(recipe.loss, np.random.default_rng([recipe.seed, step])) for step in range(5)]
    assert any(draw.no_grad_steps for draw in draws)


def test_losses_are_finite_and_only_the_first_process_is_heard(together):
    recipe, folder = together
    rows = metrics.read(folder / "run")
    assert [row["step"] for row in rows] == [3, 6]
    assert np.isfinite([row["loss"] for row in rows]).all()
    assert (folder / "heard-0").read_text() == str(3 + 6 + 2), "3 labelled sets, 6 steps, 2 rows"
    assert (folder / "heard-1").read_text() == "0"
    names = sorted(path.name for path in (folder / "run").iterdir())
    assert names == sorted([metrics.FILE, resume.FILE])
    state = resume.load(folder / "run", recipe.chosen())
    assert state["progress"]["step"] == 6


@pytest.mark.slow
def test_a_loss_that_is_not_finite_in_one_process_stops_both(recipe_with, tmp_path):
    done = run(recipe_with(**CHANGES), tmp_path, "spoilt")
    lines = done.stdout.splitlines()
    assert len(lines) == 2, done.stderr
    for line in lines:
        assert line.startswith("the loss is nan at step 2, on the batch of seed [3, 2, 0 to 1];")


def test_one_process_is_the_first_and_agrees_with_itself():
    fabric = launch("cpu", 1, "32-true")
    assert first_process()
    assert [any_of(fabric, here) for here in (True, False)] == [True, False]
    value = torch.tensor(2.5, requires_grad=True)
    found = mean(fabric, value)
    assert (found.item(), found.requires_grad) == (2.5, False)


def test_without_a_folder_for_temporary_files_torch_is_named_one_that_exists(monkeypatch):
    def nowhere():
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.gettempdir", nowhere)
    monkeypatch.delenv("TORCHINDUCTOR_CACHE_DIR", raising=False)
    launch("cpu", 1, "32-true")
    assert Path(os.environ["TORCHINDUCTOR_CACHE_DIR"]).is_dir()
