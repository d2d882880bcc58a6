"""Exactly two gaps in the outer wall are the ends, the first in reading order the start."""

import numpy as np
import pytest
from thinkers_maze.gaps import ends_of, gaps


def walls(*lines):
    return np.array([list(line) for line in lines]) == "#"


@pytest.mark.parametrize(
    ("lines", "found", "ends"),
    [
        (("# ###", "#   #", "### #"), [(0, 1), (2, 3)], ((0, 1), (2, 3))),
        (("###", "#  ", "# #", "  #", "###"), [(1, 2), (3, 0)], ((1, 2), (3, 0))),
        (("# #", "# #", "###"), [(0, 1)], None),
        (("#  #", "#  #", "####"), [(0, 1), (0, 2)], None),
        (("# #", "   ", "###"), [(0, 1), (1, 0), (1, 2)], None),
        (("  ", "##"), [], None),
    ],
)
def test_by_hand(lines, found, ends):
    assert gaps(walls(*lines)) == found
    assert ends_of(walls(*lines)) == ends
