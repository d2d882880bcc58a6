"""Each instance stops by itself, exactly when its rule says so, under the rule's own name."""

from dataclasses import replace
from math import inf, nan
from threading import Event

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkers.engine.progress import Progress
from thinkers.engine.stop import (
    AnyOf,
    Certified,
    CertifiedAnswer,
    Converged,
    Deadline,
    Interrupted,
    MaxIterations,
    Stalled,
    Unchanged,
)
from thinkers.errors import ConfigError


def progress(iteration=1, change=(1.0, 0.001), size=(10.0, 10.0), seconds=0.0):
    return Progress(iteration, np.array(change), np.array(size), seconds)


def test_the_residual_is_relative_to_the_size_of_the_thought():
    assert progress().residual.tolist() == [0.1, 0.0001]


def test_a_thought_of_size_zero_is_settled_only_when_it_does_not_change():
    still, moving = progress(change=(0.0, 1.0), size=(0.0, 0.0)).residual
    assert still == 0
    assert moving > 1e300


@pytest.mark.parametrize(("iteration", "stops"), [(1, False), (4, False), (5, True), (6, True)])
def test_max_iterations_stops_all_at_the_count(iteration, stops):
    assert MaxIterations(5).met(progress(iteration)).tolist() == [stops, stops]


def test_converged_stops_the_settled_ones_only():
    rule = Converged(0.01)
    assert rule.met(progress()).tolist() == [False, True]
    assert rule.reasons(progress()).tolist() == ["", "converged"]
    assert not Converged(0.1).met(progress(change=(1.0,), size=(10.0,)))[0], "below, not at"


@pytest.mark.parametrize(("seconds", "stops"), [(0.4, False), (0.5, True), (9.0, True)])
def test_deadline_stops_all_once_the_time_is_over(seconds, stops):
    assert Deadline(0.5).met(progress(seconds=seconds)).tolist() == [stops, stops]


def test_a_thought_that_is_not_a_number_never_counts_as_settled():
    assert not Converged(0.5).met(progress(change=(nan, inf), size=(nan, inf))).any()


@pytest.mark.parametrize(
    "build",
    [
        lambda: MaxIterations(0),
        lambda: MaxIterations(-3),
        lambda: Converged(0.0),
        lambda: Converged(1.0),
        lambda: Converged(2.0),
        lambda: Converged(nan),
        lambda: Deadline(0.0),
        lambda: Deadline(-1.0),
        lambda: Deadline(nan),
        AnyOf,
    ],
)
def test_a_rule_out_of_range_says_what_it_expected(build):
    with pytest.raises(ConfigError, match=r"^expected "):
        build()


def test_any_of_gives_the_name_of_the_first_rule_in_order():
    both = progress(iteration=5)
    assert AnyOf(MaxIterations(5), Converged(0.01)).reasons(both).tolist() == ["max_iterations"] * 2
    assert AnyOf(Converged(0.01), MaxIterations(5)).reasons(both).tolist() == [
        "max_iterations",
        "converged",
    ]


def test_names_of_any_length_survive_joining():
    """Strings of numpy have a fixed width: a longer name must not be cut."""
    joined = AnyOf(Deadline(1.0), MaxIterations(1)).reasons(progress(iteration=1))
    assert joined.tolist() == ["max_iterations", "max_iterations"]
    nested = AnyOf(Converged(0.01), AnyOf(Deadline(9.0), MaxIterations(1)))
    assert nested.reasons(progress()).tolist() == ["max_iterations", "converged"]


numbers = st.floats(0, 1e6, allow_nan=False)


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 20),
    st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5),
    st.floats(0, 10),
)
def test_any_of_stops_exactly_when_one_of_its_rules_does(iteration, thoughts, seconds):
    seen = progress(iteration, *zip(*thoughts, strict=True), seconds)
    rules = [MaxIterations(10), Converged(0.1), Deadline(5.0)]
    expected = [any(rule.met(seen)[i] for rule in rules) for i in range(len(thoughts))]
    joined = AnyOf(*rules)
    assert joined.met(seen).tolist() == expected
    for i, reason in enumerate(joined.reasons(seen).tolist()):
        first = next((rule.name for rule in rules if rule.met(seen)[i]), "")
        assert reason == first


