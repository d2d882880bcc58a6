"""What lies beside an answer is told in words that a legend can hold, and shades are shares."""

import numpy as np
import pytest

from thinkers import Heat, Marks, Under, Verdict, maximise, minimise

LENGTH, SIZE = minimise("length"), maximise("size")


@pytest.mark.parametrize(
    ("verdict", "objective", "said"),
    [
        (Verdict(True, 4.25), LENGTH, "length 4.25"),
        (Verdict(True, value=5), SIZE, "size 5"),
        (Verdict(True), None, "right"),
        (Verdict(False, reason="2 are missing"), LENGTH, "wrong: 2 are missing"),
        (Verdict(False, reason="no way", possible=False), None, "no answer: no way"),
        (Verdict(True, known=False), None, "not scored: no answer is known"),
    ],
)
def test_a_legend_says_who_and_what_it_comes_to(verdict, objective, said):
    assert Marks("dt-l", verdict).words(objective) == f"dt-l: {said}"
    assert Under(None, "greedy", verdict).words(objective) == f"greedy: {said}"


def test_without_a_name_or_a_check_it_says_what_there_is():
    assert Marks().words(None) == "answer"
    assert Marks().words(None, "tour") == "tour"
    assert Marks("dt-l").words(LENGTH) == "dt-l"
    assert Marks(verdict=Verdict(True)).words(None, "tour") == "tour: right"


def test_shares_are_of_the_most_and_nothing_where_nothing_is_said():
    heat = Heat(np.array([[0, 2], [np.nan, 9]]), "margin", most=4)
    assert heat.shares.tolist() == [[0, 0.5], [0, 1]]
    assert heat.text().tolist() == [[" ", "▒"], [" ", "▓"]]


@pytest.mark.parametrize(
    ("values", "most"), [([-1.0], 1.0), ([1.0], 0.0), ([1.0], np.inf), ([1.0], np.nan)]
)
def test_other_numbers_are_no_heat(values, most):
    with pytest.raises(ValueError, match="expected heat of 0 or more"):
        Heat(np.array(values), "x", most)


def test_heat_may_say_nothing_at_all():
    assert Heat(np.full(3, np.nan), "x").shares.tolist() == [0, 0, 0]
    assert Heat(np.zeros(0), "x").text().tolist() == []
