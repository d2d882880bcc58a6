"""Traits tell the kinds of distances apart, whatever the unit, the numbering and the size."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.formats import read
from thinkers_tsp.instance import TspInstance, straight_lines
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp
from thinkers_tsp.traits import traits

from thinkers.models.coverage import Coverage
from thinkers.registry.registry import installed

DATA = Path(__file__).parent / "data"
PLANE = {"symmetric", "triangle inequality", "straight lines"}
ROADS = {"asymmetric", "triangle inequality", "no straight lines"}
UNIFORM = {"asymmetric", "no triangle inequality", "no straight lines"}
OWN = {
    "euclidean": PLANE,
    "symmetric": {"symmetric", "no triangle inequality", "no straight lines"},
    "asymmetric": UNIFORM,
    "triangle": ROADS,
    "clustered": PLANE,
    "line": PLANE,
    "grid": PLANE,
    "duplicates": PLANE | {"cities at one place"},
    "drilled": PLANE,
    "streets": ROADS,
    "nearly-symmetric": ROADS,
    "forbidden": UNIFORM | {"forbidden legs"},
    "scales": PLANE,
}


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(KINDS)),
    st.integers(0, 2**32),
    st.integers(8, 150),
    st.sampled_from([1e-90, 1e-3, 1.0, 1e80]),
)
def test_each_kind_has_the_traits_that_its_name_says(kind, seed, cities, unit):
    rng = np.random.default_rng(seed)
    instance = KINDS[kind](rng, cities)
    order = rng.permutation(cities)
    again = TspInstance(instance.distances[np.ix_(order, order)] * unit)
    assert traits(instance) == traits(again) == OWN[kind]


@pytest.mark.parametrize("rounding", [np.rint, np.ceil, np.floor])
def test_rounded_lines_are_still_straight(rounding):
    points = np.random.default_rng(0).random((60, 2)) * 80
    assert traits(TspInstance(rounding(straight_lines(points)))) >= PLANE


def test_lines_in_space_and_along_streets_are_not_in_the_plane():
    points = np.random.default_rng(0).random((60, 3))
    offsets = points[:, None] - points
    space, streets = np.sqrt((offsets**2).sum(-1)), np.abs(offsets[..., :2]).sum(-1)
    for distances in (space, streets):
        found = traits(TspInstance(distances))
        assert found == {"symmetric", "triangle inequality", "no straight lines"}


def test_forbidden_legs_are_seen():
    (instance,) = read(DATA / "forbidden-arcs-1e4.atsp")
    assert "forbidden legs" in traits(instance)


def test_cities_at_one_place_are_seen_wherever_they_are():
    points = np.random.default_rng(0).random((200, 2))
    assert "cities at one place" not in traits(TspInstance.of(points))
    points[101] = points[100]
    assert traits(TspInstance.of(points)) == PLANE | {"cities at one place"}
    assert "cities at one place" in traits(TspInstance(np.zeros((3, 3))))


def test_the_shipped_model_was_measured_on_all_kinds():
    card = installed().models("tsp")["tsp/dt-m"].card
    coverage = Coverage.of(Tsp(), card)
    assert coverage is not None
    assert coverage.traits == frozenset().union(*OWN.values())


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("cities", [8, 60])
def test_trees_say_the_same_as_all_distances(kind, cities, monkeypatch):
    instance = KINDS[kind](np.random.default_rng(cities), cities)
    found = traits(instance)
    monkeypatch.setattr("thinkers_tsp.traits.SOON", 0)
    assert traits(instance) == found


def test_for_few_cities_no_trees_are_imported():
    script = (
        "import sys, numpy\n"
        "from thinkers_tsp.problem import Tsp\n"
        "[instance] = Tsp().generate(numpy.random.default_rng(0), 1, Tsp.Params(cities=30))\n"
        "Tsp().traits(instance)\n"
        "print('scipy' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True)
    assert run.stdout == "False\n", run.stderr
