"""Few answers are shown one by one, many as what they come to; what is not verified is said."""

import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Problem, Result, Verdict, minimise
from thinkers.cli import answers
from thinkers.cli.beneath import plain
from thinkers.engine.result import Breadth


class Costly(PrefixSums):
    objective = minimise("length")
    refinable = True


RIGHT = Verdict(True, 3.0)
WRONG = Verdict(False, reason="a bit is off")
UNKNOWN = Verdict(True, 5.0, known=False)
IMPOSSIBLE = Verdict(False, reason="no way leads there", possible=False)


class Plain(Costly):
    """Names no symmetries."""

    symmetric = Problem.symmetric


def results(*verdicts, problem=Costly, refining=0.0, breadth=None):
    """A result of each verdict, of one instance."""
    instance, solution = problem().toy()
    return [
        Result(
            problem(), "prefix_sums/tiny", instance, solution, verdict, Verdict(True, 4.0),
            7 + place, 0.5, "converged", [], "cpu", refining=refining, breadth=breadth,
        )
        for place, verdict in enumerate(verdicts)
    ]  # fmt: skip


def shown(capsys, *verdicts, pictures=True, **more):
    answers.show(results(*verdicts, **more), plain if pictures else None)
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_up_to_three_are_shown_with_their_pictures_and_more_are_not(capsys):
    for count in (1, 2, 3):
        assert shown(capsys, *[RIGHT] * count).count("bits ") == count
    assert "bits " not in shown(capsys, *[RIGHT] * 4)
    assert "bits " not in shown(capsys, RIGHT, pictures=False)


def test_several_are_summed_up_at_the_end_however_few_they_are(capsys):
    last = shown(capsys, RIGHT, WRONG, UNKNOWN).splitlines()[-1]
    assert last == "3 answers: 1 verified, 1 wrong (instances 1), 1 unknown (instances 2)"
    assert "answers" not in shown(capsys, RIGHT)


class Worded(Costly):
    def words(self, instance, solution):
        return f"the answer has {len(solution)} bits"


@pytest.mark.parametrize("pictures", [True, False])
def test_what_an_answer_is_in_words_is_said_of_each_of_a_few(capsys, pictures):
    for count, told in ((1, 1), (3, 3), (4, 0)):
        text = shown(capsys, *[RIGHT] * count, problem=Worded, pictures=pictures)
        assert text.count("the answer has ") == told


def test_many_are_told_by_their_number_mean_best_and_worst(capsys):
    verdicts = [Verdict(True, cost) for cost in (2.0, 4.0, 9.0)]
    lines = shown(capsys, *verdicts, WRONG, UNKNOWN, WRONG, refining=0.1).splitlines()
    assert lines[0] == "prefix_sums, 6 instances"
    told = {line[:14].rstrip(): line[16:] for line in lines[1:]}
    assert told["answers"] == "3 verified, 2 wrong (instances 3, 5), 1 unknown (instances 4)"
    assert told["length"] == "mean 5, best 2, worst 9, refined from a mean of 4"
    assert told["thinking"].startswith("prefix_sums/tiny, 7 to 12 iterations and 0.6 s each on cpu")


def test_no_more_than_ten_are_named(capsys):
    assert "(instances 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...)" in shown(capsys, *[WRONG] * 12)


def test_a_wrong_answer_is_told_what_may_help(capsys):
    assert "--breadth 8 or --refine may mend it" in shown(capsys, WRONG)
    assert "\n--refine may mend it" in shown(capsys, WRONG, problem=Plain)
    assert "\n--refine may mend it" in shown(capsys, WRONG, breadth=Breadth(8, 0))
    assert "\n--breadth 8 may mend it" in shown(capsys, WRONG, problem=PrefixSums)
    assert "--refine" not in shown(capsys, WRONG, refining=0.1)
    assert "--refine" not in shown(capsys, WRONG, problem=PrefixSums)
    assert "--refine" not in shown(capsys, RIGHT)


def test_nobody_is_to_blame_where_there_is_no_answer(capsys):
    assert "--refine" not in shown(capsys, IMPOSSIBLE)
    told = shown(capsys, RIGHT, WRONG, IMPOSSIBLE, RIGHT)
    assert "2 verified, 1 wrong (instances 1), 1 without any answer (instances 2)" in told
