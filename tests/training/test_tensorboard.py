"""TensorBoard gets each row of the metrics once, also after a resumption."""

import sys

import pytest

from thinkers.errors import ConfigError
from thinkers.training.callbacks import Callbacks
from thinkers.training.metrics import Metrics
from thinkers.training.tensorboard import FOLDER, logged


def row(step):
    return Metrics(step, 0.5 / step, 0.25, 0.125, 1.0, 1e-3, 3.5)


def scalars(folder):
    """Step and value of each event, by name, as TensorBoard reads them."""
    accumulator = pytest.importorskip(
        "tensorboard.backend.event_processing.event_accumulator",
        reason="the extra tensorboard is not installed",
    )
    found = accumulator.EventAccumulator(str(folder / FOLDER))
    found.Reload()
    return {
        name: [(event.step, event.value) for event in found.Scalars(name)]
        for name in found.Tags()["scalars"]
    }


def test_rows_are_events_and_the_caller_hears_them_too(tmp_path):
    pytest.importorskip("tensorboard", reason="the extra tensorboard is not installed")
    heard = []
    with logged(Callbacks(metrics=heard.append), tmp_path) as callbacks:
        for step in (5, 10):
            callbacks.metrics(row(step))
    assert heard == [row(5), row(10)]
    found = scalars(tmp_path)
    assert [step for step, _ in found["loss"]] == [5, 10]
    assert [value for _, value in found["loss"]] == pytest.approx([0.1, 0.05])
    assert set(found) == set(vars(row(5))) - {"step"}


def test_rows_that_a_resumed_run_writes_again_are_there_once(tmp_path):
    pytest.importorskip("tensorboard", reason="the extra tensorboard is not installed")
    for steps in ((5, 10, 15), (10, 15)):
        with logged(Callbacks(), tmp_path) as callbacks:
            for step in steps:
                callbacks.metrics(row(step))
    assert [step for step, _ in scalars(tmp_path)["validation_loss"]] == [5, 10, 15]


def test_nothing_is_written_without_a_row(tmp_path):
    pytest.importorskip("tensorboard", reason="the extra tensorboard is not installed")
    with pytest.raises(ZeroDivisionError), logged(Callbacks(), tmp_path):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_its_absence_is_a_sentence_before_anything_else(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorboard", None)
    with pytest.raises(ConfigError, match="tensorboard cannot be imported") as raised:
        logged(Callbacks(), tmp_path).__enter__()
    assert "thinkers[tensorboard]" in raised.value.hint
