"""However many processes there are, and whichever of them die, each task's outcome comes once."""

import os
import signal
from contextlib import closing
from functools import partial
from operator import mul

import numpy as np
import pytest
from thinkers_tsp.baselines.held_karp import HeldKarp
from thinkers_tsp.baselines.lin_kernighan import LinKernighan
from thinkers_tsp.baselines.nearest import NearestNeighbour
from thinkers_tsp.baselines.random_tour import RandomTour
from thinkers_tsp.problem import Tsp

from thinkers import Baseline, Footing
from thinkers.errors import ConfigError
from thinkers.scoring.comparing import contest_of
from thinkers.scoring.contest import Contest
from thinkers.scoring.crew import Crew, Lost, in_order
from thinkers.scoring.timed import TimedBaseline

for name in ("joblib", "distributed"):
    pytest.importorskip(name)  # they set what they need in the environment as they are imported


def records(contest, cells):
    runs = contest.runs(each for cell in cells for each in cell)
    return [
        {name: value for name, value in record.items() if name != "seconds"}
        for each in runs
        for record in each.records(contest.problem)
    ]


@pytest.fixture
def contest():
    instances = Tsp().generate(np.random.default_rng(0), 12, Tsp.Params(cities=8))
    return contest_of(Tsp(), instances, [], [LinKernighan(), RandomTour()])


def test_two_processes_give_what_one_gives(contest):
    alone = records(contest, contest.answers())
    said = []
    cells = contest.spread(Crew(2), lambda solver, at: said.append((solver, at.done)))
    assert records(contest, cells) == alone
    assert max(said) == ("random", 12)


def test_outcomes_have_the_places_of_their_tasks():
    tasks = [partial(mul, number, number) for number in range(9)]
    for crew in (Crew(), Crew(2)):
        assert sorted(crew.outcomes(tasks)) == [(number, number**2) for number in range(9)]


def test_outcomes_are_put_in_the_order_of_their_tasks_as_soon_as_they_can_be():
    come = iter([(2, "c"), (0, "a"), (1, "b"), (3, "d")])
    found = in_order(come)
    assert next(found) == (0, "a")
    assert next(come) == (1, "b")
    assert list(in_order([(2, "c"), (0, "a"), (1, "b")])) == [(0, "a"), (1, "b"), (2, "c")]


def test_a_task_of_which_processes_die_again_and_again_is_lost_and_no_other():
    tasks = [partial(os._exit, 3), *(partial(mul, 2, number) for number in range(5))]
    found = dict(Crew(2).outcomes(tasks))
    lost = found.pop(0)
    assert isinstance(lost, Lost)
    assert "3 processes died of it" in lost.reason
    assert found == {number + 1: 2 * number for number in range(5)}


def _dies_once(path):
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 6


def test_a_task_whose_process_dies_once_is_done_again(tmp_path):
    assert list(Crew(2).outcomes([partial(_dies_once, tmp_path / "died")])) == [(0, 6)]


def test_tasks_are_asked_for_as_there_is_somebody_to_do_them():
    asked = []

    def tasks():
        for number in range(6):
            asked.append(number)
            yield partial(mul, number, number)

    with closing(Crew(2).outcomes(tasks())) as outcomes:
        next(outcomes)
    assert len(asked) <= 3


class Fatal(Baseline):
    """Ends its process."""

    name, problem, summary = "fatal", "tsp", "for tests"

    def solve(self, instance, rng):
        os._exit(3)


class Crashing(Tsp):
    """Its check ends the process where the answer is judged."""

    def check(self, instance, solution):
        os._exit(3)


@pytest.mark.parametrize(
    ("problem", "baseline", "reason"),
    [(Tsp(), Fatal(), "its process ended with exit status 3"),
     (Crashing(), RandomTour(), "3 processes died of it")],
)  # fmt: skip
def test_a_baseline_that_ends_its_process_each_time_is_a_failed_row(problem, baseline, reason):
    instances = Tsp().generate(np.random.default_rng(0), 1, Tsp.Params(cities=8))
    footing = Footing(patience=60)
    solvers = [TimedBaseline(problem, baseline, footing), TimedBaseline(Tsp(), LinKernighan())]
    contest = Contest(Tsp(), instances, solvers)
    failed, fine = contest.runs(each for cell in contest.spread(Crew(2)) for each in cell)
    assert failed.note.startswith("failed on 1 of 1")
    assert all(reason in each.failure for each in failed.answers)
    assert all(each.verdict.feasible for each in fine.answers)


@pytest.mark.parametrize(
    "wrong",
    [{"jobs": 0}, {"backend": "dask"}, {"scheduler": "tcp://x:1"},
     {"jobs": 2, "backend": "dask", "scheduler": "tcp://x:1"}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ConfigError):
        Crew(**wrong)


def test_a_cluster_that_loses_a_worker_half_way_gives_what_one_process_gives(contest, cluster):
    address, workers = cluster
    alone, cells = records(contest, contest.answers()), []
    for cell in contest.spread(Crew(backend="dask", scheduler=address)):
        cells.append(cell)
        if len(cells) == 6:
            workers[0].send_signal(signal.SIGKILL)
    assert records(contest, cells) == alone
    assert workers[0].wait(30) == -signal.SIGKILL


@pytest.mark.slow
def test_a_budget_holds_on_a_cluster_too(cluster):
    address, _ = cluster
    instances = Tsp().generate(np.random.default_rng(0), 3, Tsp.Params(cities=8))
    solvers = [HeldKarp(), NearestNeighbour()]
    contest = contest_of(Tsp(), instances, [], solvers, footing=Footing(20.0, anytime=True))
    cells = list(contest.spread(Crew(backend="dask", scheduler=address)))
    answers = [answer for cell in cells for each in cell for answer in each.answers]
    assert {answer.budget for answer in answers} == {20.0, None}  # bounds have none
    alone = contest_of(Tsp(), instances, [], solvers, footing=Footing(anytime=True))
    assert _untimed(contest, cells) == _untimed(alone, alone.answers())


def _untimed(contest, cells):
    """The rows, and their curves without times."""
    rows = records(contest, cells)
    for row in rows:
        row["curve"] = [point[1:] for point in row.get("curve", ())]
    return rows


def test_a_scheduler_that_does_not_answer_is_one_line(monkeypatch):
    monkeypatch.setattr("thinkers.scoring.crew.CONNECT_SECONDS", 1)
    crew = Crew(backend="dask", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(ConfigError, match="no scheduler answers"):
        list(crew.outcomes([partial(mul, 2, 3)]))
