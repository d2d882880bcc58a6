"""One call solves one instance as the engine does, and leaves the process as it was."""

from contextlib import nullcontext

import numpy as np
import pytest
import torch
from thinkers_tsp.problem import Tsp, TspParams

from thinkers import Effort, solve, solve_one
from thinkers.engine.stop import MaxIterations
from thinkers.errors import InvalidInstanceError, ModelError, UnknownNameError
from thinkers.registry.choosing import choose_model
from thinkers.registry.registry import installed

TSP = Tsp()
(INSTANCE,) = TSP.generate(np.random.default_rng(0), 1, TspParams(cities=7))


def test_it_is_what_the_engine_answers():
    model = choose_model(installed(), TSP)
    (expected,) = solve(TSP, [INSTANCE], model, MaxIterations(3))
    for chosen in ("", "dt-m", "tsp/dt-m", model):
        found = solve_one("tsp", INSTANCE, model=chosen, stop=MaxIterations(3))
        np.testing.assert_array_equal(found.solution, expected.solution)
        assert (found.model, found.iterations) == ("tsp/dt-m", 3)
        assert found.verdict == found.raw == expected.verdict


def test_it_refines_when_asked():
    found = solve_one("tsp", INSTANCE, stop=MaxIterations(1), refine=Effort())
    assert found.refining > 0
    assert found.verdict.cost <= found.raw.cost


def test_what_is_not_there_is_named():
    with pytest.raises(UnknownNameError, match="unknown problem 'tps', did you mean 'tsp'"):
        solve_one("tps", INSTANCE)
    with pytest.raises(UnknownNameError, match="unknown model 'tsp/dt-x'"):
        solve_one("tsp", INSTANCE, model="dt-x")
    with pytest.raises(ModelError, match=r"gone\.safetensors"):
        solve_one("tsp", INSTANCE, model="gone.safetensors")
    with pytest.raises(InvalidInstanceError, match="expected TspInstance, got ndarray"):
        solve_one("tsp", INSTANCE.distances)


@pytest.mark.parametrize(
    ("instance", "ending"),
    [
        (INSTANCE, nullcontext()),
        (INSTANCE.distances, pytest.raises(InvalidInstanceError, match="got ndarray")),
    ],
)
def test_the_number_of_threads_is_put_back_however_it_ends(instance, ending, monkeypatch):
    used = []
    monkeypatch.setattr(torch, "get_num_threads", lambda: 5)
    monkeypatch.setattr(torch, "set_num_threads", used.append)
    with ending:
        solve_one("tsp", instance, threads=2, stop=MaxIterations(1))
    assert used == [2, 5]


def test_a_warning_shows_the_line_that_called_whatever_lies_between():
    plugin = {"__name__": "thinkers_stranger", "solve_one": solve_one}
    exec("def solve_it(*given, **more):\n    return solve_one(*given, **more)", plugin)
    (large,) = TSP.generate(np.random.default_rng(0), 1, TspParams(cities=101))
    for call in (solve_one, plugin["solve_it"]):
        with pytest.warns(UserWarning, match="101 cities, measured up to 100") as caught:
            call("tsp", large, model="dt-m", stop=MaxIterations(1))
        assert caught[0].filename == __file__
