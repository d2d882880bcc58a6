"""Curves are means over instances, from the time on at which there is an answer to each."""

import numpy as np
import pytest

from thinkers import ConfigError, Verdict, minimise
from thinkers.scoring.anytime import courses, draw
from thinkers.scoring.rows import Row
from thinkers.scoring.runs import Answer, Point, Run

LENGTH = minimise("length")


def run_of(name, *curves):
    answers = [
        Answer(Verdict(True, curve[-1][1]), curve[-1][0], "x", curve=tuple(
            Point(seconds, cost, None) for seconds, cost in curve
        ))
        for curve in curves
    ]  # fmt: skip
    return Run(name, "baseline", answers)


def rows_of(*runs):
    return [Row("tsp", run.solver, run.kind, len(run.answers), 1.0) for run in runs]


def test_the_mean_gap_at_each_change():
    fast = run_of("fast", [(1.0, 20.0), (3.0, 10.0)], [(2.0, 15.0)])
    best = run_of("best", [(9.0, 10.0)], [(9.0, 10.0)])
    course, other = courses(rows_of(fast, best), [fast, best])
    assert course.seconds.tolist() == [2.0, 3.0]
    np.testing.assert_allclose(course.gap, [(1.0 + 0.5) / 2, (0.0 + 0.5) / 2])
    assert (other.seconds.tolist(), other.gap.tolist()) == ([9.0], [0.0])


def test_who_failed_once_has_no_curve():
    good, bad = run_of("good", [(1.0, 10.0)]), Run("bad", "baseline", [Answer(Verdict(False), 1.0)])
    assert [each.solver for each in courses(rows_of(good, bad), [good, bad])] == ["good"]


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_picture_is_written(tmp_path, ending):
    pytest.importorskip("matplotlib")
    run = run_of("good", [(1.0, 20.0), (2.0, 10.0)])
    draw(LENGTH, rows_of(run), [run], tmp_path / f"curves.{ending}")
    assert (tmp_path / f"curves.{ending}").stat().st_size > 1000


def test_what_cannot_be_drawn_is_refused(tmp_path):
    run = run_of("good", [(1.0, 10.0)])
    with pytest.raises(ConfigError, match=r"cannot draw to 'a\.pdf'"):
        draw(LENGTH, rows_of(run), [run], tmp_path / "a.pdf")
    with pytest.raises(ConfigError, match="no curves to draw"):
        draw(None, rows_of(run), [run], tmp_path / "a.png")
