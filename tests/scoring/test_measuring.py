"""Whatever a solver does, it is a row of its own: the others' instances and the table stand."""

import os
import signal
import sys
import time

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Baseline, BaselineAnswer, Verdict, minimise
from thinkers.errors import SolveError
from thinkers.scoring.contest import Contest
from thinkers.scoring.measuring import measure
from thinkers.scoring.timed import TimedBaseline

BITS = np.array([1, 0, 1, 1])
RIGHT = np.array([1, 1, 0, 1])


class Wrong(PrefixSums):
    """Any answer costs 10 and its wrong bits."""

    objective = minimise("cost")

    def check(self, instance, solution):
        return Verdict(True, 10.0 + (np.cumsum(instance) % 2 != solution).sum())


class Stranger(Baseline):
    name, problem, summary = "stranger", "prefix_sums", "for tests"
    act: object = None

    def solve(self, instance, rng):
        del rng
        return self.act(instance)


def raising(error):
    def act(instance):
        raise error

    return act


class Unprintable(Exception):
    def __str__(self):
        raise ValueError("no text")


FAULTS = {
    "a SolveError": raising(SolveError("no mood")),
    "any error": raising(ZeroDivisionError("by zero")),
    "an error without text": raising(Unprintable()),
    "leaving Python": lambda instance: sys.exit(0),
    "what only a key may raise": raising(KeyboardInterrupt()),
    "a cancelled task": raising(GeneratorExit()),
    "nothing": lambda instance: None,
    "a string": lambda instance: "1101",
    "the wrong type": lambda instance: BaselineAnswer("1101"),
    "nothing as an answer": lambda instance: BaselineAnswer(None),
    "the wrong length": lambda instance: BaselineAnswer(RIGHT[:2]),
    "nan": lambda instance: BaselineAnswer(np.full(4, np.nan)),
    "a bound that is no number": lambda instance: BaselineAnswer(RIGHT, True, "low"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_solver_that_fails_is_a_failed_answer_with_its_reason(fault):
    found = measure(PrefixSums(), BITS, Stranger(act=FAULTS[fault]))
    assert not found.verdict.feasible
    assert found.verdict.reason
    assert not found.proved


def test_a_pressed_key_is_no_failure_of_the_solver():
    def pressed(instance):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)

    with pytest.raises(KeyboardInterrupt):
        measure(PrefixSums(), BITS, Stranger(act=pressed))


def test_no_solver_can_change_what_the_others_are_given():
    def spoil(instance):
        instance[:] = 0
        return BaselineAnswer(instance)

    bits = BITS.copy()
    found = measure(PrefixSums(), bits, Stranger(act=spoil))
    assert (bits == BITS).all()
    assert not found.verdict.feasible


def test_failures_are_counted_and_the_first_is_told():
    def moody(instance):
        if instance[0]:
            raise SolveError("no mood")
        return BaselineAnswer(np.cumsum(instance) % 2)

    solver = TimedBaseline(PrefixSums(), Stranger(act=moody))
    contest = Contest(PrefixSums(), [BITS, 1 - BITS, BITS], [solver])
    [found] = contest.runs(each for cell in contest.answers() for each in cell)
    assert found.note == "failed on 2 of 3: no mood"
    assert [answer.verdict.feasible for answer in found.answers] == [False, True, False]


@pytest.mark.parametrize(
    ("bound", "proved"),
    [(10.0, True), (11.0, True), (10.0 * (1 - 1e-10), True), (9.99, False), (None, True)],
)
def test_proved_is_said_only_where_the_cost_is_not_above_the_bound(bound, proved):
    act = Stranger(act=lambda instance: BaselineAnswer(RIGHT, proved=True, bound=bound))
    assert measure(Wrong(), BITS, act).proved is proved


def test_a_wrong_answer_proves_nothing():
    act = Stranger(act=lambda instance: BaselineAnswer(1 - RIGHT, proved=True))
    assert not measure(PrefixSums(), BITS, act).proved
    act = Stranger(act=lambda instance: BaselineAnswer(RIGHT, proved=True))
    assert measure(PrefixSums(), BITS, act).proved
