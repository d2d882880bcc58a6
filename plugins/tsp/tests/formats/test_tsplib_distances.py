"""TSPLIB's distances by hand, and every layout of a matrix unpacked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.formats.tsplib_distances import (
    LAYOUTS,
    layout_size,
    metric_distances,
    unpack,
)
from thinkers_tsp.metrics import TSPLIB


@pytest.mark.parametrize(
    ("metric", "there", "distance"),
    [
        ("EUC_2D", (1.0, 1.0), 1),  # 1.41
        ("EUC_2D", (1.5, 0.0), 2),  # halves go up
        ("EUC_2D", (2.5, 0.0), 3),  # and not to the even one
        ("CEIL_2D", (1.0, 1.0), 2),
        ("CEIL_2D", (3.0, 4.0), 5),
        ("MAN_2D", (1.2, 1.2), 2),  # 2.4
        ("MAX_2D", (1.2, 2.6), 3),
        ("FLOOR_2D", (1.0, 1.0), 1),
        ("FLOOR_2D", (3.0, 4.0), 5),
        ("EXACT_2D", (0.3, 0.4), 0.5),
        ("EUC_3D", (1.0, 2.0, 2.0), 3),
        ("CEIL_3D", (1.0, 1.0, 1.0), 2),  # √3
        ("FLOOR_3D", (1.0, 1.0, 1.0), 1),
        ("EXACT_3D", (0.3, 0.0, 0.4), 0.5),
        ("MAN_3D", (1.2, 1.2, 1.2), 4),  # 3.6
        ("MAX_3D", (1.2, 2.6, 3.4), 3),
        ("ATT", (10.0, 0.0), 4),  # √10 = 3.16, rounded 3 is less
        ("ATT", (0.0, 20.0), 7),  # √40 = 6.32
        ("ATT", (30.0, 10.0), 10),  # √100
    ],
)
def test_distances_by_hand(metric, there, distance):
    points = np.array([(0.0,) * len(there), there, (50.0,) * len(there)])
    found = metric_distances(metric, points)
    assert found[0, 1] == found[1, 0] == distance
    assert not found.diagonal().any()


def test_geo_is_kilometres_on_the_globe():
    """A degree along a meridian is 6378.388 π / 180 = 111.3 km, minutes are sixtieths."""
    points = np.array([[0.0, 0.0], [1.0, 0.0], [0.30, 0.0], [-0.30, 0.0]])
    assert metric_distances("GEO", points)[0].tolist() == [0, 112, 56, 56]


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(sorted(TSPLIB)),
    st.lists(st.tuples(st.integers(-80, 80), st.integers(-80, 80)), min_size=3, max_size=6),
)
def test_distances_are_symmetric_integers(metric, points):
    distances = metric_distances(metric, np.array(points, float))
    assert np.array_equal(distances, distances.T)
    if not metric.startswith("EXACT"):
        assert np.array_equal(distances, np.rint(distances))
    assert (distances >= 0).all()


FULL = [[0, 1, 2, 3], [1, 0, 4, 5], [2, 4, 0, 6], [3, 5, 6, 0]]


@pytest.mark.parametrize(
    ("layout", "numbers"),
    [
        ("FULL_MATRIX", [0, 1, 2, 3, 1, 0, 4, 5, 2, 4, 0, 6, 3, 5, 6, 0]),
        ("UPPER_ROW", [1, 2, 3, 4, 5, 6]),
        ("LOWER_ROW", [1, 2, 4, 3, 5, 6]),
        ("UPPER_DIAG_ROW", [0, 1, 2, 3, 0, 4, 5, 0, 6, 0]),
        ("LOWER_DIAG_ROW", [0, 1, 0, 2, 4, 0, 3, 5, 6, 0]),
        ("UPPER_COL", [1, 2, 4, 3, 5, 6]),
        ("LOWER_COL", [1, 2, 3, 4, 5, 6]),
        ("UPPER_DIAG_COL", [0, 1, 0, 2, 4, 0, 3, 5, 6, 0]),
        ("LOWER_DIAG_COL", [0, 1, 2, 3, 0, 4, 5, 0, 6, 0]),
    ],
)
def test_layouts_by_hand(layout, numbers):
    assert layout_size(layout, 4) == len(numbers)
    assert unpack(layout, np.array(numbers, float), 4).tolist() == FULL


def test_every_layout_is_tested():
    assert len(LAYOUTS) == 9
