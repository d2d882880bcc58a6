"""`thinkers tune` ends with a table and a recipe that `thinkers train` takes."""

import sys

import pytest

from thinkers.cli.tune import show
from thinkers.problems.lock import NAME, locked_folder
from thinkers.training.tuning.study import Trial

RECIPE = """
name = "prefix_sums/tiny"
problem = "prefix_sums"
thinker = "dt-l"
validate_every = 2
config = { width = 4 }
budget = { minimum = 6 }
loss = { iterations = 3, alpha = 0.5 }
optimizer = { steps = 4, learning_rate = 0.01 }
scores = { sizes = [4], instances = 5 }
[data]
batch = 4
train = [{ count = 20, params = { bits = 4 } }]
validation = [{ count = 10, params = { bits = 4 } }]
"""

SPACE = "[optimizer.learning_rate]\nlow = 1e-3\nhigh = 1e-1\nlog = true\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder to work in, with a recipe and a space."""
    (tmp_path / "tiny.toml").write_text(RECIPE)
    (tmp_path / "space.toml").write_text(SPACE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


COMMAND = (
    *("tune", "prefix_sums", "--recipe", "tiny.toml"),
    *("--space", "space.toml", "--device", "cpu"),
)


def test_a_search_gives_a_recipe_that_trains(works, refused, here):
    pytest.importorskip("optuna", reason="the extra tune is not installed")
    outcome = works(*COMMAND, "--trials", 2, "--jobs", 2, "--out", "found")
    title, heads, *rows, last = outcome.out.splitlines()
    assert title.strip() == "2 trials, the best first"
    assert heads.split() == ["trial", "validation", "optimizer.learning_rate", "result"]
    assert sorted(row.split()[0] for row in rows) == ["trial-0", "trial-1"]
    assert last == "wrote found/best.toml"
    works("train", "prefix_sums", "--recipe", "found/best.toml", "--out", "run")
    assert (here / "run" / "tiny.safetensors").exists()
    said = refused(*COMMAND, "--trials", 3, "--out", "found", "--set", "loss.alpha=0.25")
    assert said.startswith("found holds another search: recipe.loss.alpha was 0.5, is 0.25")


def test_a_folder_that_another_search_holds_is_left_alone(refused, here):
    pytest.importorskip("optuna", reason="the extra tune is not installed")
    with locked_folder(here / "found"):
        said = refused(*COMMAND, "--trials", 1, "--out", "found")
        assert said.startswith("found is in use by process")
        assert [path.name for path in (here / "found").iterdir()] == [NAME]


def test_the_table_is_short_and_keeps_what_did_not_complete(capsys):
    trials = [Trial(f"trial-{n}", {"loss.alpha": n / 3}, n / 10, "complete") for n in range(9)]
    trials += [Trial("trial-9", {"loss.alpha": 1}, None, "pruned")] * 3
    show(trials)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "12 trials, the best first"
    assert lines[3] == "trial-1 0.1000 0.3333 complete"
    assert lines[-1] == "trial-9 - 1 pruned"
    assert len(lines) == 12


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--trials 0", "invalid value for '--trials'"),
        ("--set optimizer.stepps=1", "did you mean 'steps'?"),
        ("--space none.toml", "cannot read the space none.toml"),
        ("--space tiny.toml", "expected a table"),
    ],
)
def test_what_cannot_be_is_refused(refused, here, words, said):
    assert said in refused(*COMMAND, *words.split())
    assert not (here / "runs").exists()


def test_without_optuna_there_is_a_command_to_install_it(thinkers, here, monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    outcome = thinkers(*COMMAND)
    assert outcome.code == 2
    assert "pip install 'thinkers[tune]'" in outcome.err
