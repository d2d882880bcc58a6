"""A value to be maximised is scored as the cost of its mirror image, which is minimised."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Baseline, BaselineAnswer, Result, Verdict, compare, maximise, minimise
from thinkers.engine.breadth import _best
from thinkers.scoring.evaluating import summarise
from thinkers.scoring.measuring import measure
from thinkers.scoring.rows import rows_of
from thinkers.scoring.runs import Run
from thinkers.testing import ContractError, baseline_checks


def debt(instance, solution):
    return float((np.cumsum(instance) % 2 != solution).sum()) - 10


class Debt(PrefixSums):
    """What is wrong costs one a bit, and the right answer brings in ten."""

    objective = minimise("debt")

    def check(self, instance, solution):
        return Verdict(True, debt(instance, solution))


class Gain(Debt):
    """The mirror image."""

    objective = maximise("gain")

    def check(self, instance, solution):
        return Verdict(True, value=0 - debt(instance, solution))


def broken(checks):
    """The names of the checks that fail."""
    found = []
    for check in checks:
        try:
            check()
        except ContractError:
            found.append(str(check))
    return found


def results_of(problem, mistakes):
    instance = np.array([1, 0, 1, 1, 0, 0, 1, 0])
    right = np.cumsum(instance) % 2
    for wrong in mistakes:
        solution = right ^ (np.arange(8) < wrong)
        verdict = problem.check(instance, solution)
        yield Result(
            problem, "m", instance, solution, verdict, verdict, iterations=1, raw_seconds=0.1,
            stopped_by="converged", residuals=[], device="cpu",
        )  # fmt: skip


@given(st.lists(st.integers(0, 8), min_size=1, max_size=6))
def test_an_evaluation_is_the_same_for_both(mistakes):
    cost, value = (
        summarise(one, "m", 8, list(results_of(one, mistakes))) for one in (Debt(), Gain())
    )
    assert cost.as_dict() == value.as_dict()
    assert cost.mean_gap == pytest.approx(np.mean(mistakes) / 10)


@given(st.lists(st.integers(0, 8), min_size=1, max_size=6))
def test_of_several_answers_the_best_is_kept(mistakes):
    for problem in (Debt(), Gain()):
        best = _best(problem, list(results_of(problem, mistakes)))
        assert best.verdict.cost == min(mistakes) - 10


class Wrong(Baseline):
    """Some first bits are wrong; it says that no answer is better than its bound."""

    name, problem, summary = "wrong", "prefix_sums", "wrong in its first bits"
    bits: int = 0
    bound: float | None = None

    def solve(self, instance, rng):
        right = np.cumsum(instance) % 2
        return BaselineAnswer(right ^ (np.arange(len(right)) < self.bits), bound=self.bound,
                              proved=True)  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "bound", "proved"),
    [(Debt(), -10, True), (Debt(), -12, False), (Gain(), 10, True), (Gain(), 12, False)],
)
def test_a_bound_is_said_as_the_objective_counts(problem, bound, proved):
    own = Wrong(bound=bound)
    answer = measure(problem, problem.toy()[0], own)
    assert (answer.proved, answer.bound) == (proved, -abs(bound))
    small = problem.Params.of({"bits": 8})
    assert broken(baseline_checks(own, problem, small)) == []
    beaten = Wrong(bound=(bound - 3) if bound > 0 else bound + 3)  # the answer is better than this
    assert "bounds are bounds" in broken(baseline_checks(beaten, problem, small))


class Bound(Wrong):
    """No answer, but a bound of all."""

    name = "bound"

    def solve(self, instance, rng):
        return BaselineAnswer(None, bound=self.bound)


@pytest.mark.parametrize(("problem", "bound"), [(Debt(), -11), (Gain(), 11)])
def test_a_baseline_may_give_a_bound_only(problem, bound):
    small = problem.Params.of({"bits": 8})
    assert broken(baseline_checks(Bound(bound=bound), problem, small)) == []
    too_low = Bound(bound=bound * 0.5)  # the label is better than this
    assert broken(baseline_checks(too_low, problem, small)) == ["bounds are bounds"]
    found = compare(problem, [problem.toy()[0]], [], [Wrong(), Bound(bound=bound)])
    own, bounded = found.rows
    assert (own.bound, bounded.bound) == (None, -11)
    assert (bounded.feasible, bounded.solver, own.solver) == (0, f"bound:bound={bound}", "wrong")
    assert next(found.runs[1].records(problem))["reason"] == "it gives a bound only"


def test_two_settings_of_a_baseline_are_told_apart():
    problem = Gain()
    rows = compare(problem, [problem.toy()[0]], [], [Wrong(), Wrong(bits=1), Wrong(bits=2)]).rows
    assert [row.solver for row in rows] == ["wrong", "wrong:bits=1", "wrong:bits=2"]


def test_worse_answers_have_larger_gaps_and_lose():
    for problem in (Debt(), Gain()):
        instance = problem.toy()[0]
        runs = [
            Run(name, "baseline", [measure(problem, instance, Wrong(bits=bits))])
            for name, bits in (("good", 0), ("bad", 1))
        ]
        good, bad = rows_of(problem, runs)
        assert (good.gap, bad.gap) == (0, pytest.approx(0.1))
        assert (bad.wins, bad.losses) == (0, 1)


def test_people_read_the_value_and_programs_the_cost():
    [result] = results_of(Gain(), [3])
    assert result.summary().startswith("gain 7\n")
    told = result.as_dict()["verdict"]
    assert (told["cost"], told["value"]) == (-7, 7)
