"""A full disk, a log that fails, a second process and a killed write cost no training."""

import csv
import errno
import os
import signal

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError
from thinkers.nets import DTL
from thinkers.problems import files, lock
from thinkers.training import resume
from thinkers.training.callbacks import Callbacks
from thinkers.training.events import Unwritten
from thinkers.training.loop import train
from thinkers.training.metrics import FILE
from thinkers.training.run import Run


@pytest.fixture
def run(recipe_with, tmp_path):
    """Train by the tiny recipe; gives the thinker and the rows of the metrics."""

    def run(callbacks=None, resuming=False, checkpoint_seconds=1e9, **changes):
        asked = Run(
            recipe_with(**changes), PrefixSums(), DTL, tmp_path, "cpu",
            checkpoint_seconds=checkpoint_seconds,
        )  # fmt: skip
        trained = train(asked, callbacks, resuming=resuming)
        with (tmp_path / FILE).open(newline="", encoding="utf-8") as file:
            return trained, list(csv.DictReader(file))

    return run


def failing(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_on_a_full_disk_does_not_end_the_training(run):
    told = []

    def metrics(row):
        told.append(row.step)
        failing()

    _, rows = run(callbacks=Callbacks(failing, failing, metrics), checkpoint_seconds=0)
    assert told == [5, 10, 15, 20] == [int(row["step"]) for row in rows]


def test_a_disk_that_fills_up_costs_no_finished_training(run, recipe_with, full_disk, tmp_path):
    lines = []
    callbacks = Callbacks(lines.append, step=lambda step, _: full_disk() if step == 12 else None)
    trained, rows = run(callbacks=callbacks, checkpoint_seconds=0)
    assert not trained.training
    assert [int(row["step"]) for row in rows] == [5, 10]  # what was written before
    assert Unwritten(f"cannot write {tmp_path / FILE}: No space left on device") in lines
    assert resume.load(tmp_path, recipe_with().chosen())["progress"]["step"] == 11


def test_a_finished_training_is_given_again_from_a_full_disk(run, full_disk):
    trained, _ = run()
    full_disk()
    again, _ = run(resuming=True)
    for name, value in trained.state_dict().items():
        assert torch.equal(again.state_dict()[name], value), name


def test_an_interrupted_training_that_cannot_be_saved_says_so(run, full_disk):
    def step(done, loss):
        if done == 7:
            full_disk()
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(ConfigError, match="No space left on device") as raised:
        run(callbacks=Callbacks(step=step))
    assert "free some space" in raised.value.hint


def test_one_run_one_folder(run, tmp_path):
    def step(done, loss):
        with pytest.raises(ConfigError, match=rf"in use by process {os.getpid()} on ") as raised:
            run(resuming=True)
        assert raised.value.hint == "wait for it, or choose another --out"

    run(callbacks=Callbacks(step=step), optimizer={"steps": 1})
    assert not (tmp_path / lock.NAME).exists()


def test_what_a_killed_write_left_is_cleared(run, tmp_path):
    part = tmp_path / f".0123456789abcdef{files.PART}"
    part.touch()
    run(optimizer={"steps": 1})
    assert not part.exists()
