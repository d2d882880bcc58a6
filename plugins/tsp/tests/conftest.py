"""What several tests of the plugin share: brute force, and the workplace's TSPLIB files."""

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(scope="session")
def shortest() -> Callable[[np.ndarray], float]:
    """The length of the best tour, by trying every order of at most 8 cities."""

    def brute_force(distances: np.ndarray) -> float:
        cities = len(distances)
        assert cities <= 8
        orders = np.array([(0, *order) for order in permutations(range(1, cities))])
        return float(distances[orders, np.roll(orders, -1, axis=1)].sum(1).min())

    return brute_force


@pytest.fixture(scope="session")
def tsplib() -> Path:
    """The folder of TSPLIB files beside the repository."""
    folder = Path(__file__).parents[4] / "shared/data/tsplib"
    if not folder.is_dir():
        pytest.skip("the TSPLIB files are not here; they carry no licence, so they do not ship")
    return folder
