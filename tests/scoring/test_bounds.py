"""Bounds are shown beside answers, count as no answers, and are taken back where one beats them."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Baseline, BaselineAnswer, Verdict, maximise, minimise
from thinkers.problems.objective import Objective
from thinkers.scoring.comparing import compare

BITS = [np.array(bits) for bits in ([0, 1, 1], [1, 1, 0], [1, 0, 0])]


class Costly(PrefixSums):
    """An answer costs its number of ones, and each instance's length is a bound by decree."""

    objective: Objective | None = minimise("ones")

    def check(self, instance, solution):
        return Verdict(True, float(solution.sum()))


class Bounded(Costly):
    """Says itself what no answer is below."""

    def lower_bound(self, instance):
        return 0.5 if len(instance) == 3 else None


class Valued(PrefixSums):
    """An answer is worth its number of ones, at most as many as there are bits."""

    objective = maximise("ones")

    def check(self, instance, solution):
        return Verdict(True, value=float(solution.sum()))

    def lower_bound(self, instance):
        return len(instance)


class Ones(Baseline):
    """So many ones; and a bound, if asked for."""

    name, problem, summary = "ones", "prefix_sums", "for tests"
    count: int = 1
    bound: float | None = None
    proved: bool = False

    def solve(self, instance, rng):
        answer = (np.arange(len(instance)) < self.count).astype(int)
        return BaselineAnswer(answer, proved=self.proved, bound=self.bound)


class OnlyBounds(Baseline):
    """No answer, ever; a bound."""

    name, problem, summary = "only-bounds", "prefix_sums", "for tests"
    bound: float | None = 1.0

    def solve(self, instance, rng):
        return BaselineAnswer(None, bound=self.bound)


def rows_of(problem, *baselines):
    return compare(problem, BITS, [], baselines).rows


def test_the_mean_of_the_bounds_is_there_only_where_each_instance_has_one():
    with_bound, without = rows_of(Costly(), Ones(bound=0.25), Ones())
    assert with_bound.bound == 0.25
    assert without.bound is None


def test_what_gives_bounds_only_is_a_row_of_its_kind_that_wins_and_loses_nothing():
    answer, bound = rows_of(Costly(), Ones(count=2), OnlyBounds())
    assert (bound.solver, bound.kind, bound.bound) == ("only-bounds", "bound", 1.0)
    assert (bound.wins, bound.ties, bound.losses) == (0, 0, 0)
    assert bound.mean_cost is bound.gap is None
    assert bound.note == ""
    assert (answer.mean_cost, answer.gap, answer.ties) == (2, 0, 3)


def test_wins_are_against_the_first_that_answers():
    _, first, second = rows_of(Costly(), OnlyBounds(), Ones(count=2), Ones(count=1, bound=0))
    assert (first.ties, second.wins) == (3, 3)


def test_bounds_alone_can_be_compared():
    rows = rows_of(Costly(), OnlyBounds(), OnlyBounds(bound=0.5))
    assert [row.bound for row in rows] == [1.0, 0.5]
    assert [row.solver for row in rows] == ["only-bounds", "only-bounds:bound=0.5"]


def test_neither_answer_nor_bound_is_no_answer():
    [row] = rows_of(Costly(), OnlyBounds(bound=None))
    assert (row.kind, row.feasible, row.bound) == ("baseline", 0, None)


def test_a_problem_that_knows_a_bound_has_a_row_of_it():
    answer, own = rows_of(Bounded(), Ones())
    assert (own.solver, own.kind, own.bound) == ("lower bound", "bound", 0.5)
    assert answer.mean_cost == 1


def test_a_bound_of_what_is_maximised_is_an_upper_one_and_a_cost_in_the_rows():
    answer, own = rows_of(Valued(), Ones(count=2, bound=3.0))
    assert (own.solver, own.bound) == ("upper bound", -3.0)
    assert (answer.mean_cost, answer.bound) == (-2.0, -3.0)


def test_a_bound_that_an_answer_beats_is_taken_back_with_its_proof_and_noted():
    found = compare(Costly(), BITS, [], [Ones(count=2, bound=2.0, proved=True), Ones(count=1)])
    wrong, right = found.rows
    assert (wrong.proved, wrong.bound) == (0, None)
    assert wrong.note == (
        "claimed a bound on 3 of 3 that an answer is better than; "
        "called an answer proved that another is better than"
    )
    assert right.note == ""
    assert {each["bound"] for each in found.records()} == {None}


def test_a_proof_without_a_bound_bounds_by_its_own_answer():
    [row] = rows_of(Costly(), Ones(count=2, proved=True))
    assert (row.proved, row.bound, row.note) == (1, 2.0, "")
    [row] = rows_of(Valued(), Ones(count=2, proved=True))[:1]
    assert (row.proved, row.bound, row.note) == (1, -2.0, "")


@pytest.mark.parametrize(("problem", "worse"), [(Costly(), 2), (Valued(), 1)])
def test_a_refuted_proof_without_a_bound_is_taken_back_and_named(problem, worse):
    liar, honest = rows_of(problem, Ones(count=worse, proved=True), Ones(count=3 - worse))[:2]
    assert (liar.proved, liar.bound) == (0, None)
    assert "called an answer proved that another is better than" in liar.note
    assert honest.note == ""


def test_a_proof_that_its_own_bound_does_not_give_is_named():
    [row] = rows_of(Costly(), Ones(count=2, proved=True, bound=1.0))
    assert (row.proved, row.bound) == (0, 1.0)
    assert row.note == "called an answer proved that its own bound does not prove"


@pytest.mark.parametrize("fault", [float("nan"), "many", float("inf")])
def test_a_bound_that_is_no_number_is_noted_and_stops_nothing(fault):
    class Faulty(Costly):
        def lower_bound(self, instance):
            return fault

    answer, own = rows_of(Faulty(), Ones())
    assert answer.mean_cost == 1
    assert own.note.startswith("failed on 3 of 3: ")
    assert "lower_bound of prefix_sums returned" in own.note


def test_a_problem_whose_answers_are_right_or_wrong_has_no_bounds():
    class Wrong(PrefixSums):
        def lower_bound(self, instance):
            return 1.0

    assert [row.kind for row in rows_of(Wrong(), Ones())] == ["baseline"]
