"""Which of a model's measurements is worse, and whether it is judged by gaps or by shares right."""

from dataclasses import dataclass

import pytest

from thinkers.models.scores import worst_first


@pytest.mark.parametrize(
    ("gap", "cells", "by_gap"), [(0.1, None, True), (None, None, False), (0.0, 1.0, False)]
)
def test_scores_are_gaps_only_where_no_position_is_right_by_itself(card, gap, cells, by_gap):
    score = {
        "size": 8, "instances": 2, "feasible": 1.0, "exact": 1.0, "mean_gap": gap,
        "cell_accuracy": cells,
    }  # fmt: skip
    assert card(scores=[score]).scored_by_gap == by_gap
    assert card(scores=[score, score | {"mean_gap": None}]).scored_by_gap == by_gap


@dataclass(frozen=True)
class Row:
    """What `worst_first` asks of a row."""

    exact: float | None
    mean_gap: float | None = None
    feasible: float | None = 1.0
    cell_accuracy: float | None = None


def test_the_worst_comes_first_and_what_has_no_scores_last():
    rows = [Row(0.5), Row(None, None, None), Row(1.0), Row(0.5, feasible=0.7), Row(0.2)]
    assert worst_first(rows) == [rows[i] for i in (4, 3, 0, 2, 1)]
    rows = [Row(1.0, 0.1), Row(0.0, None, 0.9), Row(0.0, 0.2), Row(0.0, None, 0.5), Row(1.0, 0.0)]
    assert worst_first(rows) == [rows[i] for i in (3, 1, 2, 0, 4)]


def test_equally_bad_rows_stay_as_they_came():
    first, second = Row(1.0, 0.1, cell_accuracy=1.0), Row(1.0, 0.3, cell_accuracy=1.0)
    assert worst_first([first, second]) == [first, second]
    assert worst_first([second, first]) == [second, first]
