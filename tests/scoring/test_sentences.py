"""What tests say is told in words, with the size of a difference and how sure it is."""

from dataclasses import replace

from thinkers import maximise, minimise
from thinkers.scoring.rows import Row
from thinkers.scoring.sentences import differences

FIRST = Row("tsp", "exact", "baseline", 12, 1.0)
WORSE = Row(
    "tsp", "dt-m", "refined", 12, 1.0, difference=0.0312, difference_low=0.02,
    difference_high=0.045, test="Wilcoxon", p_value=0.0012, p_adjusted=0.0024, call="worse",
)  # fmt: skip
ALIKE = replace(
    WORSE, solver="greedy", kind="baseline", difference=0.001, difference_low=-0.002,
    p_adjusted=0.61, call="no significant difference",
)  # fmt: skip


def test_better_worse_and_no_difference_are_said():
    assert list(differences(minimise("length"), [WORSE, FIRST, ALIKE])) == [
        "dt-m + refine is worse than exact: length +3.12 % (95 %: +2.00 to +4.50), p = 0.0024",
        "greedy: no significant difference from exact, length +0.10 % (95 %: -0.20 to +4.50), "
        "p = 0.61",
        "p by Wilcoxon's signed-rank test, failures ranked last; Holm's correction for 2 tests",
    ]


def test_no_test_is_named_where_there_is_nothing_to_test():
    tied = replace(WORSE, ties=12, p_value=1.0, p_adjusted=1.0, call="no significant difference")
    assert list(differences(minimise("length"), [FIRST, tied])) == [
        "dt-m + refine ties with exact on every instance"
    ]


def test_what_is_maximised_is_told_with_its_own_sign():
    text, _ = differences(maximise("gain"), [FIRST, WORSE])
    assert "gain -3.12 % (95 %: -4.50 to -2.00)" in text


def test_right_and_wrong_answers_have_no_size():
    text, test = differences(None, [FIRST, replace(WORSE, test="McNemar", p_adjusted=1e-9)])
    assert text == "dt-m + refine is worse than exact: p < 0.0001"
    assert test == "p by McNemar's exact test"


def test_few_instances_are_said_to_be_few_and_one_says_nothing():
    def few(count):
        return list(differences(None, [replace(row, instances=count) for row in (FIRST, WORSE)]))

    assert few(1) == []
    assert few(5) == ["no difference can be significant on fewer than 6 instances"]
    assert len(few(6)) == 2


def test_without_scipy_it_is_said_how_to_get_it():
    row = replace(WORSE, p_value=None, p_adjusted=None, call="")
    text, hint = differences(minimise("length"), [FIRST, row])
    assert text == "dt-m + refine against exact: length +3.12 % (95 %: +2.00 to +4.50)"
    assert hint == "p-values need scipy: pip install 'thinkers[statistics]'"
