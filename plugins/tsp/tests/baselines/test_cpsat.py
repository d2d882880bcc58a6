"""CP-SAT proves small instances, and without the time it says so and keeps a tour."""

import numpy as np
import pytest
from thinkers_tsp.baselines.cpsat import OrtoolsCpsat
from thinkers_tsp.constructions import farthest_insertion
from thinkers_tsp.generator import generate
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.search import descend

from thinkers.errors import ConfigError

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_proved_tours_are_optimal(kind, shortest):
    for instance in generate(np.random.default_rng(5), 2, 7, kind):
        answer = OrtoolsCpsat().solve(instance, RNG)
        assert answer.proved
        assert instance.length(answer.solution) == pytest.approx(shortest(instance.distances))
        assert answer.bound == pytest.approx(shortest(instance.distances), rel=1e-6)


def test_without_time_the_local_optimum_stands_unproved():
    instance = generate(np.random.default_rng(0), 1, 30, "euclidean")[0]
    answer = OrtoolsCpsat(seconds=1e-9).solve(instance, RNG)
    start = descend(instance, farthest_insertion(instance.distances))
    np.testing.assert_array_equal(answer.solution, start)
    assert not answer.proved
    assert 0 <= answer.bound <= instance.length(start)


def test_seconds_are_checked():
    with pytest.raises(ConfigError, match="seconds"):
        OrtoolsCpsat.of({"seconds": 0})
    assert OrtoolsCpsat.of({"seconds": "2"}).seconds == 2.0


def test_beyond_500_cities_it_says_why_not():
    rng = np.random.default_rng(0)
    assert OrtoolsCpsat().unsuitable(KINDS["euclidean"](rng, 500)) == ""
    reason = OrtoolsCpsat().unsuitable(KINDS["euclidean"](rng, 501))
    assert reason == "501 cities, it takes at most 500"
