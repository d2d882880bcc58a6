"""Numbers lie on a scale in their order, marks among them, and the ends at the ends."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thinkers.scoring.report.scales import at_sizes, linear, logarithmic, root

positive = st.floats(1e-6, 1e6)


@st.composite
def scales(draw):
    low, high = sorted(draw(st.tuples(positive, positive)))
    kind = draw(st.sampled_from(["linear", "root", "logarithmic", "sizes"]))
    return {
        "linear": lambda: linear(low, high, "x"),
        "root": lambda: root(high, "x"),
        "logarithmic": lambda: logarithmic([low, high, 0.0], "x"),
        "sizes": lambda: at_sizes([low, high], "x"),
    }[kind]()


@given(scales(), st.lists(positive, min_size=2, max_size=9))
def test_places_are_in_the_order_of_the_numbers(scale, numbers):
    places = [scale.at(number) for number in sorted(numbers)]
    assert all(0 <= place <= 1 for place in places)
    assert all(left <= right for left, right in pairwise(places))
    assert (scale.at(scale.low), scale.at(scale.high)) == (0, pytest.approx(1))


@given(scales())
def test_marks_lie_on_the_scale_and_are_few(scale):
    assert list(scale.marks) == sorted(scale.marks)
    assert 1 <= len(scale.marks) <= 13
    span = scale.high - scale.low
    assert all(scale.low - 1e-6 * span <= mark <= scale.high + 1e-6 * span for mark in scale.marks)


def test_by_hand():
    assert root(25, "x").at(6.25) == pytest.approx(0.5)
    assert root(87, "x").marks == [0, 1, 5, 10, 20, 40, 60, 80]
    assert logarithmic([0.02, 5], "s").marks == [0.01, 0.1, 1.0, 10.0]
    assert logarithmic([0.01, 10], "s").at(0.1) == pytest.approx(1 / 3)
    assert linear(0, 100, "%").marks == [0, 20, 40, 60, 80, 100]
    assert at_sizes([20, 200], "n").at(63.2456) == pytest.approx(0.5, abs=1e-5)


def test_nothing_is_a_scale_too():
    assert logarithmic([], "s").low < logarithmic([], "s").high
    assert root(0.0, "x").at(0.0) == 0
    assert at_sizes([5.0], "n").at(5.0) == 0
