"""Whatever happens to a valid file, a reader gives valid instances or one clear line."""

import numpy as np
import pytest
from thinkers_tsp.formats import READERS, entries, write
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp

from thinkers.testing.mutations import outcomes

OTHERS = {
    ".csv": [
        b"name;x;y\r\nK\xf6ln;0,5;1,5\r\nB;2,5;3\r\nC;4;5,5\r\n",
        b",a,b,c\na,0,1,2\nb,3,0,4\nc,5,6,0\n",
        b"0,1\n0.5,0.5\n0.1,0.9\n0.9,0.1\n",
        b"lat,lon\n0,1\n2,3\n4,5\n",
        b'"x","y"\n"a",1,2\n"b",3,4\n"c",5,7\n',
    ],
    ".tsp": [
        b"TYPE TSP\nDIMENSION 3\nEDGE_WEIGHT_TYPE EUC_3D\nNODE_COORD_SECTION :\n"
        b"1 0 0 0\n2 3 0 1\n3 3 4 2\n",
        b"DIMENSION:3\nEDGE_WEIGHT_TYPE:EXPLICIT\nEDGE_WEIGHT_FORMAT:UPPER_ROW\n"
        b"EDGE_WEIGHT_SECTION\n1 2\n3\nTOUR_SECTION\n1 2 3 -1\n-1\nEOF",
    ],
    ".txt": [b"0 1 2 3\n1 0 3 4\n2 3 0 5\n3 4 5 0\n", b"# x y\n1 2\n3 4\n5 6\n"],
}
"""Files as other programs write them."""

ANSWERS = {form.suffix: form.answers for form in Tsp.formats}


def files(folder, suffix):
    """Valid files of that form, of every kind that it holds."""
    rng = np.random.default_rng(0)
    names = () if suffix in {".npy", ".txt"} else ("a", "b, c", "d", "e")
    for kind in ("euclidean", "symmetric" if suffix == ".tsp" else "asymmetric"):
        drawn = KINDS[kind](rng, 4)
        instance = TspInstance(drawn.distances, drawn.coordinates, "four", names)
        path = folder / f"file{suffix}"
        write(path, [instance], [rng.permutation(4)] if ANSWERS[suffix] else None)
        yield path.read_bytes()
    yield from OTHERS.get(suffix, [])


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_damage_is_an_instance_or_one_clear_line(tmp_path, suffix):
    path = tmp_path / f"file{suffix}"
    for content in files(tmp_path, suffix):
        path.write_bytes(content)
        assert_valid(entries(path))
        for found in outcomes(entries, path, content):
            assert_valid(found)


def assert_valid(found):
    assert found
    for instance, tour in found:
        assert instance.cities >= 3
        assert np.isfinite(instance.distances).all()
        assert all(name.isprintable() for name in (instance.name, *instance.names))
        assert tour is None or sorted(tour.tolist()) == list(range(instance.cities))
