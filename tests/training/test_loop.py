"""Training descends by its recipe, keeps its best weights, and says in a sentence why it stops."""

import csv

import numpy as np
import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, DeviceError, DivergedError, SolveError
from thinkers.nets import DTL, DTR
from thinkers.training import resume
from thinkers.training.callbacks import Callbacks
from thinkers.training.data import VALIDATION, prepare
from thinkers.training.events import Unwritten
from thinkers.training.loop import MIN_FACTOR, Training, train
from thinkers.training.metrics import FILE
from thinkers.training.run import Run
from thinkers.training.task import Task

PROBLEM = PrefixSums()


@pytest.fixture
def run(recipe_with, tmp_path):
    """Train by the tiny recipe with changes; gives the thinker and the rows of the metrics."""

    def run(
        thinker=DTL, folder=tmp_path / "run", callbacks=None, checkpoint_seconds=1e9, **changes
    ):
        recipe = recipe_with(thinker=thinker.name, **changes)
        asked = Run(recipe, PROBLEM, thinker, folder, "cpu", checkpoint_seconds=checkpoint_seconds)
        trained = train(asked, callbacks)
        return trained, rows_of(folder)

    return run


def rows_of(folder):
    with (folder / FILE).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def same_weights(first, second):
    return all(torch.equal(first[name], second[name]) for name in first)


def test_training_writes_a_row_at_each_validation_and_at_the_end(run):
    steps, metrics = [], []
    callbacks = Callbacks(
        step=lambda step, loss: steps.append((step, loss)), metrics=metrics.append
    )
    trained, rows = run(callbacks=callbacks, optimizer={"steps": 12})
    assert [int(row["step"]) for row in rows] == [row.step for row in metrics] == [5, 10, 12]
    assert [step for step, _ in steps] == list(range(1, 13))
    losses = [loss for _, loss in steps]
    assert metrics[1].loss == pytest.approx(np.mean(losses[5:10]))
    assert metrics[2].loss == pytest.approx(np.mean(losses[10:]))
    assert not trained.training


def test_it_learns(run):
    _, rows = run(optimizer={"steps": 40}, validate_every=10)
    assert float(rows[-1]["loss"]) < 0.95 * float(rows[0]["loss"])


def test_the_same_recipe_gives_the_same_weights_and_another_seed_others(run, tmp_path):
    short = {"steps": 4}
    first, _ = run(optimizer=short)
    again, _ = run(folder=tmp_path / "again", optimizer=short)
    other, _ = run(folder=tmp_path / "other", optimizer=short, seed=4)
    assert same_weights(first.state_dict(), again.state_dict())
    assert not same_weights(first.state_dict(), other.state_dict())


def test_the_best_weights_are_kept(recipe_with, tmp_path):
    recipe = recipe_with(optimizer={"learning_rate": 0.3, "schedule": "constant"})
    training = Training(Run(recipe, PROBLEM, DTL, tmp_path, "cpu"))
    seen = []

    def remember(metrics):
        thinker = training.descent.thinker
        weights = {name: value.clone() for name, value in thinker.state_dict().items()}
        seen.append((metrics.validation_loss, weights))

    best = training.train(Callbacks(metrics=remember)).state_dict()
    losses = [loss for loss, _ in seen]
    assert losses.index(min(losses)) < len(losses) - 1
    assert same_weights(best, seen[losses.index(min(losses))][1])


def test_validation_judges_the_thinker_after_all_iterations(run):
    trained, rows = run(optimizer={"steps": 5})
    groups = [type("Held", (), {"count": 20, "combinations": lambda self: [{"bits": 8}]})()]
    [[batch]] = prepare(Task(PROBLEM, "centred"), groups, 3, VALIDATION)
    inputs, targets = torch.from_numpy(batch.inputs), torch.from_numpy(batch.targets)
    with torch.no_grad():
        recall, thought = trained.recall(inputs), trained.embed(inputs)
        for _ in range(3):
            thought = trained.step(thought, recall)
        logits = trained.readout(thought)
    error = torch.nn.functional.cross_entropy(logits, targets)
    assert float(rows[-1]["validation_loss"]) == pytest.approx(error.item(), rel=1e-4)
    right = (logits.argmax(1) == targets).all(1).float().mean()
    assert float(rows[-1]["validation_exact"]) == pytest.approx(right.item(), rel=1e-4)


def test_a_loss_that_is_not_finite_stops_with_the_step_and_the_seed_of_its_batch(run):
    said = r"the (loss|gradient) is (nan|inf|-inf) at step (\d+), on the batch of seed \[3, \3, 0\]"
    with pytest.raises(DivergedError, match=said) as raised:
        run(DTR, optimizer={"learning_rate": 1e30, "clip": None, "name": "sgd"})
    assert raised.value.hint == "lower learning_rate or set clip"


def test_training_stops_early_when_validation_no_longer_improves(run):
    settings = {"learning_rate": 0.3, "schedule": "constant", "steps": 500, "patience": 2}
    _, rows = run(optimizer=settings)
    losses = [float(row["validation_loss"]) for row in rows]
    assert len(losses) < 100
    assert losses.index(min(losses)) == len(losses) - 3


def test_the_averaged_weights_are_judged_and_kept(recipe_with, tmp_path):
    recipe = recipe_with(optimizer={"ema_decay": 0.5, "steps": 5})
    training = Training(Run(recipe, PROBLEM, DTL, tmp_path, "cpu"))
    averages, seen = [], []

    def follow(step, loss):
        weights = dict(training.descent.thinker.named_parameters())
        last = averages[-1] if averages else weights
        averages.append(
            {name: 0.5 * last[name].detach() + 0.5 * weights[name].detach() for name in weights}
        )
        seen.append(weights)

    best = dict(training.train(Callbacks(step=follow)).named_parameters())
    for name, expected in averages[-1].items():
        assert torch.allclose(best[name], expected, atol=1e-6), name


