"""`thinkers plot` draws the runs that it is given, or says in a sentence why it cannot."""

import sys

import pytest

from thinkers.training.metrics import FILE

TEXT = (
    "step,loss,validation_loss,validation_exact,learning_rate,seconds\n"
    "5,0.7,0.6,0.1,0.001,1\n10,0.5,0.4,0.3,0.001,2\n"
)


@pytest.fixture
def runs(tmp_path, monkeypatch):
    """Two runs, in the folder to work in."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / FILE).write_text(TEXT)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / FILE).write_text(TEXT.splitlines()[0] + "\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_several_runs_are_one_picture(works, runs):
    pytest.importorskip("matplotlib", reason="the extra plot is not installed")
    assert works("plot", "a", "b").out == "wrote curves.png\n"
    assert works("plot", "a", "-o", "a.svg").out == "wrote a.svg\n"
    assert (runs / "curves.png").read_bytes().startswith(b"\x89PNG")
    assert (runs / "a.svg").read_text().startswith("<?xml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("c", "there is no run in c"),
        ("a empty", "the run empty has no validation yet"),
        ("a -o a.jpg", "cannot draw to 'a.jpg'"),
        ("a -o none/a.png", "there is no folder none"),
        ("", "missing argument 'RUN'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(refused, runs, words, said):
    assert said in refused("plot", *words.split())


def test_without_matplotlib_there_is_a_command_to_install_it(thinkers, runs, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "matplotlib.figure", raising=False)
    outcome = thinkers("plot", "a")
    assert (outcome.code, outcome.out) == (2, "")
    assert "matplotlib cannot be imported" in outcome.err
    assert "pip install 'thinkers[plot]'" in outcome.err
