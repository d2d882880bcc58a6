"""Each seed is trained once, whatever is stopped; a success is what passes the recipe's bar."""

import signal
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, InterruptionError, ModelError, SolveError, ThinkersError
from thinkers.models.card import ModelCard
from thinkers.models.store import load_model
from thinkers.nets import DTL, DTR
from thinkers.problems.lock import locked_folder
from thinkers.training.callbacks import Callbacks
from thinkers.training.loop import train
from thinkers.training.many import parallel, seeds
from thinkers.training.many.parallel import End, Watch
from thinkers.training.many.seeds import train_seeds
from thinkers.training.run import Run

BAR = {"size": 8, "instances": 20, "measure": "exact", "value": 0.0}
SHORT = {"steps": 4}


@pytest.fixture
def run(recipe_with, tmp_path):
    """Gives a run of the tiny recipe, with a bar and changes."""

    def run(thinker=DTL, **changes):
        recipe = recipe_with(**{"bar": BAR, "optimizer": SHORT, "thinker": thinker.name} | changes)
        return Run(recipe, PrefixSums(), thinker, tmp_path / "run", "cpu")

    return run


@pytest.fixture(autouse=True)
def here(jobs_here):
    """Jobs run in this process, one after another; gives the names of those that did."""
    return jobs_here(seeds)


def test_each_seed_is_the_recipe_with_that_seed(run, recipe_with, tmp_path):
    success = train_seeds(run(), [2, 5])
    assert [each.seed for each in success.outcomes] == [2, 5]
    recipe = recipe_with(seed=5, optimizer=SHORT)
    alone = train(Run(recipe, PrefixSums(), DTL, tmp_path / "alone", "cpu"))
    card = ModelCard.read(tmp_path / "run" / "seed-5" / "tiny.safetensors")
    model = load_model(card, DTL, PrefixSums.encodings)
    assert card.card.seed == 5
    for name, value in alone.state_dict().items():
        assert torch.equal(model.thinker.state_dict()[name], value)


@pytest.mark.parametrize(("value", "passed"), [(0.0, 2), (1.0, 0)])
def test_what_reaches_the_bar_passes(run, tmp_path, value, passed):
    success = train_seeds(run(bar={**BAR, "value": value}), [0, 1])
    assert success.passed == passed
    for each in success.outcomes:
        assert each.steps == 4
        assert 0 <= each.measured < 1
        assert each.validation_loss > 0
    assert (tmp_path / "run" / "success.json").exists()


def test_a_seed_that_diverges_is_a_failure_and_the_others_go_on(run):
    wild = {"learning_rate": 1e30, "clip": None, "name": "sgd", "steps": 4}
    success = train_seeds(run(DTR, optimizer=wild), [0, 1])
    assert [each.result for each in success.outcomes] == ["failed", "failed"]
    first = success.outcomes[0]
    assert first.reason.startswith("the loss is")
    assert (first.measured, first.validation_loss) == (None, None)
    assert first.steps < 4


def test_finished_seeds_are_not_trained_again(run, here):
    first = train_seeds(run(), [0, 1])
    assert train_seeds(run(), [0, 1, 2], resuming=True).outcomes[:2] == first.outcomes
    assert here == ["seed 0", "seed 1", "seed 2"]


def test_stopped_seeds_go_on(run, here, monkeypatch):
    def interrupt(step, loss):
        if step == 2:
            signal.raise_signal(signal.SIGTERM)

    base = run()
    with pytest.raises(InterruptionError, match="interrupted after 2 steps"):
        train(seeds._of_seed(base, 7), Callbacks(step=interrupt))
    steps = []

    def noted(run, callbacks, *, resuming):
        steps.append(resuming)
        return train(run, callbacks, resuming=resuming)

    monkeypatch.setattr(seeds, "train", noted)
    train_seeds(base, [7, 8], resuming=True)
    assert steps == [True, False]


