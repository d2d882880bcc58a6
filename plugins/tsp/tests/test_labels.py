"""Labels are shortest tours where they say so, never take long, and can be followed."""

import numpy as np
import pytest
from thinkers_tsp import labels as module
from thinkers_tsp import valid
from thinkers_tsp.check import check
from thinkers_tsp.circuit import Circuit
from thinkers_tsp.exact import MAX_CITIES
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.labels import labels, reported
from thinkers_tsp.problem import Tsp, TspParams

from thinkers import Advance


def draw(kind, *sizes):
    return [KINDS[kind](np.random.default_rng(size), size) for size in sizes]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_small_labels_are_proved_in_the_order_of_their_instances(kind, shortest):
    instances = draw(kind, 5, 7, 7, 5, 8)
    for instance, label in zip(instances, labels(instances), strict=True):
        assert label.proved
        assert instance.length(label.tour) == pytest.approx(shortest(instance.distances))


def test_beyond_held_and_karp_labels_are_proved_by_circuits():
    (label,) = labels(draw("asymmetric", MAX_CITIES + 1))
    assert label.proved


@pytest.mark.parametrize("cities", [20, 100, 150])
def test_there_and_back_along_a_line_is_proved_without_a_search(cities, monkeypatch):
    monkeypatch.setattr(module, "circuit", None)
    monkeypatch.setattr(module, "search", None)
    ways = np.random.default_rng(0).permutation(cities)[:, None] * np.array([3.0, 4.0])
    (label,) = labels([TspInstance.of(ways)])
    assert label.proved
    assert TspInstance.of(ways).length(label.tour) == 10 * (cities - 1)


def test_there_and_back_proves_nothing_where_ways_are_no_straight_lines(shortest):
    detour = TspInstance(np.array([[0.0, 9, 1], [9, 0, 1], [1, 1, 0]]))
    assert not module._there_and_back(detour, np.array([0, 1, 2]))
    assert shortest(detour.distances) == 11


def test_without_a_proof_in_time_a_label_is_what_the_search_finds():
    (instance,) = draw("euclidean", 20)
    (label,) = labels([instance], proof_seconds=1e-9)
    assert not label.proved
    (best,) = labels([instance])
    assert instance.length(label.tour) <= 1.05 * instance.length(best.tour)


@pytest.mark.parametrize("cities", [20, module.PROVABLE + 1])
def test_proofs_and_searches_have_a_time_limit(cities, monkeypatch):
    given = []

    def circuit(distances, seconds, hint):
        given.append(seconds)
        return Circuit(hint, False, 0.0)

    def search(instance, start, rng, *, kicks, seconds):
        given.append(seconds)
        return start

    monkeypatch.setattr(module, "circuit", circuit)
    monkeypatch.setattr(module, "search", search)
    (label,) = labels(draw("euclidean", cities))
    assert not label.proved
    proof = [module.PROOF_SECONDS] if cities <= module.PROVABLE else []
    assert given == [module.SEARCH_SECONDS, *proof]


@pytest.fixture
def proofs(monkeypatch):
    """The seconds that CP-SAT is given for each proof."""
    given = []

    def circuit(distances, seconds, hint):
        given.append(seconds)
        return Circuit(hint, False, 0.0)

    monkeypatch.setattr(module, "circuit", circuit)
    return given


@pytest.mark.parametrize("kind", ["euclidean", "asymmetric", "forbidden"])
def test_a_good_tour_is_proved_where_that_is_cheap(kind, proofs):
    Tsp().label(draw(kind, MAX_CITIES + 1))
    assert proofs == [module.CHEAP_SECONDS]
    Tsp().label(draw(kind, module.CHEAPLY_PROVABLE + 1))
    assert len(proofs) == 1


@pytest.mark.parametrize("cities", [MAX_CITIES + 1, module.CHEAPLY_PROVABLE + 1])
def test_where_the_search_takes_a_forbidden_leg_a_way_without_is_always_looked_for(
    cities, proofs, monkeypatch
):
    (instance,) = draw("forbidden", cities)
    worst = np.argsort(-instance.distances[0])  # begins with a leg that is forbidden
    tour = np.array([0, *worst[worst != 0]])
    assert not instance.allows(tour)
    monkeypatch.setattr(module, "search", lambda *_, **__: tour)
    Tsp().label([instance])
    assert proofs == [module.PROOF_SECONDS]


def test_labels_are_reported_as_they_are_made():
    ticks = iter(np.arange(0, 100, 2.0))
    lines = []
    instances = generate(np.random.default_rng(0), 6, 5, "euclidean")
    tours = reported(instances, lines.append, clock=lambda: next(ticks))
    assert len(tours) == 6
    assert [each for each in lines if not isinstance(each, str)] == [
        Advance("labelling", done, 6) for done in range(1, 7)
    ]
    assert [each for each in lines if isinstance(each, str)] == [
        "3 of 6 labelled, 3 proved shortest, about 6 s left",
        "6 labelled, 6 proved shortest",
    ]


def test_a_file_of_labelled_instances_says_how_many_are_proved(tmp_path):
    lines, path = [], tmp_path / "a.npz"
    params = TspParams(cities=5)
    assert Tsp().produce(path, 3, 0, params, 1, lines.append) == 3
    assert lines[-1] == "3 labelled, 3 proved shortest"
    drawn = Tsp().generate(np.random.default_rng(0), 3, params)
    for instance, again in zip(Tsp().read(path), drawn, strict=True):
        np.testing.assert_array_equal(instance.distances, again.distances)


def test_a_form_without_tours_needs_no_labels(tmp_path):
    lines = []
    Tsp().produce(tmp_path / "a.npy", 3, 0, TspParams(cities=5), 1, lines.append)
    assert lines == []


@pytest.mark.parametrize("kind", ["euclidean", "clustered", "line"])
def test_where_there_is_no_matrix_labels_are_as_short(kind, monkeypatch):
    (instance,) = draw(kind, 60)
    (label,) = labels([instance], 0.1)
    monkeypatch.setattr(valid, "MAX_CITIES", 30)
    (other,) = labels([instance], 0.1)
    assert check(instance, other.tour).cost <= 1.05 * instance.length(label.tour)
