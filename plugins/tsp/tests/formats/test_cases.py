"""Files as people have them: what each of them means, worked out by hand."""

import numpy as np
import pytest
from thinkers_tsp.exact import held_karp
from thinkers_tsp.formats import read

HEADER = "TYPE{0} TSP\nDIMENSION{0} 4\nEDGE_WEIGHT_TYPE{0} EUC_2D\nNODE_COORD_SECTION{1}\n"
RECTANGLE = "1 0 0\n2 30 0\n3 30 40\n4 0 40\nEOF\n"
FILES = {
    "no-colons.tsp": (HEADER.format("", "") + RECTANGLE, 140),
    "colon-after-section.tsp": (HEADER.format(":", " :") + RECTANGLE, 140),
    "lower-case.tsp": (HEADER.format(" :", "").lower() + RECTANGLE, 140),
    "old-mac.tsp": ((HEADER.format(":", "") + RECTANGLE).replace("\n", "\r"), 140),
    "dos.tsp": ((HEADER.format(":", "") + RECTANGLE).replace("\n", "\r\n") + "\x1a", 140),
    "byte-order-mark.tsp": ("\ufeff" + HEADER.format(":", "") + RECTANGLE, 140),
    "tabs.tsp": ((HEADER.format(":", "") + RECTANGLE).replace(" ", "\t"), 140),
    "matrix.txt": ("   0  30  50  40\n  30   0  40  50\n  50  40   0  30\n  40  50  30   0\n", 140),
    "pandas-titles.csv": ("0,1\n0.0,0.0\n30.0,0.0\n30.0,40.0\n0.0,40.0\n", 140),
    "pandas-index.csv": (",x,y\n0,0,0\n1,30,0\n2,30,40\n3,0,40\n", 140),
    "named.csv": ("city;x;y\nA;0;0\nB;30,0;0\nC;30;40,0\nD;0;40\n", 140),
}


@pytest.mark.parametrize("name", FILES)
def test_the_shortest_tour_has_the_length_by_hand(tmp_path, name):
    text, length = FILES[name]
    (tmp_path / name).write_bytes(text.encode())
    (instance,) = read(tmp_path / name)
    [tour] = held_karp(np.stack([instance.distances]))
    assert instance.length(tour) == length
