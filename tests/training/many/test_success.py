"""A success rate counts what passed, with Wilson's interval, and is written as JSON and CSV."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thinkers.errors import ConfigError
from thinkers.training.many.outcome import Outcome
from thinkers.training.many.success import Success, wilson
from thinkers.training.recipe import Bar

BAR = Bar(size=8, value=0.5)
OUTCOMES = [
    Outcome(0, "passed", 0.75, 0.25, 0.5, 20, 1.5),
    Outcome(1, "failed", None, None, None, 3, 0.0, "the loss is nan at step 3"),
    Outcome(4, "missed", 0.25, 0.5, 0.25, 20, 1.25),
]


@pytest.mark.parametrize(
    ("passed", "count", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_that_are_published(passed, count, low, high):
    assert wilson(passed, count) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_hold_the_share_and_mirror(pair):
    passed, count = pair
    low, high = wilson(passed, count)
    assert 0 <= low <= passed / count + 1e-12
    assert passed / count - 1e-12 <= high <= 1
    assert wilson(count - passed, count) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_what_is_written_is_what_was_found(tmp_path):
    success = Success("prefix_sums/tiny", BAR, OUTCOMES)
    found = json.loads(success.write(tmp_path).read_text(encoding="utf-8"))
    assert (found["passed"], found["seeds"], found["rate"]) == (1, 3, pytest.approx(1 / 3))
    assert (found["low"], found["high"]) == pytest.approx(wilson(1, 3))
    assert [Outcome(**each) for each in found["outcomes"]] == OUTCOMES
    with (tmp_path / "success.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["seed"], row["result"]) for row in rows] == [
        ("0", "passed"), ("1", "failed"), ("4", "missed"),
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="cannot write"):
        Success("a/b", BAR, OUTCOMES).write(tmp_path / "none")
