"""The problem keeps every rule of its contract, on all kinds of distances."""

from threading import Event
from typing import get_args

import numpy as np
import pytest
from thinkers_tsp.formats import READERS
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp, TspParams

from thinkers import Effort, InvalidInstanceError
from thinkers.errors import ConfigError
from thinkers.registry.registry import installed
from thinkers.testing import problem_checks

TSP = Tsp()


CHECKS = [
    pytest.param(check, id=f"{kind}: {check}")
    for kind in sorted(KINDS)
    for check in problem_checks(TSP, TspParams(cities=7, distances=kind))
]


@pytest.mark.parametrize("check", CHECKS)
def test_contract(check):
    check()


def test_every_kind_of_distances_is_an_option():
    assert set(get_args(TspParams.model_fields["distances"].annotation)) == set(KINDS)


def test_every_suffix_has_a_reader():
    assert {form.suffix for form in TSP.formats if form.reads} == set(READERS)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"cities": 2}, "cities"),
        ({"cities": -5}, "cities"),
        ({"cities": "abc"}, "cities"),
        ({"distances": "manhattan"}, "distances"),
        ({"citys": 9}, "did you mean 'cities'"),
    ],
)
def test_bad_options_are_named(options, words):
    with pytest.raises(ConfigError, match=words):
        TspParams.of(options)


def test_the_toy_is_solved_by_hand(shortest):
    instance, tour = TSP.toy()
    assert TSP.check(instance, tour).cost == 4 == shortest(instance.distances)


def test_labels_are_best_for_sizes_that_differ(shortest):
    rng = np.random.default_rng(0)
    instances = [KINDS["asymmetric"](rng, cities) for cities in (5, 7, 5)]
    for instance, tour in zip(instances, TSP.label(instances), strict=True):
        assert instance.length(tour) == pytest.approx(shortest(instance.distances))
    assert TSP.label([]) == []


def test_labels_beyond_held_karp_are_no_longer_than_refined_tours():
    instance = KINDS["asymmetric"](np.random.default_rng(0), 16)
    start = np.random.default_rng(1).permutation(16)
    label = TSP.label([instance])[0]
    assert instance.length(label) <= instance.length(TSP.refine(instance, start, Effort()))


def test_a_description_always_implies_the_distances():
    points = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]])
    rounded = TspInstance(np.array([[0.0, 3, 6], [3, 0, 4], [6, 4, 0]]), points)
    assert set(TSP.describe(rounded)) == {"name", "distances"}
    straight = TspInstance(np.array([[0.0, 3, 5], [3, 0, 4], [5, 4, 0]]), points)
    assert set(TSP.describe(straight)) == {"name", "coordinates"}


@pytest.mark.parametrize("scores", [None, np.nan, np.inf, -np.inf, 1.0])
def test_refining_takes_any_scores(scores):
    (instance,) = TSP.generate(np.random.default_rng(0), 1, TspParams(cities=9))
    start = np.random.default_rng(1).permutation(9)
    logits = None if scores is None else np.full((1, 9, 9), scores, np.float32)
    tour = TSP.refine(instance, start, Effort(), logits)
    assert TSP.check(instance, tour).cost < TSP.check(instance, start).cost
    tour = TSP.refine(instance, start, Effort(0.01), logits)
    assert TSP.check(instance, tour).cost <= TSP.check(instance, start).cost


def test_a_limit_that_is_not_reached_changes_nothing_and_an_interrupt_ends_the_search():
    (instance,) = TSP.generate(np.random.default_rng(0), 1, TspParams(cities=20))
    start, event = np.random.default_rng(1).permutation(20), Event()
    full = TSP.refine(instance, start, Effort())
    assert np.array_equal(TSP.refine(instance, start, Effort(limit=60.0, interrupt=event)), full)
    event.set()
    cut = TSP.refine(instance, start, Effort(60.0, interrupt=event))
    assert np.array_equal(cut, start)


def test_refining_tells_each_better_tour_as_it_is_found():
    (instance,) = TSP.generate(np.random.default_rng(0), 1, TspParams(cities=30))
    start, told = np.random.default_rng(1).permutation(30), []
    tour = TSP.refine(instance, start, Effort(report=told.append))
    costs = [TSP.check(instance, each).cost for each in (start, *told)]
    assert len(told) > 0
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == pytest.approx(TSP.check(instance, tour).cost)


def test_what_refines_is_a_baseline_that_begins_anywhere():
    own = installed().baselines("tsp")
    assert own[TSP.refined_by].takes_start


def test_a_plain_array_is_no_instance():
    with pytest.raises(InvalidInstanceError, match="expected TspInstance, got ndarray") as error:
        TSP.check(np.ones((4, 4)), np.arange(4))
    assert error.value.hint == "build one with thinkers_tsp.instance.TspInstance(ways)"
