"""The cells of a comparison cover it once, whatever was done before, and runs hold every answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Verdict
from thinkers.scoring.contest import Cell, Contest, Given
from thinkers.scoring.runs import Answer
from thinkers.scoring.solver import Solver


class Echo(Solver):
    """Answers with the places of what it is asked, in blocks."""

    problem, name, kinds = PrefixSums(), "echo", ("model", "refined")

    def __init__(self, block):
        self.block = block

    def answers(self, places, instances, watch):
        del watch
        assert len(places) == len(instances) <= self.block
        return [
            (Answer(Verdict(True), 0, place), Answer(Verdict(True), 1, -place)) for place in places
        ]


def contest(count, *blocks):
    return Contest(PrefixSums(), [np.ones(2, int)] * count, [Echo(block) for block in blocks])


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 12), st.lists(st.integers(1, 5), min_size=1, max_size=3), st.randoms())
def test_every_solver_meets_every_instance_once_and_what_is_done_is_left_out_by_cells(
    count, blocks, random
):
    every = contest(count, *blocks)
    places = [(s, i) for s in range(len(blocks)) for i in range(count)]
    cells = list(every.cells())
    assert [(cell.solver, i) for cell in cells for i in cell.instances] == places
    done = {place: None for place in places if random.random() < 0.7}
    left = list(every.cells(done))
    assert left == [
        cell for cell in cells if any((cell.solver, i) not in done for i in cell.instances)
    ]


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 9), st.lists(st.integers(1, 4), min_size=1, max_size=3), st.randoms())
def test_runs_do_not_depend_on_the_order_in_which_answers_come(count, blocks, random):
    every = contest(count, *blocks)
    answers = [each for cell in every.answers() for each in cell]
    random.shuffle(answers)
    runs = every.runs(answers)
    assert [run.kind for run in runs] == ["model", "refined"] * len(blocks)
    for run in runs:
        sign = 1 if run.kind == "model" else -1
        assert [answer.solution for answer in run.answers] == [sign * i for i in range(count)]


def test_each_answer_comes_as_soon_as_its_cell_is_done():
    stream = contest(5, 2).answers()
    assert [each.place for each in next(stream)] == [(0, 0), (0, 1)]
    assert [[each.place for each in cell] for cell in stream] == [[(0, 2), (0, 3)], [(0, 4)]]


def test_what_there_is_comes_first_and_is_not_sought_again():
    there = Given(0, 2, (Answer(Verdict(True), 0, "there"), Answer(Verdict(True), 0, "there")))
    stream = list(contest(5, 2, 5).answers(done={(0, 2): there, (0, 3): there, (1, 0): there}))
    assert stream[0] == [there] * 3
    assert [[each.place for each in cell] for cell in stream[1:]] == [
        [(0, 0), (0, 1)], [(0, 4)], [(1, 1), (1, 2), (1, 3), (1, 4)],
    ]  # fmt: skip


def test_of_work_that_was_ended_early_the_part_stands_that_all_did_who_began():
    first, second = list(contest(4, 2, 1, 1).answers())[:2], Given(1, 2, ())
    part, answers = contest(4, 2, 1, 1).part([*first[0], *first[1], second])
    assert (len(part.solvers), len(part.instances)) == (2, 1)
    assert [each.place for each in answers] == [(0, 0), (1, 0)]
    assert answers[0].answers[0].solution == 2


def test_a_missing_answer_is_an_error():
    with pytest.raises(KeyError):
        contest(2, 1).runs([Given(0, 0, (Answer(Verdict(True), 0), Answer(Verdict(True), 0)))])


def test_cells_are_cut_by_the_solvers_block():
    assert list(contest(3, 2).cells()) == [Cell(0, (0, 1)), Cell(0, (2,))]