def test_a_full_disk_costs_a_checkpoint_and_not_the_training(run, monkeypatch):
    lines, real = [], resume.save

    def full(folder, state):
        if 0 < state["progress"]["step"] < 20:
            raise ConfigError("cannot write resume.ckpt: No space left on device", "free some")
        real(folder, state)

    monkeypatch.setattr(resume, "save", full)
    callbacks = Callbacks(lines.append)
    _, rows = run(callbacks=callbacks, checkpoint_seconds=0)
    assert [row["step"] for row in rows] == ["5", "10", "15", "20"]
    assert lines.count(Unwritten("cannot write resume.ckpt: No space left on device", "free some"))


def test_an_unknown_precision_is_refused(recipe_with, tmp_path):
    with pytest.raises(ConfigError, match="unknown precision '16-mixed'") as raised:
        Run(recipe_with(), PROBLEM, DTL, tmp_path, precision="16-mixed")
    assert raised.value.hint == "use 32-true or bf16-mixed"


def test_bf16_computes_the_steps_and_never_the_constraint(recipe_with, tmp_path, monkeypatch):
    seen, step = set(), DTL.step

    def watched(self, thought, recall):
        after = step(self, thought, recall)
        seen.add((after.dtype, self.recall_thought.weight.dtype))
        return after

    monkeypatch.setattr(DTL, "step", watched)
    recipe = recipe_with(optimizer={"steps": 2}, loss={"segments": 2, "pool": 40})
    trained = train(Run(recipe, PROBLEM, DTL, tmp_path, "cpu", precision="bf16-mixed"))
    assert seen == {(torch.bfloat16, torch.float32)}
    assert all(value.isfinite().all() for value in trained.state_dict().values())


def test_a_validation_that_is_never_finite_stops_with_a_sentence(run):
    with pytest.raises(DivergedError, match="the validation loss was never finite") as raised:
        run(DTR, optimizer={"steps": 1, "learning_rate": 1e30, "clip": None, "name": "sgd"})
    assert raised.value.hint == "lower learning_rate"


def test_a_run_is_never_overwritten(run, tmp_path):
    _, before = run(optimizer={"steps": 5})
    with pytest.raises(ConfigError, match="already holds a run") as raised:
        run(optimizer={"steps": 5})
    assert raised.value.hint == "go on with --resume, or choose another --out"
    assert rows_of(tmp_path / "run") == before


def test_a_run_that_failed_before_its_first_step_is_begun_anew(run, monkeypatch):
    def fail(self, rng):
        raise ValueError("no batch")

    with monkeypatch.context() as patched:
        patched.setattr("thinkers.training.data.source.Source.batch", fail)
        with pytest.raises(SolveError, match="cannot make the batch of step 0"):
            run(optimizer={"steps": 5})
    _, rows = run(optimizer={"steps": 6})
    assert rows[-1]["step"] == "6", "of the second recipe"


def test_a_folder_that_cannot_be_written_is_an_error_with_a_hint(run, tmp_path):
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "run"):
        with pytest.raises(ConfigError, match="cannot write to") as raised:
            run(folder=folder)
        assert raised.value.hint == "choose another --out"


def test_what_does_not_fit_is_refused(run):
    with pytest.raises(ConfigError, match="prefix_sums has no encoding 'square'"):
        run(encoding="square")
    with pytest.raises(ConfigError, match="thinker dt-l: unknown key 'wdith', did you mean"):
        run(config={"wdith": 8})
    with pytest.raises(ConfigError, match="scores: prefix_sums needs a size"):
        run(scores={"sizes": None})
    with pytest.raises(ConfigError, match="unknown key 'bist', did you mean 'bits'"):
        run(scores={"params": {"bist": 3}})


def test_a_device_that_is_not_there_is_an_error(recipe_with, tmp_path, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(DeviceError, match="no CUDA device"):
        train(Run(recipe_with(), PROBLEM, DTL, tmp_path, "cuda"))


def test_workers_make_no_difference(recipe_with, tmp_path):
    fresh = [{"fresh": True, "params": {"bits": 8}}]
    recipe = recipe_with(data={"train": fresh, "augment": True}, optimizer={"steps": 6})
    alone, together = (
        train(Run(recipe, PROBLEM, DTL, tmp_path / str(workers), "cpu", workers=workers))
        for workers in (0, 1)
    )
    assert same_weights(alone.state_dict(), together.state_dict())


MIXED = {"train": [{"count": 40, "params": {"bits": [2, 12]}}]}


def test_what_is_hard_comes_more_often_and_what_is_learnt_still_comes(recipe_with, tmp_path):
    recipe = recipe_with(data={**MIXED, "hard": 2.0})
    training = Training(Run(recipe, PROBLEM, DTL, tmp_path, "cpu"))
    training.train(Callbacks())
    easy, hard = training.progress.factors
    assert MIN_FACTOR * hard <= easy < hard


def test_without_the_option_nothing_is_probed(recipe_with, tmp_path, monkeypatch):
    monkeypatch.setattr(Training, "_weigh", None)
    training = Training(Run(recipe_with(data=MIXED), PROBLEM, DTL, tmp_path, "cpu"))
    training.train(Callbacks())
    assert training.progress.factors == []
