"""Ways through a town are the shortest ones along its streets, and differ from the way back."""

import heapq

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.kinds import roads as module
from thinkers_tsp.kinds.roads import streets


def town_of(seed, cities):
    """The town that a seed builds, as a list of streets from each junction."""
    side = int(np.ceil(np.sqrt(module.ROOM * cities))) + 2
    town = module._built(np.random.default_rng(seed), side)
    leading = {(i, j): [] for i in range(side) for j in range(side)}
    for i in range(side):
        for j in range(side - 1):
            leading[i, j].append(((i, j + 1), town.along[0, i, j]))
            leading[i, j + 1].append(((i, j), town.along[1, i, j]))
            leading[j, i].append(((j + 1, i), town.across[0, i, j]))
            leading[j + 1, i].append(((j, i), town.across[1, i, j]))
    return town, leading


def dijkstra(leading, start):
    far, heap = {}, [(0.0, start)]
    while heap:
        length, here = heapq.heappop(heap)
        if here in far:
            continue
        far[here] = length
        for there, street in leading[here]:
            if np.isfinite(street):
                heapq.heappush(heap, (length + street, there))
    return far


@pytest.mark.parametrize(("seed", "cities"), [(0, 3), (1, 7), (2, 20), (3, 70)])
def test_ways_are_those_that_dijkstra_finds(seed, cities):
    town, leading = town_of(seed, cities)
    instance = streets(np.random.default_rng(seed), cities)
    junction = {tuple(town.places[at]): at for at in leading}
    homes = [junction[tuple(place)] for place in instance.coordinates.tolist()]
    assert len(set(homes)) == cities
    for start, ways in zip(homes, instance.distances, strict=True):
        far = dijkstra(leading, start)
        assert len(far) == len(leading)  # every junction is reached
        np.testing.assert_allclose(ways, [far[home] for home in homes], rtol=1e-12)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 40))
def test_no_way_is_as_long_as_the_way_back_and_none_is_shorter_than_a_straight_line(seed, cities):
    instance = streets(np.random.default_rng(seed), cities)
    ways, away = instance.distances, ~np.eye(cities, dtype=bool)
    assert (ways != ways.T)[away].all()
    offsets = instance.coordinates[:, None] - instance.coordinates
    straight = np.hypot(offsets[..., 0], offsets[..., 1])
    assert (ways[away] >= straight[away] * (1 - 1e-12)).all()


def test_streets_within_the_ring_are_one_way_and_the_ring_is_not():
    town, _ = town_of(0, 20)
    for lengths in (town.along, town.across):
        assert np.isfinite(lengths[:, [0, -1]]).all()
        assert (np.isfinite(lengths[:, 1:-1]).sum(0) == 1).all()
