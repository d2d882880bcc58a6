"""What a cluster trains is what this machine trains, whoever dies; each run's folder comes back."""

import signal
from collections import Counter
from dataclasses import asdict, dataclass, field

import pytest
from safetensors.torch import load_file
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, InterruptionError, SolveError, ThinkersError
from thinkers.nets import DTL, DTR
from thinkers.scoring.crew import Crew, Lost
from thinkers.training import metrics, resume
from thinkers.training.callbacks import Callbacks
from thinkers.training.events import Sent
from thinkers.training.loop import train
from thinkers.training.many import away, seeds
from thinkers.training.many.parallel import Watch
from thinkers.training.many.seeds import train_seeds
from thinkers.training.run import Run

BAR = {"size": 8, "instances": 20, "measure": "exact", "value": 0.0}
MODEL = "tiny.safetensors"


@pytest.fixture
def run(recipe_with, tmp_path):
    """Gives a run of the tiny recipe, with a bar and changes, in a folder of that name."""

    def run(name="run", thinker=DTL, **changes):
        values = {"bar": BAR, "optimizer": {"steps": 6}, "thinker": thinker.name} | changes
        return Run(recipe_with(**values), PrefixSums(), thinker, tmp_path / name, "cpu")

    return run


@dataclass(frozen=True)
class Here(Crew):
    """A cluster that is this process.

    Attributes:
        sent: The names of the files that went to each task.
    """

    sent: list = field(default_factory=list)

    def outcomes(self, tasks):
        for place, task in enumerate(tasks):
            self.sent.append(sorted(task.files))
            yield place, task()


@pytest.fixture
def here(jobs_here, monkeypatch):
    """A cluster that is this process."""
    jobs_here(away)
    monkeypatch.setattr(away, "wanted", lambda: lambda: True)
    return Here(1, "dask", "tcp://here:1")


def facts(success, folder):
    """All that a sweep has come to, times apart."""
    found = {}
    for outcome in success.outcomes:
        own = folder / f"seed-{outcome.seed}"
        rows = [{**row, "seconds": 0} for row in metrics.read(own)]
        weights = {name: value.numpy().tobytes() for name, value in load_file(own / MODEL).items()}
        files = sorted(path.name for path in own.iterdir())
        found[outcome.seed] = ({**asdict(outcome), "seconds": 0}, rows, weights, files)
    return found


def test_a_folder_goes_there_and_comes_back(run, here, tmp_path, jobs_here):
    jobs_here(seeds)
    notes = []
    watch = Watch(note=lambda *note: notes.append(note))
    there = facts(train_seeds(run(), [2, 5], crew=here, watch=watch), tmp_path / "run")
    assert there == facts(train_seeds(run("other"), [2, 5]), tmp_path / "other")
    assert here.sent == [[], []]
    assert notes == [("seed 2", Sent()), ("seed 5", Sent())]


def test_a_seed_that_was_begun_here_goes_on_there(run, here, tmp_path):
    def interrupt(step, loss):
        if step == 2:
            signal.raise_signal(signal.SIGTERM)

    base = run()
    with pytest.raises(InterruptionError):
        train(seeds._of_seed(base, 7), Callbacks(step=interrupt))
    train_seeds(base, [7], resuming=True, crew=here)
    assert here.sent == [sorted([metrics.FILE, resume.FILE])]
    assert metrics.read(tmp_path / "run" / "seed-7")[-1]["step"] == 6


def test_a_seed_that_diverges_is_a_failure_with_its_reason(run, here):
    wild = {"learning_rate": 1e30, "clip": None, "name": "sgd", "steps": 4}
    [outcome] = train_seeds(run(thinker=DTR, optimizer=wild), [0], crew=here).outcomes
    assert (outcome.result, outcome.reason[:11]) == ("failed", "the loss is")


def test_a_seed_of_which_workers_die_is_named_and_the_others_are_finished(run, here, monkeypatch):
    def outcomes(self, tasks):
        _, second = tasks
        yield 0, Lost("workers died of it")
        yield 1, second()

    monkeypatch.setattr(Here, "outcomes", outcomes)
    with pytest.raises(SolveError, match="1 of 2 seeds are finished; seed 0: workers died of it"):
        train_seeds(run(), [0, 1], crew=here)


def test_nobody_trains_on_where_nobody_waits(run, here, monkeypatch):
    monkeypatch.setattr(away, "wanted", lambda: lambda: False)
    with pytest.raises(SolveError, match="0 of 1 seeds are finished; seed 0: pruned"):
        train_seeds(run(), [0], crew=here)


def test_what_is_written_last_says_that_all_is_there(run, here, tmp_path, monkeypatch):
    def full(path, content):
        if path.name == MODEL and path.is_relative_to(tmp_path / "run"):
            raise ConfigError("the disk is full")
        write_whole(path, content)

    write_whole = away.write_whole
    monkeypatch.setattr(away, "write_whole", full)
    with pytest.raises(ThinkersError, match="the disk is full"):
        train_seeds(run(), [0], crew=here)
    monkeypatch.undo()
    assert not (tmp_path / "run" / "seed-0" / "outcome.json").exists()


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_half_way_trains_what_this_machine_trains(
    run, cluster, tmp_path, jobs_here
):
    address, workers = cluster
    ended = Counter()

    def kill(name, end):
        ended[name] += 1
        if len(ended) == 1:
            workers[0].send_signal(signal.SIGKILL)

    crew = Crew(backend="dask", scheduler=address)
    there = train_seeds(run(), [0, 1, 2], crew=crew, watch=Watch(ended=kill))
    assert workers[0].wait(30) == -signal.SIGKILL
    assert ended == {f"seed {number}": 1 for number in range(3)}
    jobs_here(seeds)
    local = train_seeds(run("local"), [0, 1, 2])
    assert facts(there, tmp_path / "run") == facts(local, tmp_path / "local")


@pytest.mark.slow
def test_a_sweep_that_is_ended_repeats_nothing_that_is_finished(run, cluster, jobs_here):
    def interrupt(name, end):
        raise KeyboardInterrupt

    crew = Crew(backend="dask", scheduler=cluster[0])
    with pytest.raises(InterruptionError, match="1 of 3 seeds are finished; interrupted; what the"):
        train_seeds(run(), [0, 1, 2], crew=crew, watch=Watch(ended=interrupt))
    ran = jobs_here(seeds)
    train_seeds(run(), [0, 1, 2], resuming=True)
    assert len(ran) == 2
