"""The decoder without a thinker sees distances only; both are held against the same tours."""

import numpy as np
import pytest
from thinkers_tsp.instance import TspInstance


@pytest.fixture(scope="module")
def decoding(script):
    return script("decoding")


@pytest.mark.parametrize("factor", [1.0, 30.0])
@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e6])
def test_cities_on_a_circle_are_merged_with_their_neighbours(decoding, factor, unit):
    turns = np.random.default_rng(0).permutation(12) / 12 * 2 * np.pi
    places = unit * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    ways = np.linalg.norm(places[:, None] - places, axis=2)
    around = 12 * unit * 2 * np.sin(np.pi / 12)
    assert decoding.plain(TspInstance(ways), factor) == pytest.approx(around)


def test_a_line_says_both_gaps_at_the_decoders_best_factor(decoding):
    own, best = np.array([1.0, 1.1, 1.5]), np.ones(3)
    worse = np.full((len(decoding.FACTORS) - 1, 3), 2.0)
    told = decoding.row(own, 2 * best, np.array([*worse, [1.2, 1.1, 1.3]]), best)
    assert told.startswith("20.00 | 100.00 | 20.00 (x 30) | 0.00 (")
    assert told.endswith(") | 1/1/1")


def test_more_answers_are_never_longer(decoding):
    ways = np.random.default_rng(0).random((20, 20))
    np.fill_diagonal(ways, 0)
    lengths = [decoding.plain(TspInstance(ways), 10.0, answers) for answers in (1, 4, 16)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] < lengths[0]
