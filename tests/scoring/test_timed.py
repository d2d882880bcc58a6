"""On equal footing all get the same time, start and end; a late answer is none."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Baseline, BaselineAnswer, Footing, Verdict, compare, minimise
from thinkers.scoring.measuring import in_time
from thinkers.scoring.runs import Answer
from thinkers.scoring.starts import read_starts
from thinkers.scoring.timed import TimedBaseline

BITS = [np.array([1, 0, 1, 1]), np.array([0, 1, 1, 0])]


class Costly(PrefixSums):
    """An answer costs 10 and its wrong bits, and nothing is below 10."""

    objective = minimise("cost")

    def check(self, instance, solution):
        return Verdict(True, 10.0 + (right(instance) != solution).sum())

    def lower_bound(self, instance):
        return 10.0


def right(instance):
    return np.cumsum(instance) % 2


class Patient(Baseline):
    """Tells worse answers first, and says what it was given."""

    name, problem, summary, takes_start = "patient", "prefix_sums", "for tests", True

    def solve(self, instance, rng):
        return BaselineAnswer(right(instance))

    def improve(self, instance, rng, terms):
        terms.report(1 - right(instance) if terms.start is None else terms.start)
        if terms.interrupted:
            return BaselineAnswer(terms.start)
        terms.report(right(instance), 9.0)
        return BaselineAnswer(right(instance), bound=9.5)


def test_curves_fall_and_bounds_rise():
    [row, _] = compare(Costly(), BITS, [], [Patient()], footing=Footing(anytime=True)).runs
    for answer in row.answers:
        costs = [point.cost for point in answer.curve]
        assert costs[0] == 14.0
        assert costs[-1] == 10.0
        assert answer.curve[-1].bound == 9.5
        assert [point.seconds for point in answer.curve] == sorted(p.seconds for p in answer.curve)


class Silent(Patient):
    """Tells nothing until its answer."""

    name = "silent"

    def improve(self, instance, rng, terms):
        return BaselineAnswer(right(instance))


def test_of_who_tells_nothing_the_curve_is_one_point_and_the_table_says_so():
    footing = Footing(anytime=True)
    [silent, patient] = compare(Costly(), BITS, [], [Silent(), Patient()], footing=footing).runs[:2]
    assert silent.note == "told nothing on the way"
    assert all(len(answer.curve) == 1 for answer in silent.answers)
    assert patient.note == ""
    [unasked, _] = compare(Costly(), BITS, [], [Silent(), Patient()]).runs[:2]
    assert unasked.note == ""


def test_a_gap_to_the_problems_own_bound_ends_a_search():
    start = right(BITS[0])
    start[0] ^= 1
    footing = Footing(stop_gap=0.1, starts=[start, None])
    [run, _] = compare(Costly(), BITS, [], [Patient()], footing=footing).runs
    assert run.costs == [11.0, 10.0]


def test_models_and_baselines_share_a_table(tiny):
    footing = Footing(anytime=True, starts=[right(each) for each in BITS])
    found = compare(Costly(), BITS, [tiny()], [Patient()], footing=footing)
    model, patient, _ = found.runs
    assert model.note == "takes no start"
    assert patient.note == ""
    assert all(answer.curve for run in (model, patient) for answer in run.answers)
    assert all("curve" in record for record in model.records(Costly()))


def test_another_start_is_another_question():
    starts = [], [right(BITS[0]), None], [1 - right(BITS[0]), None]
    options = [
        str(TimedBaseline(Costly(), Patient(), Footing(1.0, starts=each)).options)
        for each in starts
    ]
    assert len(set(options)) == 3


def answer(seconds, cost, bound=None):
    return Answer(Verdict(True, cost), seconds, "x", bound)


def test_of_a_late_solver_the_best_in_time_counts():
    told = [answer(0.5, 12.0, 3.0), answer(0.9, 11.0), answer(5.0, 10.0, 9.0)]
    found = in_time(told, Footing(1.0))
    assert (found.verdict.cost, found.seconds, found.bound) == (11.0, 0.9, 3.0)
    assert found.remarks == ("took 5 s of 1: what was there in time is counted",)


def test_an_answer_in_time_counts_as_it_is():
    told = [answer(0.5, 12.0), answer(1.05, 13.0)]
    assert in_time(told, Footing(1.0)).verdict.cost == 13.0


def test_nothing_in_time_is_no_answer():
    with pytest.raises(Exception, match="took 5 s of 1"):
        in_time([answer(5.0, 10.0)], Footing(1.0))


def test_starts_are_found_by_what_the_instances_are(tmp_path):
    problem, path = PrefixSums(), tmp_path / "starts.txt"
    problem.write(path, BITS, [right(each) for each in BITS])
    other = np.array([1, 1, 1, 1])
    starts = read_starts(path, problem, [BITS[1], other])
    np.testing.assert_array_equal(starts[0], right(BITS[1]))
    assert starts[1] is None
    with pytest.raises(Exception, match="no answer to any of these"):
        read_starts(path, problem, [other])
