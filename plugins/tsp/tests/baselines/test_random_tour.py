"""A random tour comes from the given generator alone, and every order can come."""

import numpy as np
from thinkers_tsp.baselines.random_tour import RandomTour
from thinkers_tsp.kinds import KINDS

INSTANCE = KINDS["euclidean"](np.random.default_rng(0), 4)


def draw(rng):
    return tuple(RandomTour().solve(INSTANCE, rng).solution.tolist())


def test_all_chance_comes_from_the_generator():
    assert draw(np.random.default_rng(1)) == draw(np.random.default_rng(1))


def test_every_order_comes():
    rng = np.random.default_rng(0)
    assert len({draw(rng) for _ in range(500)}) == 24
