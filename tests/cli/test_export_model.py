"""`thinkers export` writes a network that scores as torch does, and nothing else."""

import pytest

from thinkers import OnnxModel
from thinkers.cli import runtimes


@pytest.fixture(scope="module")
def tiny(save_tiny):
    return save_tiny()


def test_the_file_is_checked_and_told_of(works, tiny, tmp_path):
    path = tmp_path / "tiny.onnx"
    told = works("export", tiny, "-o", path).out
    assert told.startswith(f"{path}: embed, step and readout of prefix_sums/tiny; scores as torch")
    assert OnnxModel.read(path).card.budget.minimum == 3


def test_a_network_that_scores_otherwise_is_not_written(thinkers, tiny, tmp_path, monkeypatch):
    path = tmp_path / "tiny.onnx"
    monkeypatch.setattr(runtimes, "_apart", lambda *given: 0.5)
    outcome = thinkers("export", tiny, "-o", path)
    assert outcome.code == 1
    assert "gives other scores in ONNX, 0.5 apart: nothing is written" in outcome.err
    assert not path.exists()


def test_an_unfit_name_is_refused_before_work(refused, tiny, tmp_path, monkeypatch):
    monkeypatch.setattr("thinkers.cli.runtimes.exported_content", None)
    path = tmp_path / "tiny.safetensors"
    assert "no name of an ONNX file" in refused("export", tiny, "-o", path)
    assert "there is no folder" in refused("export", tiny, "-o", tmp_path / "none" / "a.onnx")
