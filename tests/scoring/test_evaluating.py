"""An evaluation judges against the labels: shares, gaps and counts as a plain count gives them."""

import dataclasses

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Effort, Result, Verdict, minimise
from thinkers.engine.stop import MaxIterations
from thinkers.errors import ConfigError
from thinkers.nets import DTL
from thinkers.scoring.evaluating import evaluate, summarise


class Mistakes(PrefixSums):
    """Any answer is feasible and costs 10 plus its wrong bits; `None` is no answer."""

    objective = minimise("cost")

    def check(self, instance, solution):
        if solution is None:
            return Verdict(False, reason="no answer")
        return Verdict(True, 10.0 + (np.cumsum(instance) % 2 != solution).sum())


@pytest.fixture
def model(tiny):
    return tiny(DTL)


def results_of(problem, mistakes, stopped_by="converged"):
    """One result for each number of wrong bits in 8; None for no answer."""
    instance = np.array([1, 0, 1, 1, 0, 0, 1, 0])
    right = np.cumsum(instance) % 2
    for index, wrong in enumerate(mistakes):
        solution = None if wrong is None else right ^ (np.arange(8) < wrong)
        verdict = problem.check(instance, solution)
        yield Result(
            problem, "m", instance, solution, verdict, verdict, iterations=10 + index,
            raw_seconds=0.5 * index, stopped_by=stopped_by, residuals=[], device="cpu",
        )  # fmt: skip


def test_right_or_wrong_problems_count_right_answers_and_right_cells():
    problem = PrefixSums()
    found = summarise(problem, "m", 8, list(results_of(problem, [0, 2, 0, 6])))
    assert (found.feasible, found.exact, found.cell_accuracy) == (0.5, 0.5, 0.75)
    assert found.mean_gap is None
    assert (found.problem, found.model, found.size, found.instances) == ("prefix_sums", "m", 8, 4)


def test_costs_give_a_gap_and_no_cell_accuracy():
    problem = Mistakes()
    found = summarise(problem, "m", 8, list(results_of(problem, [0, 1, 3, 0])))
    assert (found.feasible, found.exact, found.cell_accuracy) == (1, 0.5, None)
    assert found.mean_gap == pytest.approx(0.1)


def test_an_infeasible_answer_leaves_no_mean_gap():
    problem = Mistakes()
    found = summarise(problem, "m", 8, list(results_of(problem, [0, None])))
    assert (found.feasible, found.exact, found.mean_gap) == (0.5, 0.5, None)


def test_every_answer_has_a_row_beside_what_its_label_costs():
    problem = Mistakes()
    results = list(results_of(problem, [0, 2]))
    lost = dataclasses.replace(results[1], verdict=Verdict(False, reason="no answer"))
    first, second, third = summarise(problem, "m", 8, [*results, lost]).records()
    assert (first["instance"], first["cost"], first["best"], first["exact"]) == (0, 10, 10, True)
    assert (second["cost"], second["gap"], second["exact"]) == (12, pytest.approx(0.2), False)
    assert (third["cost"], third["gap"], third["reason"]) == (None, None, "no answer")
    assert (second["iterations"], second["seconds"]) == (11, 0.5)
    assert first["answer"] == {"parities": "11011100"}


def test_better_than_the_label_counts_as_exact():
    class Pessimist(Mistakes):
        def label(self, instances):
            return [1 - right for right in super().label(instances)]

    problem = Pessimist()
    found = summarise(problem, "m", 8, list(results_of(problem, [0, 8])))
    assert found.exact == 1
    assert found.mean_gap == pytest.approx(((10 / 18 - 1) + 0) / 2)


def test_iterations_seconds_and_reasons_are_summed_up():
    problem = PrefixSums()
    results = [*results_of(problem, [0, 0]), *results_of(problem, [0, 0, 0], "deadline")]
    found = summarise(problem, "m", 8, results)
    assert found.iterations == pytest.approx((10 + 11 + 10 + 11 + 12) / 5)
    assert found.seconds == pytest.approx((0.5 + 0.5 + 1) / 5)
    assert found.stopped_by == {"converged": 2, "deadline": 3}


def test_instances_have_the_size_asked_for_and_the_seed_draws_them(model):
    sizes = []

    class Watched(PrefixSums):
        def generate(self, rng, count, params):
            drawn = super().generate(rng, count, params)
            sizes.append([bits.tolist() for bits in drawn])
            return drawn

    rows = [evaluate(Watched(), model, 6, 5, device="cpu", seed=seed) for seed in (1, 1, 2)]
    assert sizes[0] == sizes[1] != sizes[2]
    assert [len(bits) for bits in sizes[0]] == [6] * 5
    assert {**rows[0].as_dict(), "seconds": 0} == {**rows[1].as_dict(), "seconds": 0}
    assert (rows[0].size, rows[0].instances) == (6, 5)


def test_the_budget_of_the_model_counts_unless_a_rule_is_given(model):
    assert evaluate(PrefixSums(), model, 6, 2, device="cpu").iterations == 3
    longer = evaluate(PrefixSums(), model, 6, 2, stop=MaxIterations(5), device="cpu")
    assert (longer.iterations, longer.stopped_by) == (5, {"max_iterations": 2})


def test_a_size_out_of_range_is_an_error(model):
    with pytest.raises(ConfigError, match="bits"):
        evaluate(PrefixSums(), model, 0, 2, device="cpu")
    with pytest.raises(ConfigError, match=r"unknown key 'bit', did you mean 'bits'\?"):
        evaluate(PrefixSums(), model, 4, 2, params={"bit": 3}, device="cpu")


class Mendable(Mistakes):
    """Refining rights everything, given the effort asked for."""

    refinable = True

    def refine(self, instance, solution, effort, scores):
        return np.cumsum(instance) % 2 if effort == Effort(2.0) else solution


@pytest.mark.parametrize(
    ("effort", "exact"), [(None, False), (Effort(), False), (Effort(2.0), True)]
)
def test_answers_are_refined_where_that_is_asked_for(model, effort, exact):
    found = evaluate(
        Mendable(), model, 8, 4, stop=MaxIterations(3), refine=effort, device="cpu", seed=1
    )
    assert (found.exact == 1) is exact
