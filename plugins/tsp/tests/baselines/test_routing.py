"""OR-Tools routing behaves as measured elsewhere: good where symmetric, weak where not."""

import csv
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from thinkers_tsp.baselines.routing import Ortools, OrtoolsGls
from thinkers_tsp.exact import held_karp
from thinkers_tsp.formats import read
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import TspInstance

from thinkers.errors import ConfigError, SolveError

RNG = np.random.default_rng(0)
DATA = Path(__file__).parents[1] / "data"


def test_the_unit_of_length_does_not_matter():
    """Costs go in as large integers, so even tiny distances are told apart."""
    instance = generate(np.random.default_rng(0), 1, 20, "asymmetric")[0]
    tour = Ortools().solve(instance, RNG).solution
    for unit in (1e-9, 1e9):
        scaled = TspInstance(instance.distances * unit)
        np.testing.assert_array_equal(Ortools().solve(scaled, RNG).solution, tour)


def test_default_routing_is_weak_on_asymmetric_instances():
    """15 % over the optimum at 15 cities, 36 % at 30 were measured elsewhere."""
    instances = generate(np.random.default_rng(7), 20, 13, "asymmetric")
    best = held_karp(np.stack([instance.distances for instance in instances]))
    excess = [
        instance.length(Ortools().solve(instance, RNG).solution) / instance.length(tour) - 1
        for instance, tour in zip(instances, best, strict=True)
    ]
    assert min(excess) > -1e-12
    assert 0.05 < np.mean(excess) < 0.3


def test_guided_local_search_uses_its_time():
    """The default search is over at once here; guided search goes on from its local optimum."""
    instance = generate(np.random.default_rng(1), 1, 10, "asymmetric")[0]
    begin = perf_counter()
    tour = OrtoolsGls(seconds=0.4).solve(instance, RNG).solution
    assert perf_counter() - begin > 0.35
    assert sorted(tour.tolist()) == list(range(10))


@pytest.mark.parametrize("kind", [Ortools, OrtoolsGls])
def test_too_short_a_time_is_a_failure_and_no_tour(kind):
    (instance,) = read(DATA / "four-hundred-cities.csv")
    for seconds in (1e-9, 1e-3):
        with pytest.raises(SolveError, match="found no tour in its time"):
            kind(seconds=seconds).solve(instance, RNG)


@pytest.mark.parametrize("seconds", [0, -1, "soon", float("nan"), float("inf")])
def test_seconds_are_checked(seconds):
    with pytest.raises(ConfigError, match="seconds"):
        OrtoolsGls.of({"seconds": seconds})
    with pytest.raises(ConfigError, match="seconds"):
        Ortools.of({"seconds": seconds})


def test_default_routing_equals_the_lengths_measured_elsewhere(tsplib):
    with (tsplib / "classical_gaps.csv").open() as table:
        rows = [row for row in csv.DictReader(table) if int(row["n"]) <= 60]
    assert len(rows) > 10
    for row in rows:
        (instance,) = read(tsplib / row["kind"] / f"{row['name']}.{row['kind']}")
        assert instance.length(Ortools().solve(instance, RNG).solution) == float(row["ort"])
