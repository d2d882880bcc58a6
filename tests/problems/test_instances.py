"""An object of another class than a problem's instances is refused wherever one is wanted."""

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from thinkers import InvalidInstanceError, Problem, solve
from thinkers.problems.instances import require_instance
from thinkers.registry.choosing import choose_model
from thinkers.registry.registry import installed
from thinkers.scoring.comparing import compare


@dataclass
class Apple:
    """An instance."""

    colour: str
    weight: float = 1.0


class Orchard(Problem[Apple, int]):
    """Says the class of its instances."""


class Strings(Problem[NDArray[np.int64], int]):
    """Has arrays as instances."""


class Untyped(Problem):
    """Says nothing."""


def test_the_class_and_what_makes_one_are_named():
    require_instance(Orchard, Apple("red"))
    with pytest.raises(InvalidInstanceError, match=r"^basket: expected Apple, got list") as e:
        require_instance(Orchard, [1.0], "basket")
    assert e.value.hint == f"build one with {__name__}.Apple(colour)"


def test_arrays_may_be_instances():
    require_instance(Strings, np.zeros(3))
    with pytest.raises(InvalidInstanceError, match=r"^expected ndarray, got str") as error:
        require_instance(Strings, "101")
    assert error.value.hint == "build one with numpy.array(values)"


@pytest.mark.parametrize("instance", [None, 3, "x", np.zeros(2)])
def test_what_is_not_said_is_not_checked(instance):
    require_instance(Untyped, instance)


@pytest.mark.parametrize("name", sorted(installed().problems()))
def test_no_installed_problem_takes_just_anything(name):
    problem = installed().problem(name)
    right, _ = problem.toy()
    problem.require(right, right)
    with pytest.raises(InvalidInstanceError, match=r"^instance 1: expected"):
        problem.require(right, object())


@pytest.mark.parametrize("name", sorted(installed().problems()))
def test_comparing_and_solving_refuse_what_is_no_instance(name):
    registry = installed()
    problem = registry.problem(name)
    baselines = [registry.baselines(name)[problem.reference]]
    with pytest.raises(InvalidInstanceError, match=r"^expected"):
        compare(problem, [object()], [], baselines)
    if registry.models(name):
        model = choose_model(registry, problem)
        with pytest.raises(InvalidInstanceError, match=r"^expected"):
            solve(problem, [object()], model)
