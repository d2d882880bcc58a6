"""A tally says which answers are not verified and what may help, and keeps none of them."""

import re
import weakref

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Result, SolveError, Verdict
from thinkers.cli.tally import NAMED, Tally


class Refinable(PrefixSums):
    refinable = True


RIGHT = Verdict(True, 3.0)
WRONG = Verdict(False, reason="a bit is off")
UNKNOWN = Verdict(True, 5.0, known=False)
IMPOSSIBLE = Verdict(False, reason="no way leads there", possible=False)


def results(*verdicts):
    """A result of each verdict, of one instance."""
    instance, solution = PrefixSums().toy()
    return (
        Result(
            Refinable(), "prefix_sums/tiny", instance, solution, verdict, verdict, 7, 0.5,
            "converged", [], "cpu",
        )
        for verdict in verdicts
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ([WRONG], "the answer is wrong: a bit is off"),
        ([UNKNOWN], "the answer is not verified: no right one is known to hold it against"),
        ([RIGHT, WRONG], "not every answer is verified: 1 verified, 1 wrong (instances 1)"),
    ],
)
def test_what_is_not_verified_is_a_failure_with_what_may_help(verdicts, said):
    with pytest.raises(SolveError, match=re.escape(said)) as raised:
        Tally.of(results(*verdicts)).require_verified()
    assert raised.value.hint.startswith(
        "--breadth 8 or --refine may mend it; `thinkers compare prefix_sums`"
    )


def test_where_there_is_no_answer_nothing_is_advised():
    with pytest.raises(SolveError, match=r"^there is no answer: no way leads there$") as raised:
        Tally.of(results(IMPOSSIBLE)).require_verified()
    assert raised.value.hint == ""


@pytest.mark.parametrize("verdicts", [[], [RIGHT, Verdict(True, np.inf)]])
def test_what_is_verified_passes(verdicts):
    Tally.of(results(*verdicts)).require_verified()


def test_of_many_the_first_are_named_and_none_is_kept():
    tally, alive = Tally(), []
    for result in results(*[RIGHT, WRONG, UNKNOWN, IMPOSSIBLE] * 100):
        alive.append(weakref.ref(result))
        tally.add(result)
        del result
    assert not any(each() is not None for each in alive)
    assert tally.count == 400
    for name, first in (("wrong", 1), ("unknown", 2), ("without any answer", 3)):
        numbers = ", ".join(str(4 * place + first) for place in range(NAMED))
        assert f"100 {name} (instances {numbers}, ...)" in tally.verified()
    assert tally.verified().startswith("100 verified, 100 wrong")
