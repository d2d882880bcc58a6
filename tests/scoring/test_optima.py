"""Optima are found by name, by digest and beside answers; a better answer refutes one."""

from math import inf

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.problem import Tsp

from thinkers import Problem, Verdict, maximise
from thinkers.errors import InvalidInstanceError
from thinkers.scoring.identity import digest_of
from thinkers.scoring.optima import known_optima, read_optima
from thinkers.scoring.runs import Answer, Run

SQUARE = TspInstance.of(np.array([[0, 0], [0, 1], [1, 1], [1, 0]]), name="square")
LINE = TspInstance.of(np.array([[0, 0], [0, 2], [0, 4]]), name="line")


def run_of(*costs):
    return Run("solver", "baseline", [Answer(Verdict(cost < inf, cost), 1.0) for cost in costs])


@pytest.mark.parametrize(("name", "text"), [("o.csv", "name,optimum\n\n"), ("o.json", "{}")])
def test_a_file_without_an_optimum_is_refused(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InvalidInstanceError, match="holds no optimum"):
        read_optima(path, Tsp())


def test_optima_of_other_instances_are_told_apart():
    def foreign(optima):
        return known_optima(Tsp(), [LINE, SQUARE], [run_of(9, 4)], optima).foreign

    assert foreign({"circle": 3.0})
    assert not foreign({"circle": 3.0, "line": 8.5})
    assert not foreign({"line": 10.0})  # refuted, which is said
    assert not foreign({})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("o.csv", "name,optimum\nsquare,4\nline,8.5\n"),
        ("o.csv", "square, 4\n\nline, 8.5\n"),
        ("o.json", '{"square": 4, "line": "8.5"}'),
    ],
)
def test_files_of_names_and_numbers(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    found = read_optima(path, Tsp())
    assert found == {"square": 4, "line": 8.5}
    assert known_optima(Tsp(), [LINE, SQUARE], [run_of(9, 4)], found).costs == [8.5, 4]


def test_a_file_of_instances_with_their_answers(tmp_path):
    path = tmp_path / "o.npz"
    Tsp().write(path, [SQUARE], [np.arange(4)])
    instances = [LINE, *Tsp().read(path)]
    found = read_optima(path, Tsp())
    assert known_optima(Tsp(), instances, [run_of(9, 5)], found).costs == [None, 4]


def test_a_file_of_an_answer_alone_is_held_against_the_instances(tmp_path):
    path = tmp_path / "o.opt.tour"
    Tsp().write(path, [SQUARE], [np.arange(4)])
    found = read_optima(path, Tsp(), [SQUARE, LINE, SQUARE])
    assert found == {digest_of(Tsp(), SQUARE): 4}
    with pytest.raises(InvalidInstanceError, match="a tour of square: 0 of 0 instances"):
        read_optima(path, Tsp())


def test_a_problem_that_does_not_say_how_such_a_file_is_read_refuses_it(tmp_path):
    class Short(Tsp):
        read_answers_to = Problem.read_answers_to

    with pytest.raises(InvalidInstanceError, match="tsp reads no answers without instances"):
        read_optima(tmp_path / "o.tour", Short(), [SQUARE])


def test_the_first_digits_of_a_digest_are_a_name():
    digest = digest_of(Tsp(), SQUARE)
    for known in (digest, digest[:8].upper()):
        assert known_optima(Tsp(), [SQUARE], [run_of(5)], {known: 4}).costs == [4]
    assert known_optima(Tsp(), [SQUARE], [run_of(5)], {digest[:7]: 4}).costs == [None]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("o.json", "[1]", "expected an object"),
        ("o.json", "{", "no JSON"),
        ("o.json", '{"a": true}', "a: expected a finite number, got True"),
        ("o.json", '{"a": NaN}', "a: expected a finite number"),
        ("o.csv", "a,1\nb,x\n", "line 2: expected a finite number, got 'x'"),
        ("o.csv", "a,1,2\n", "line 1: expected a name and a number"),
        ("o.txt", "nothing", "o.txt"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path, name, text, fault):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InvalidInstanceError, match=fault):
        read_optima(path, Tsp())


def test_where_answers_have_no_costs_there_is_no_optimum(tmp_path):
    with pytest.raises(InvalidInstanceError, match="right or wrong"):
        read_optima(tmp_path / "o.csv", PrefixSums())


def test_a_better_answer_refutes_an_optimum():
    known = known_optima(Tsp(), [SQUARE, LINE], [run_of(5, 9), run_of(4, inf)], {"square": 4.5})
    assert known.costs == [None, None]
    assert known.refuted == [
        "the optimum of square is refuted: solver found length 4, which is better than 4.5"
    ]


def test_rounding_refutes_nothing():
    assert not known_optima(Tsp(), [SQUARE], [run_of(4 - 1e-12)], {"square": 4.0}).refuted


def test_what_is_maximised_is_said_as_people_read_it():
    class Gainful(PrefixSums):
        objective = maximise("gain")

    bits = np.array([0, 1])
    digest = digest_of(Gainful(), bits)
    known = known_optima(Gainful(), [bits], [run_of(-5.0)], {digest: 5.0})
    assert (known.costs, known.refuted) == ([-5.0], [])
    beaten = known_optima(Gainful(), [bits], [run_of(-6.0)], {digest: 5.0})
    assert beaten.refuted == [
        "the optimum of instance 0 is refuted: solver found gain 6, which is better than 5"
    ]
