"""A baseline is cheap up to as many cities as it says, where it takes the instance at all."""

import numpy as np
import pytest
from thinkers_tsp.baselines import every_baseline
from thinkers_tsp.kinds import KINDS

CHEAP = {
    "best-nearest-neighbour": 200,
    "commiv": 100,
    "held-karp": 15,
    "local-search": 200,
    "ortools": 100,
}
"""The most cities up to which they take well under a second; of what is missing, any or none."""

ANY = {"farthest-insertion", "greedy-edge", "nearest-neighbour", "random"}


@pytest.mark.parametrize("baseline", every_baseline(), ids=lambda baseline: baseline.name)
@pytest.mark.parametrize("cities", [3, 15, 16, 100, 101, 200, 201, 400])
def test_cheap_ends_where_it_says(baseline, cities):
    instance = KINDS["symmetric"](np.random.default_rng(0), cities)
    expected = baseline.name in ANY or cities <= CHEAP.get(baseline.name, 0)
    assert baseline.cheap(instance) == expected


def test_what_is_not_suitable_is_not_cheap():
    instance = KINDS["asymmetric"](np.random.default_rng(0), 9)
    [greedy] = [baseline for baseline in every_baseline() if baseline.name == "greedy-edge"]
    assert greedy.unsuitable(instance)
    assert not greedy.cheap(instance)
