"""Charts draw what a slow count says, and a number that is not there is drawn nowhere."""

import re
from dataclasses import replace
from itertools import pairwise
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thinkers.scoring.report import boxes, charts
from thinkers.scoring.report.scales import linear, logarithmic
from thinkers.scoring.report.svg import Chart, apart
from thinkers.scoring.runs import Run
from thinkers.scoring.statistics import share_interval


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, inf]), min_size=1, max_size=9))
def test_a_profile_is_the_share_within_each_gap(values):
    points = list(charts._shares(np.array(values), 9.0))
    for gap in (0.0, 0.4, 0.5, 1.5, 2.0, 8.0):
        before = [share for at, share in points if at <= gap]
        right = 100 * sum(value <= gap for value in values) / len(values)
        assert (before[-1] if before else 0) == pytest.approx(right)
    assert points[-1] == (9.0, pytest.approx(100 * sum(np.isfinite(values)) / len(values)))


def test_answers_over_time_are_medians_of_the_best_so_far():
    curves = [
        [(1.0, 20.0, None), (3.0, 10.0, None)],
        [(2.0, 15.0, None), (2.5, 30.0, None)],
        [(9.0, None, 5.0)],
    ]
    found = charts._medians(curves, np.full(3, 10.0), np.array([0.5, 1.0, 2.0, 3.0, 9.0]))
    assert found.tolist() == [inf, inf, 100, 50, 50]


def test_the_chart_against_time_begins_where_most_have_an_answer(sheet):
    chart = charts.anytime(sheet(6))
    assert "ends at" in chart.told
    without = sheet(6)
    bare = [
        Run(run.solver, run.kind, [replace(answer, curve=()) for answer in run.answers])
        for run in without.found.runs
    ]
    assert charts.anytime(replace(without, found=replace(without.found, runs=bare))) is None


def test_what_lies_beyond_an_axis_lies_at_its_end():
    chart = Chart("title", linear(0, 10, "x"), linear(0, 10, "y"))
    chart.line([(-5, 0), (5, 50)], 0)
    numbers = list(map(float, re.findall(r"[\d.]+", chart.to_svg().split("points=")[1])))
    assert numbers[:4] == [46.0, 228.0, 227.0, 10.0]


def test_numbers_of_an_axis_do_not_cover_each_other():
    for scale in (linear(0, 1e5, "x"), logarithmic([1e-6, 1e6], "x")):
        shown = list(apart(scale, 300))
        assert len(shown) >= 2
        ends = [(at - 4 * len(words), at + 4 * len(words)) for at, words in shown]
        assert all(left[1] <= right[0] for left, right in pairwise(ends))


def test_sizes_are_shaded_where_the_model_was_trained(sheet):
    assert charts.extrapolation([sheet(6)]) is None
    text = charts.extrapolation([sheet(6), sheet(12)]).to_svg()
    assert 'class="shade"' in text
    far = [replace(each, trained={"tsp/dt-m": (50, 60)}) for each in (sheet(6), sheet(12))]
    assert 'class="shade"' not in charts.extrapolation(far).to_svg()


def test_a_box_tells_its_quartiles_in_words_and_counts_failures(sheet):
    text = boxes.gap_boxes(sheet(6))
    assert text.count("three quarters") == 4
    assert text.count("3 failed") == 1
    assert "3 failed" not in boxes.time_boxes(sheet(6))


def test_the_interval_of_a_share_by_hand():
    """Wilson's interval of 8 of 10 (as statsmodels' proportion_confint says)."""
    assert share_interval(8, 10) == pytest.approx((0.490162, 0.943318), abs=1e-5)
    assert share_interval(0, 5)[0] == 0
    assert share_interval(5, 5)[1] == 1
