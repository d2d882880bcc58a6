"""A study asks the same trials however often it is stopped, and prunes what is poor."""

from math import inf

import pytest

from thinkers.errors import ConfigError, ModelError
from thinkers.training.tuning.space import Axis, Space
from thinkers.training.tuning.study import FILE, FREE_TRIALS, Study

pytest.importorskip("optuna", reason="the extra tune is not installed")

SPACE = Space(
    axes={
        "loss.alpha": Axis(low=0.0, high=1.0),
        "config.width": Axis(choices=[4, 8]),
        "loss.iterations": Axis(low=2, high=9),
    }
)


@pytest.fixture
def study(recipe_with, tmp_path):
    """Opens the study of the test's folder, anew each time."""

    def study(folder=tmp_path, space=SPACE, **changes):
        return Study(folder, recipe_with(**changes), space)

    return study


def loss_of(values):
    return abs(values["loss.alpha"] - 0.3) + values["config.width"] / 100


def search(study, trials):
    for _ in range(trials):
        name, values = study.ask()
        study.report(name, 5, loss_of(values))
        study.tell(name, loss_of(values), "complete")


def test_values_are_those_of_the_space_and_the_best_comes_first(study):
    search(studied := study(), 4)
    assert len({trial.name for trial in studied.ended}) == 4
    for trial in studied.ended:
        assert 0 <= trial.values["loss.alpha"] <= 1
        assert trial.values["config.width"] in (4, 8)
        assert trial.values["loss.iterations"] in range(2, 10)
        assert trial.loss == loss_of(trial.values)
    losses = [trial.loss for trial in studied.ended]
    assert losses == sorted(losses)


def test_a_stopped_study_finds_what_it_would_have_found(study, tmp_path):
    search(whole := study(tmp_path / "whole"), 12)
    search(study(), 3)
    name, values = study().ask()
    again = study()
    assert again.ask() == (name, values), "what was begun is gone on with"
    again.tell(name, loss_of(values), "complete")
    search(again, 8)
    assert [trial.values for trial in study().ended] == [trial.values for trial in whole.ended]
    assert sorted(trial.name for trial in again.ended) == sorted(
        trial.name for trial in whole.ended
    )


def test_another_seed_searches_elsewhere(study, tmp_path):
    first = study(tmp_path / "a").ask()[1]
    assert study(tmp_path / "b", seed=4).ask()[1] != first


def test_what_is_poor_at_the_same_step_is_pruned_once_others_have_ended(study):
    studied = study()
    for _ in range(FREE_TRIALS):
        name, _ = studied.ask()
        assert studied.report(name, 5, 1.0)
        studied.tell(name, 1.0, "complete")
    poor, _ = studied.ask()
    assert studied.report(poor, 2, 9.0), "too early to say"
    assert not studied.report(poor, 5, 9.0)
    studied.tell(poor, None, "pruned")
    good, _ = studied.ask()
    assert studied.report(good, 5, 0.5)
    wild, _ = studied.ask()
    assert not studied.report(wild, 5, inf)
    studied.tell(wild, None, "diverged")
    assert [(trial.name, trial.loss, trial.result) for trial in studied.ended[-2:]] == [
        (poor, None, "pruned"), (wild, None, "diverged"),
    ]  # fmt: skip


def test_a_trial_that_goes_on_keeps_what_it_reported(study):
    studied = study()
    name, _ = studied.ask()
    studied.report(name, 5, 0.75)
    again = study()
    assert again.ask()[0] == name
    [trial] = [each for each in again._study.get_trials() if each.state.name == "RUNNING"]
    assert trial.intermediate_values == {5: 0.75}
    assert again.report(name, 5, 0.5), "validated again after its last resume file"


def test_another_recipe_or_space_is_refused_with_the_difference(study):
    study()
    with pytest.raises(
        ModelError, match=r"(?m)another search: recipe.loss.alpha was 0.5, is 0.25$"
    ):
        study(loss={"alpha": 0.25})
    axes = {**SPACE.axes, "config.width": Axis(choices=[4, 6])}
    with pytest.raises(
        ModelError, match=r"(?m)space.config.width.choices was \[4, 8\], is \[4, 6\]$"
    ):
        study(space=Space(axes=axes))


def test_a_damaged_file_and_a_folder_that_cannot_be_written_are_refused(study, tmp_path):
    (tmp_path / FILE).write_bytes(bytes(range(256)) * 40)
    with pytest.raises(ModelError, match=r"cannot use .*study.db"):
        study()
    with pytest.raises(ConfigError, match="cannot write to"):
        study(tmp_path / FILE / "folder")


@pytest.mark.parametrize("name", ["../../owned", "/owned", "trial-1/..", "", 7])
def test_a_trial_cannot_leave_the_folder_of_its_search(study, tmp_path, name):
    import optuna

    search(study(), 1)
    stored = optuna.load_study(study_name="search", storage=f"sqlite:///{tmp_path / FILE}")
    trial = stored.ask()
    trial.set_user_attr("name", name)
    with pytest.raises(ModelError, match="none of a search of ours"):
        study()
