"""Perturbed scores are greatest as often as the softmax of the scores at the temperature says."""

import numpy as np
import pytest

from thinkers.engine.sampling import TEMPERATURE, perturbed


@pytest.mark.parametrize("seed", range(3))
def test_the_greatest_is_drawn_by_the_softmax(seed):
    scores = np.random.default_rng(seed).normal(size=5).astype(np.float32)
    weights = np.exp(scores.astype(np.float64) / TEMPERATURE)
    chances, draws = weights / weights.sum(), 20_000
    drawn = perturbed(np.tile(scores, (draws, 1)), np.random.default_rng(seed + 10))
    found = np.bincount(drawn.argmax(1), minlength=5) / draws
    assert drawn.dtype == np.float32
    # five standard deviations of a share
    assert np.all(np.abs(found - chances) <= 5 * np.sqrt(chances * (1 - chances) / draws))
