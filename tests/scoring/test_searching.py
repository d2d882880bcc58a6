"""A search finds an instance that is answered wrong, a small one, and the same by the same seed."""

from dataclasses import replace

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Result, Verdict, minimise
from thinkers.errors import ConfigError
from thinkers.scoring.searching import AT_ONCE, KEPT, Search, faults_of, small_sizes


class Picky(PrefixSums):
    """No answer to three ones or more is right, every other one is."""

    def check(self, instance, solution):
        return Verdict(bool(instance.sum() < 3), reason="three ones")


class Hidden(Picky):
    """Strings are zeros, and three ones are reached by changing them only."""

    def generate(self, rng, count, params):
        return [np.zeros_like(bits) for bits in super().generate(rng, count, params)]


class Patient(Picky):
    """No string is ever answered wrong."""

    def check(self, instance, solution):
        return Verdict(True)


@pytest.fixture
def model(tiny):
    return tiny(width=4, minimum=2)


def test_what_is_found_fails_and_is_of_the_smallest_size_that_can(model):
    found = Search(Picky(), model, ["fair"], [8, 12]).run(30)
    assert found.failing.size == 3
    assert found.failing.result.instance.tolist() == [1, 1, 1]
    assert (found.failing.family, found.failing.fault) == ("fair", "three ones")
    assert not found.failing.result.verdict.feasible


def test_the_same_seed_finds_the_same(model):
    def instance(seed):
        search = Search(Picky(), model, ["fair"], [40])
        return search.run(0, seed).failing.result.instance.tolist()  # no time to shrink

    assert instance(1) == instance(1) != instance(2)


def test_what_no_family_draws_is_reached_by_changing_what_is_near(model):
    found = Search(Hidden(), model, ["fair"], [8]).run(30)
    assert found.failing.result.instance.sum() == 3
    assert found.failing.size == 8


def test_without_a_failure_the_least_margins_are_left(model):
    found = Search(Patient(), model, ["fair"], [8]).run(0)
    assert found.failing is None
    assert found.looked == AT_ONCE
    assert 1 < len(found.near) <= KEPT
    margins = [each.result.margin for each in found.near]
    assert margins == sorted(set(margins))


def test_families_that_no_size_fits_are_left_out_and_all_of_them_are_an_error(model):
    found = Search(Picky(), model, ["fair", "none"], [8]).run(0)
    assert {each.family for each in found.near} == {"fair"}
    with pytest.raises(ConfigError, match="no family of prefix_sums has instances of these sizes"):
        Search(Picky(), model, ["fair"], [0]).run(0)


class Mistakes(PrefixSums):
    """Any answer costs 20 plus its wrong bits."""

    objective = minimise("cost")

    def check(self, instance, solution):
        return Verdict(True, 20.0 + (np.cumsum(instance) % 2 != solution).sum())


@pytest.mark.parametrize(
    ("wrong", "accuracy", "fault"),
    [
        (0, None, ""),
        (1, None, ""),  # 5 % more, as models are allowed to
        (3, None, "cost 23, and 20 is known"),
        (1, 0.9, "cost 21, and 20 is known"),  # where positions are right or wrong, none may be
    ],
)
def test_costs_fail_that_are_far_over_the_label(wrong, accuracy, fault):
    instance = np.zeros(8, int)
    verdict = replace(Mistakes().check(instance, np.arange(8) < wrong), accuracy=accuracy)
    assert faults_of(Mistakes(), [result(Mistakes(), instance, verdict)]) == [fault]


@pytest.mark.parametrize(
    ("verdict", "fault"),
    [
        (Verdict(True), ""),
        (Verdict(True, known=False), ""),
        (Verdict(False, reason="no"), "no"),
        (Verdict(False), "wrong"),
        (Verdict(False, reason="walled in", possible=False), ""),
    ],
)
def test_nobody_is_to_blame_where_there_is_no_answer_or_none_is_known(verdict, fault):
    assert faults_of(Picky(), [result(Picky(), np.zeros(4, int), verdict)]) == [fault]


def result(problem, instance, verdict):
    return Result(
        problem, "m", instance, None, verdict, verdict, iterations=1, raw_seconds=0.0,
        stopped_by="converged", residuals=[], device="cpu",
    )  # fmt: skip


def test_the_smallest_sizes_of_the_card_are_looked_at(tiny):
    assert small_sizes(PrefixSums(), tiny(sizes=(16, 4, 8)).card) == [4, 8]
    assert small_sizes(PrefixSums(), tiny().card) == [32]