def proven(distance, final):
    return Progress(
        3, np.ones(2), np.ones(2), 0.0, np.array(distance), lambda: np.array(final)
    )  # fmt: skip


def test_certified_stops_those_proven_to_be_near():
    assert Certified(0.1).met(proven((0.1, 0.11), (0, 0))).tolist() == [True, False]
    assert Certified(0.1).met(progress()).tolist() == [False, False], "without a proof never"


def test_a_certified_answer_needs_every_position():
    assert CertifiedAnswer().met(proven((9, 9), (1.0, 0.99))).tolist() == [True, False]
    assert CertifiedAnswer().met(progress()).tolist() == [False, False], "without a proof never"


@pytest.mark.parametrize("epsilon", [0.0, -1.0, nan])
def test_an_epsilon_that_means_nothing_is_refused(epsilon):
    with pytest.raises(ConfigError, match="expected epsilon > 0, got"):
        Certified(epsilon)


@pytest.mark.parametrize(("pace", "stops"), [(0.0, False), (0.09, False), (0.2, True), (7.0, True)])
def test_a_deadline_does_not_begin_an_iteration_that_would_end_after_it(pace, stops):
    seen = replace(progress(seconds=0.4), iteration_seconds=pace)
    assert Deadline(0.5).met(seen).tolist() == [stops, stops]


def test_what_is_over_in_the_midst_of_an_iteration_is_told_by_the_first_rule_that_knows():
    event = Event()
    rule = AnyOf(MaxIterations(1), Interrupted(event), Deadline(0.5))
    assert (rule.over(0.4), rule.over(0.5)) == ("", "deadline")
    event.set()
    assert rule.over(0.5) == "interrupted"


def test_interrupted_stops_all_once_the_event_is_set():
    event = Event()
    assert Interrupted(event).met(progress()).tolist() == [False, False]
    event.set()
    assert Interrupted(event).reasons(progress()).tolist() == ["interrupted"] * 2


@pytest.mark.parametrize(
    ("iteration", "best_at", "stops"),
    [(50, 0, True), (50, 1, False), (200, 150, True), (400, 301, False), (400, 300, True)],
)
def test_stalled_gives_up_after_fifty_iterations_or_a_quarter_without_a_new_minimum(
    iteration, best_at, stops
):
    seen = replace(progress(iteration), best_at=np.array([best_at, iteration]))
    assert Stalled().met(seen).tolist() == [stops, False]
    assert not Stalled().met(progress(iteration)).any(), "nobody knows"


def test_the_most_iterations_are_the_least_of_the_rules():
    assert AnyOf(Converged(0.1), Deadline(1.0)).max_iterations is None
    assert AnyOf(MaxIterations(9), AnyOf(Converged(0.1), MaxIterations(4))).max_iterations == 4


@pytest.mark.parametrize(("iteration", "stops"), [(7, False), (8, True), (12, True)])
def test_unchanged_stops_what_has_had_the_same_answer_at_so_many_looks(iteration, stops):
    looked = []

    def same():
        looked.append(iteration)
        return np.array([2, 3])

    at = replace(progress(iteration), same=same)
    assert Unchanged(looks=3, every=4).met(at).tolist() == [False, stops]
    assert bool(looked) == stops, "a look is costly"


def test_unchanged_is_never_met_where_no_answers_are_read():
    assert not Unchanged().met(progress(8)).any()


@pytest.mark.parametrize("settings", [{"looks": 1}, {"every": 0}])
def test_unchanged_needs_two_looks(settings):
    with pytest.raises(ConfigError, match="expected looks >= 2 and every >= 1"):
        Unchanged(**settings)
