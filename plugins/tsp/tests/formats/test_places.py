"""Titles say what the columns of places are."""

import pytest
from thinkers_tsp.formats.places import role_of


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("X", "x"),
        ("y_coord", "y"),
        ("Latitude (deg)", "lat"),
        ("lng", "lon"),
        ("", ""),
        ("0", ""),
        ("plateau", ""),
        ("max", ""),
    ],
)
def test_titles_and_what_they_mean(title, role):
    assert role_of(title) == role
