"""The parts of the problem interface keep their promises: signatures, verdicts, defaults."""

from dataclasses import FrozenInstanceError
from math import inf, isinf
from pathlib import Path

import numpy as np
import pytest

from thinkers import Batch, Effort, InvalidInstanceError, Problem, Settings, Signature, Verdict
from thinkers.errors import ConfigError
from thinkers.problems.events import Advance


class Stub(Problem):
    """A problem with nothing but its name."""

    name = "stub"
    generate = check = label = toy = None


@pytest.mark.parametrize(("layout", "axes"), [("sequence", 1), ("grid", 2)])
def test_a_layout_has_its_axes(layout, axes):
    assert Signature(layout, channels=1, classes=2).axes == axes
    assert Signature("matrix", channels=1, classes=1, target="row").axes == 2


def test_a_part_of_a_batch_has_the_arrays_that_are_there():
    whole = Batch(np.ones((3, 1, 4), np.float32), np.ones((3, 4), bool), np.ones((3, 4), np.int64))
    part = whole.part(np.array([2, 0, 2, 1]))
    assert part.arrays().keys() == {"inputs", "mask", "targets"}
    assert part.inputs.shape == (4, 1, 4)
    assert part.decidable_from is None


@pytest.mark.parametrize("cost", [0.0, 3.5, -1.0, inf])
def test_an_infeasible_answer_costs_infinitely_much_whatever_is_said(cost):
    assert isinf(Verdict(False, cost).cost)
    assert Verdict(True, cost).cost == cost


def test_verdicts_cannot_be_changed_and_compare_by_value():
    assert Verdict(True, 2.0) == Verdict(True, 2.0)
    with pytest.raises(FrozenInstanceError):
        Verdict(True).cost = 3.0


def test_a_problem_with_a_missing_method_cannot_be_made():
    with pytest.raises(TypeError, match="abstract"):
        type("Half", (Problem,), {"name": "half"})()


def test_a_problem_without_files_says_so_in_one_line():
    for attempt in (
        lambda: Stub().read(Path("a.txt")),
        lambda: Stub().write(Path("a.txt"), [], None),
    ):
        with pytest.raises(
            InvalidInstanceError, match=r"(?m)^stub (reads|writes) no files, got a\.txt$"
        ):
            attempt()


def test_produced_files_hold_labelled_instances_that_depend_on_the_seed_alone(tmp_path):
    class Numbers(Stub):
        def generate(self, rng, count, params):
            return [child.integers(1000) for child in rng.spawn(count)]

        def label(self, instances):
            return [-instance for instance in instances]

        def write(self, path, instances, solutions):
            path.write_text(f"{instances} {solutions}")

    lines, files = [], [tmp_path / name for name in ("one", "same", "other")]
    for path, seed in zip(files, (3, 3, 4), strict=True):
        assert Numbers().produce(path, 2, seed, Settings(), 1, lines.append) == 2
    one, same, other = (path.read_text() for path in files)
    assert one == same != other
    first, second = (child.integers(1000) for child in np.random.default_rng(3).spawn(2))
    assert one == f"{[first, second]} {[-first, -second]}"
    heard = ["labelling 2 instances", Advance("labelling", 0, 2), Advance("labelling", 2, 2)]
    assert lines == heard * 3


def test_answers_are_not_refined_by_default():
    solution = object()
    assert Stub().refine(None, solution, Effort()) is solution
    assert not Stub.refinable


def test_the_size_is_one_of_the_options():
    class Params(Settings):
        cities: int = 5
        far: bool = False

    class Sized(Stub):
        size_option = "cities"

    Stub.Params = Sized.Params = Params
    assert Sized().sized(7, {"far": True}) == Params(cities=7, far=True)
    assert Stub().sized(None, {"cities": 9}) == Params(cities=9)
    with pytest.raises(ConfigError, match="stub needs a size"):
        Sized().sized(None, {})
    with pytest.raises(ConfigError, match="stub has no sizes"):
        Stub().sized(7, {})


def test_what_is_impossible_is_not_feasible():
    with pytest.raises(ValueError, match="no feasible answer where none is possible"):
        Verdict(True, possible=False)


class Drawn(Stub):
    """Has two families."""

    class Params(Settings):
        size: int = 3
        loops: float = 0.0
        ends: str = "rooms"

    size_option = "size"
    families = {"loops": {"loops": 0.5}, "anywhere": {"ends": "cells"}}


def test_a_family_stands_for_options_and_what_is_given_beside_it_goes_first():
    assert Drawn().params({"family": "loops"}) == Drawn.Params(loops=0.5)
    assert Drawn().sized(7, {"family": "loops", "ends": "cells"}) == Drawn.Params(
        size=7, loops=0.5, ends="cells"
    )
    assert Drawn().params({"family": "loops", "loops": 0.1}) == Drawn.Params(loops=0.1)
    assert Drawn().params({}) == Drawn.Params()


def test_an_unknown_family_is_refused_with_what_is_near():
    with pytest.raises(ConfigError, match="unknown family 'loop' of stub, did you mean 'loops'"):
        Drawn().params({"family": "loop"})
    with pytest.raises(ConfigError, match="recipe: unknown family"):
        Stub().params({"family": "loops"}, "recipe")
    with pytest.raises(ConfigError, match="unknown family"):
        Drawn().params({"family": ["loops"]})
