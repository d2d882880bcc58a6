"""Breadth keeps the best of the answers of symmetric copies, and counts those that are right."""

from threading import Event

import numpy as np
import pytest
from thinkers_maze.problem import Maze
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import minimise
from thinkers.engine.breadth import solve_broadly
from thinkers.engine.result import Breadth
from thinkers.engine.solve import solve
from thinkers.engine.stop import MaxIterations
from thinkers.errors import ConfigError
from thinkers.problems.problem import Problem
from thinkers.problems.verdict import Verdict
from thinkers.registry.choosing import choose_model
from thinkers.registry.registry import installed

PROBLEM = PrefixSums()
ZEROS = [np.zeros(64, int), PROBLEM.generate(np.random.default_rng(0), 1, PROBLEM.Params())[0]]


@pytest.fixture(scope="module")
def model():
    return choose_model(installed(), PROBLEM, "dt-l")


def test_what_is_kept_is_right_where_any_answer_is_and_the_raw_one_is_told_apart(model):
    own = solve(PROBLEM, ZEROS, model)
    found = solve_broadly(PROBLEM, ZEROS, model, breadth=6, seed=1)
    for first, result, instance in zip(own, found, ZEROS, strict=True):
        assert result.instance is instance
        assert result.raw == first.verdict
        assert result.breadth.answers == 6
        assert result.verdict == PROBLEM.check(instance, result.solution)
        assert result.verdict.right == (result.breadth.accepted > 0)
    assert all(result.verdict.right for result in found)


def test_breadth_of_one_is_the_answer_itself(model):
    [found] = solve_broadly(PROBLEM, ZEROS[1:], model, breadth=1)
    [own] = solve(PROBLEM, ZEROS[1:], model)
    np.testing.assert_array_equal(found.solution, own.solution)
    assert found.breadth == Breadth(1, int(own.verdict.right))


def test_the_same_seed_gives_the_same_answers(model):
    first, again = (
        solve_broadly(PROBLEM, ZEROS, model, breadth=3, seed=4)[0].solution for _ in range(2)
    )
    np.testing.assert_array_equal(first, again)


def test_the_cheapest_answer_is_kept(model):
    class Costly(PrefixSums):
        """An answer costs its wrong bits."""

        objective = minimise("cost")

        def check(self, instance, solution):
            from thinkers import Verdict

            return Verdict(True, float((np.cumsum(instance) % 2 != solution).sum()))

    [found] = solve_broadly(Costly(), ZEROS[:1], model, breadth=6, seed=1)
    assert found.verdict.cost <= found.raw.cost
    assert f"breadth: 6 of 6 answers verified, the raw one is cost {found.raw_cost:.6g}" in (
        found.summary()
    )


def test_problems_without_symmetries_say_so(model):
    class Plain(PrefixSums):
        """Names no symmetries."""

        def symmetric(self, instance, rng):
            return None

    with pytest.raises(ConfigError, match="prefix_sums names no symmetries to be broad by"):
        solve_broadly(Plain(), ZEROS, model, breadth=2)


def test_interrupted_it_gives_the_instances_own_answers(model):
    interrupt = Event()

    def watch(advance):
        if advance.work == "answering" and advance.done == 1:
            interrupt.set()

    found = solve_broadly(
        PROBLEM, ZEROS[:1] * 2, model, breadth=2, interrupt=interrupt, watch=watch
    )
    assert len(found) == 2
    assert [result.breadth for result in found] == [None, None]


@pytest.mark.parametrize("seed", range(8))
def test_turned_mazes_of_any_shape_have_the_paths_of_the_maze(seed):
    maze = Maze()
    [instance] = maze.generate(np.random.default_rng(seed), 1, maze.params({"size": 7}))
    copy, back = maze.symmetric(instance, np.random.default_rng(seed))
    assert copy.walls.sum() == instance.walls.sum()
    [answer] = maze.label([copy])
    assert maze.check(instance, back(answer)).right


class Wandering(PrefixSums):
    """Has no symmetries, and an answer costs its wrong bits, but for one bit too many."""

    objective = minimise("cost")
    symmetric = Problem.symmetric

    def check(self, instance, solution):
        return Verdict(True, 1 + float((np.cumsum(instance) % 2 != solution).sum()))


@pytest.mark.parametrize("stop", [None, MaxIterations(2)])
def test_without_symmetries_others_are_drawn_and_the_best_is_kept(model, stop):
    problem = Wandering()
    instances = [*ZEROS, np.ones(5, int)]  # of two shapes
    own = solve(problem, instances, model, stop)
    found, again = (
        solve_broadly(problem, instances, model, stop, breadth=9, seed=2) for _ in range(2)
    )
    for first, result, same, instance in zip(own, found, again, instances, strict=True):
        assert result.instance is instance
        assert result.raw == first.verdict
        assert result.verdict.cost <= first.verdict.cost
        assert result.verdict == problem.check(instance, result.solution)
        assert result.breadth == Breadth(9, 9)
        np.testing.assert_array_equal(result.solution, same.solution)


class Counting(Wandering):
    """An answer costs its ones."""

    def check(self, instance, solution):
        return Verdict(True, 1 + float(solution.sum()))


class Told(Counting):
    """What answers cost is known of the instances of this file alone: a label."""

    def unlabelled(self, instance):
        return instance.copy()

    def check(self, instance, solution):
        told = any(instance is each for each in ZEROS)
        return super().check(instance, solution) if told else Verdict(True, 1.0)


def test_no_label_helps_to_choose_among_those_drawn(model):
    cheapest, first = (
        solve_broadly(problem, ZEROS[1:], model, MaxIterations(2), breadth=9, seed=2)[0]
        for problem in (Counting(), Told())
    )
    assert cheapest.verdict.cost < cheapest.raw.cost
    assert first.verdict == first.raw == cheapest.raw


def test_draws_end_with_the_time_and_with_an_interrupt(model):
    [late] = solve(Wandering(), ZEROS[1:], model, MaxIterations(1), draws=10**6, seconds=0.5)
    assert 1 <= late.breadth.answers < 10**6
    interrupt = Event()

    def watch(advance):
        if advance.work == "answering":
            interrupt.set()

    [cut] = solve(Wandering(), ZEROS[1:], model, draws=10**6, interrupt=interrupt, watch=watch)
    assert cut.breadth == Breadth(1, 1)


def test_where_answers_are_right_or_wrong_none_is_drawn(model):
    class Plain(PrefixSums):
        """Has no symmetries."""

        symmetric = Problem.symmetric

    with pytest.raises(ConfigError, match="prefix_sums names no symmetries to be broad by"):
        solve_broadly(Plain(), ZEROS, model, breadth=2)
