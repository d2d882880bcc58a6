"""Ways on the globe are those of a sphere, by another formula."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from thinkers_tsp.globe import haversine, is_globe
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.metrics import EARTH_RADIUS

DEGREES = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(DEGREES, min_size=2, max_size=5))
def test_ways_are_angles_between_directions(points):
    """The angle between unit vectors by their chord, which shares no formula with haversines."""
    longitude, latitude = np.radians(points).T
    flat = np.cos(latitude)
    vectors = np.stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)], 1)
    chord = np.linalg.norm(vectors[:, None] - vectors, axis=-1) / 2
    angles = 2 * np.arcsin(np.clip(chord, 0, 1))
    found = haversine(np.array(points))
    np.testing.assert_allclose(found, EARTH_RADIUS * angles, atol=1e-3, rtol=1e-9)
    assert np.array_equal(found, found.T)
    assert not found.diagonal().any()


def test_a_degree_of_latitude_is_111_kilometres():
    assert haversine(np.array([[10.0, 50.0], [10.0, 51.0]]))[0, 1] == pytest.approx(
        111.195, abs=1e-3
    )


def test_only_the_globe_is_the_globe():
    points = np.array([[0.0, 0.0], [90.0, 0.0], [0.0, 90.0]])
    assert is_globe(TspInstance(haversine(points), points))
    assert not is_globe(TspInstance(haversine(points) + 1, points))
    assert not is_globe(TspInstance(haversine(points)))
    assert not is_globe(TspInstance(haversine(points), points + 300))
