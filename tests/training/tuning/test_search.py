"""A search trains each trial by its values, survives what diverges, and writes the best recipe."""

import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, SolveError, ThinkersError
from thinkers.nets import DTL, DTR
from thinkers.problems.lock import locked_folder
from thinkers.training import metrics
from thinkers.training.many.parallel import End
from thinkers.training.recipe import Recipe
from thinkers.training.run import Run
from thinkers.training.tuning import search as tuning
from thinkers.training.tuning.search import BEST, tune
from thinkers.training.tuning.space import Axis, Space

pytest.importorskip("optuna", reason="the extra tune is not installed")

SPACE = Space(axes={"optimizer.learning_rate": Axis(low=1e-3, high=1e-1, log=True)})


@pytest.fixture
def run(recipe_with, tmp_path):
    def run(thinker=DTL, **optimizer):
        recipe = recipe_with(
            thinker=thinker.name, optimizer={"steps": 4, **optimizer}, validate_every=2
        )
        return Run(recipe, PrefixSums(), thinker, tmp_path / "run", "cpu")

    return run


@pytest.fixture(autouse=True)
def here(jobs_here):
    """Jobs run in this process, one after another; gives the names of those that did."""
    return jobs_here(tuning)


def test_the_best_trial_is_the_lowest_validation_and_its_recipe_is_written(run):
    base = run()
    trials = tune(base, SPACE, 3)
    lowest = {}
    for trial in trials:
        rows = metrics.read(base.folder / trial.name)
        lowest[trial.name] = min(row["validation_loss"] for row in rows)
        assert trial.loss == pytest.approx(lowest[trial.name], rel=1e-5)
    best = Recipe.read(base.folder / BEST)
    assert min(lowest, key=lowest.get) == trials[0].name
    assert best.optimizer.learning_rate == trials[0].values["optimizer.learning_rate"]
    rate = {"learning_rate": best.optimizer.learning_rate}
    assert best == base.recipe.model_copy(
        update={"optimizer": base.recipe.optimizer.model_copy(update=rate)}
    )


def test_more_trials_go_on_and_the_same_number_trains_nothing(run, here):
    first = tune(run(), SPACE, 2)
    assert tune(run(), SPACE, 2) == first
    assert here == ["trial-0", "trial-1"]
    assert len(tune(run(), SPACE, 3)) == 3
    assert here == ["trial-0", "trial-1", "trial-2"]


def test_one_search_one_folder(run, here):
    with (
        locked_folder(run().folder),
        pytest.raises(ConfigError, match="run is in use by process"),
    ):
        tune(run(), SPACE, 1)
    assert here == []


def test_trials_that_diverge_do_not_stop_the_search(run):
    wild = Space(axes={"optimizer.learning_rate": Axis(choices=[1e30, 1e-3])})
    trials = tune(run(DTR, name="sgd", clip=None), wild, 6)
    assert {trial.result for trial in trials} == {"complete", "diverged"}
    assert trials[0].values == {"optimizer.learning_rate": 1e-3}
    assert [trial.loss is None for trial in trials] == sorted(
        trial.loss is None for trial in trials
    )


def test_when_all_diverge_there_is_no_best(run):
    wild = Space(axes={"optimizer.learning_rate": Axis(low=1e30, high=2e30)})
    with pytest.raises(SolveError, match="every trial diverged or was pruned"):
        tune(run(DTR, name="sgd", clip=None), wild, 2)


@pytest.mark.parametrize(
    ("name", "axis", "said"),
    [
        ("config.width", {"choices": [8, 7]}, "expected an even width"),
        ("config.wdith", {"choices": [8]}, "did you mean 'width'"),
        ("optimizer.setps", {"choices": [8]}, "did you mean 'steps'"),
    ],
)
def test_a_space_that_does_not_fit_is_refused_before_any_trial(run, here, name, axis, said):
    base = run()
    with pytest.raises(ConfigError, match=said):
        tune(base, Space(axes={name: Axis(**axis)}), 2)
    assert here == []
    assert not base.folder.exists()


@pytest.mark.parametrize(
    ("end", "error", "said"),
    [
        (End("died", reason="exit code -9"), SolveError, "0 of 1 trials have ended; trial-0: exit"),
        (End("refused", reason="no disk", hint="buy one"), ThinkersError, "trial-0: no disk"),
        (KeyboardInterrupt(), SolveError, "0 of 1 trials have ended; interrupted"),
    ],
)
def test_a_trial_that_does_not_end_is_begun_again(run, here, monkeypatch, end, error, said):
    def run_jobs(jobs, at_once, watch):
        job = next(jobs)
        if not isinstance(end, End):
            raise end
        watch.ended(job.name, end)

    with monkeypatch.context() as patch:
        patch.setattr(tuning, "run_jobs", run_jobs)
        with pytest.raises(error, match=said):
            tune(run(), SPACE, 1)
    [trial] = tune(run(), SPACE, 1)
    assert (trial.name, here) == ("trial-0", ["trial-0"])
