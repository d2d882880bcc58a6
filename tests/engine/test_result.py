"""A result tells people and programs the same, and an infeasible answer is said to be one."""

import json
from math import inf, nan

import pytest

from thinkers import Problem, Result, Verdict, minimise
from thinkers.engine.result import finite


class Tour(Problem):
    name = "tour"
    objective = minimise("length")
    generate = check = label = toy = None

    def describe(self, instance):
        return {"cities": instance}

    def describe_solution(self, solution):
        return {"tour": solution}


class Riddle(Tour):
    name = "riddle"
    objective = None


def result(problem=None, verdict=None, raw_cost=12.0, **changes):
    values = {
        "problem": problem or Tour(),
        "model": "tour/dt-m",
        "instance": 3,
        "solution": [0, 2, 1],
        "verdict": verdict or Verdict(True, 12.0),
        "raw": Verdict(raw_cost < inf, raw_cost),
        "iterations": 24,
        "raw_seconds": 0.256,
        "stopped_by": "converged",
        "residuals": [0.5, nan],
        "device": "cpu",
    }
    return Result(**values | changes)


def test_the_summary_says_cost_iterations_time_and_what_stopped_it():
    assert result().summary() == (
        "length 12\ntour/dt-m thought 24 iterations in 0.26 s on cpu, stopped by converged"
    )


def test_the_summary_says_that_nothing_was_thought():
    assert (
        result(iterations=0, stopped_by="deadline")
        .summary()
        .endswith(
            "\nno iteration of tour/dt-m fitted into the time: the answer is read from the first "
            "thought, in 0.26 s on cpu"
        )
    )


def test_the_summary_tells_a_refined_answer_from_a_raw_one():
    summary = result(raw_cost=15.5, refining=0.123).summary()
    assert summary.startswith("length 12, refined from 15.5 in 0.12 s\n")


def test_the_two_times_are_those_of_the_raw_answer_and_of_refining():
    assert result(refining=0.5).seconds == 0.256 + 0.5
    assert result().seconds == result().raw_seconds == 0.256


@pytest.mark.parametrize(
    ("metrics", "accuracy"), [({}, 0.25), ({"accuracy": 0.0}, 0.0), ({"accuracy": 1.0}, 1.0)]
)
def test_the_accuracy_of_the_scores_stands_beside_that_of_the_verdict(metrics, accuracy):
    verdict = Verdict(False, accuracy=0.25)
    found = result(verdict=verdict, metrics=metrics)
    assert (found.accuracy, found.verdict) == (accuracy, verdict)


def test_the_summary_says_right_where_nothing_is_measured():
    assert result(Riddle(), Verdict(True), 0.0).summary().startswith("the answer is right\n")


@pytest.mark.parametrize(
    ("problem", "said"), [(Tour(), "no valid answer"), (Riddle(), "the answer is wrong")]
)
def test_the_summary_says_why_there_is_no_answer(problem, said):
    summary = result(problem, Verdict(False, reason="city 2 is missing"), inf).summary()
    assert summary.startswith(f"{said}: city 2 is missing\n")


def test_the_summary_blames_nobody_where_there_is_no_answer():
    verdict = Verdict(False, reason="no way leads there", possible=False)
    assert result(verdict=verdict).summary().startswith("there is no answer: no way leads there\n")


def test_the_json_has_the_promised_keys_and_is_one_line():
    """Issue 2, section 6."""
    line = result(seed=7, versions={"torch": "2"}).to_json()
    assert "\n" not in line
    found = json.loads(line)
    assert list(found) == [
        "problem", "model", "instance", "solution", "verdict", "raw_cost", "iterations", "read_at",
        "seconds", "stopped_by", "residuals", "device", "seed", "versions", "promise",
        "interrupted", "breadth",
    ]  # fmt: skip
    assert list(found["verdict"]) == ["feasible", "known", "cost", "reason"]
    assert found["instance"] == {"cities": 3}
    assert found["solution"] == {"tour": [0, 2, 1]}
    assert (found["seed"], found["versions"]) == (7, {"torch": "2"})


def test_numbers_without_a_word_in_json_become_null():
    found = json.loads(result(verdict=Verdict(False, reason="none"), raw_cost=inf).to_json())
    assert found["verdict"] == {
        "feasible": False, "known": True, "cost": None, "reason": "none",
    }  # fmt: skip
    assert found["raw_cost"] is None
    assert found["residuals"] == [0.5, None]


@pytest.mark.parametrize("number", [inf, -inf, nan, None])
def test_finite_is_none_for_what_is_not(number):
    assert finite(number) is None
    assert finite(0.0) == 0.0
