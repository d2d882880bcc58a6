"""The best, the median and the worst answer are those by gap, and what cannot be drawn is said."""

import re
from dataclasses import replace

import numpy as np

from thinkers.scoring.report.pictures import pictures


def numbers(text):
    return re.findall(r"<figcaption>(\w+): instance (\d+), ([^<]*)<", text)


def test_they_are_those_by_gap(sheet):
    one = sheet(6)
    for text, gaps in zip(pictures(one), one.gaps, strict=True):
        found = [int(place) for _, place, _ in numbers(text)]
        assert [gaps[place] for place in found] == [gaps.min(), np.sort(gaps)[6], gaps.max()]


def test_the_worst_of_those_that_failed_says_why(sheet):
    *_, moody = pictures(sheet(6))
    assert numbers(moody)[2][2] == "failed: no mood"


def test_a_plugin_that_cannot_draw_leaves_words(sheet, monkeypatch):
    one = sheet(6)

    def draw(instance, solution):
        raise ZeroDivisionError

    monkeypatch.setattr(type(one.found.problem), "draw", staticmethod(draw))
    text = "".join(pictures(one))
    assert text.count("no picture") == 12
    assert "<img" not in text


def test_instances_that_are_not_known_have_no_pictures(sheet):
    assert list(pictures(replace(sheet(6), instances=[]))) == []
