"""Solvers think in the background: frames are kept, failures told, and all can be stopped."""

import numpy as np
import pytest
from thinkers_maze.problem import Maze
from thinkers_tsp.problem import Tsp

from thinkers.cli.browser.thinking import Thinking, Wish
from thinkers.scoring.footing import worker as worker_module


@pytest.fixture
def thinking():
    """Begins to think of a problem's instance; ends with the test."""
    begun = []

    def thinking(problem, instance, wish):
        begun.append(Thinking(problem, instance, wish))
        begun[-1].start()
        return begun[-1]

    yield thinking
    for each in begun:
        each.stop()
        each.wait(60)
        assert not each.running


def test_a_model_and_a_baseline_are_kept_frame_by_frame(thinking):
    found = thinking(Maze(), Maze().toy()[0], Wish(["maze/proven"], ["bfs"], iterations=6))
    found.wait(120)
    model, baseline = found.tracks
    assert [each.iteration for each in model.frames] == [1, 2, 3, 4, 5, 6]
    assert (baseline.head(0), baseline.verdict(0)) == ("baseline bfs", "verified, length 6")
    assert [each.name for each in baseline.curves] == ["length"]
    assert [each.exit_code for each in found.told] in ([], [0])


def test_a_failure_is_told_and_the_others_go_on(thinking):
    found = thinking(Maze(), Maze().toy()[0], Wish(["maze/none"], ["bfs", "wall-follower"]))
    found.wait(120)
    assert found.told[0].message.startswith("unknown model 'maze/none'")
    assert [track.model for track in found.tracks] == ["baseline bfs", "baseline wall-follower"]


def test_a_model_that_would_think_for_hours_is_stopped(thinking):
    [instance] = Maze().generate(np.random.default_rng(0), 1, Maze.Params(size=21))
    found = thinking(Maze(), instance, Wish(["maze/dt-r"], ["bfs"], iterations=10**6))
    while not found.tracks:
        found.wait(0.01)
    found.stop()
    found.wait(60)
    assert not found.running
    assert [track.model for track in found.tracks] == ["maze/dt-r"]


@pytest.mark.parametrize("when", ["before there is a worker", "before there is a process"])
def test_a_stop_as_a_baseline_starts_is_not_lost(monkeypatch, when):
    found = Thinking(Maze(), Maze().toy()[0], Wish([], ["bfs", "wall-follower"]))
    asked = []

    class Process:
        def __init__(self):
            found.stop()

        def ask(self, payload, end):
            asked.append(payload)

        def end(self):
            pass

    def worker(*given):
        if when == "before there is a worker":
            found.stop()
        return made(*given)

    made = worker_module.Worker
    monkeypatch.setattr(worker_module, "_Process", Process)
    monkeypatch.setattr(worker_module, "Worker", worker)
    found.start()
    found.wait(60)
    assert not found.running
    assert (found.tracks, found.told, asked) == ([], [], [])


def test_a_baselines_process_is_ended(thinking):
    [instance] = Tsp().generate(np.random.default_rng(0), 1, Tsp.Params(cities=300))
    found = thinking(Tsp(), instance, Wish([], ["lin-kernighan"], seconds=600))
    found.wait(2)
    found.stop()
    found.wait(60)
    assert not found.running
    assert (found.tracks, found.told) == ([], [])