def test_runs_are_not_overwritten_and_need_something_to_resume(run):
    with pytest.raises(ModelError, match="nothing to resume"):
        train_seeds(run(), [0], resuming=True)
    train_seeds(run(), [0])
    with pytest.raises(ConfigError, match="already holds a run of seed 0") as raised:
        train_seeds(run(), [0, 1])
    assert "--resume" in raised.value.hint


def test_one_sweep_one_folder(run, here):
    with (
        locked_folder(run().folder),
        pytest.raises(ConfigError, match="run is in use by process"),
    ):
        train_seeds(run(), [0])
    assert here == []


def test_another_recipe_cannot_resume(run):
    train_seeds(run(), [0])
    with pytest.raises(ModelError, match=r"optimizer.learning_rate was 0.01, is 0.02"):
        train_seeds(run(optimizer={**SHORT, "learning_rate": 0.02}), [0], resuming=True)


def test_a_list_in_the_bar_stands_for_each_of_its_values_and_the_worst_counts(run, monkeypatch):
    told = {"fair": 0.9, "runs": 0.2, "constant": 0.7}
    monkeypatch.setattr(
        seeds, "evaluate", lambda *a, params, **k: SimpleNamespace(exact=told[params["family"]])
    )
    bar = {**BAR, "params": {"family": [*told]}, "value": 0.5}
    success = train_seeds(run(bar=bar), [0])
    assert [each.measured for each in success.outcomes] == [0.2]
    assert success.passed == 0


@pytest.mark.parametrize(
    ("bar", "said"),
    [
        (None, "has no bar"),
        ({**BAR, "size": None}, "bar: prefix_sums needs a size"),
        ({**BAR, "size": 0}, "bar: bits: input should be greater"),
        ({**BAR, "params": {"bitts": 3}}, "bar: unknown key 'bitts', did you mean 'bits'"),
        ({**BAR, "params": {"family": ["fair", "fiar"]}}, "bar: unknown family 'fiar'"),
        ({**BAR, "measure": "mean_gap"}, "answers of prefix_sums have no cost"),
    ],
)
def test_a_bar_that_cannot_be_measured_is_refused_before_any_training(run, here, bar, said):
    with pytest.raises(ConfigError, match=said):
        train_seeds(run(bar=bar), [0])
    assert here == []


@pytest.mark.parametrize(
    ("end", "error", "said"),
    [
        (End("died", reason="exit code -9"), SolveError, "1 of 2 seeds are finished; seed 1: exit"),
        (End("refused", reason="no disk", hint="buy one"), ThinkersError, "seed 1: no disk"),
    ],
)
def test_seeds_that_do_not_finish_are_named(run, monkeypatch, end, error, said):
    def run_jobs(jobs, at_once, watch):
        for job in jobs:
            own = job.name == "seed 1"
            watch.ended(job.name, end if own else End("finished", job.task(Callbacks())))

    monkeypatch.setattr(seeds, "run_jobs", run_jobs)
    with pytest.raises(error, match=said):
        train_seeds(run(), [0, 1])


def test_an_interruption_says_how_to_go_on(run, monkeypatch):
    def run_jobs(jobs, at_once, watch):
        raise KeyboardInterrupt

    monkeypatch.setattr(seeds, "run_jobs", run_jobs)
    with pytest.raises(SolveError, match="0 of 1 seeds are finished; interrupted") as raised:
        train_seeds(run(), [0])
    assert raised.value.hint == "go on with --resume"


def test_the_watcher_hears_of_finished_seeds_too(run):
    heard = []
    watch = Watch(ended=lambda name, end: heard.append((name, end.how)))
    train_seeds(run(), [0], watch=watch)
    train_seeds(run(), [0], resuming=True, watch=watch)
    assert heard == [("seed 0", "finished")] * 2


def test_seeds_run_in_processes(run, monkeypatch):
    monkeypatch.setattr(seeds, "run_jobs", parallel.run_jobs)
    quick = replace(run(), threads=1)
    [outcome] = train_seeds(quick, [3]).outcomes
    assert (outcome.seed, outcome.result, outcome.steps) == (3, "passed", 4)
