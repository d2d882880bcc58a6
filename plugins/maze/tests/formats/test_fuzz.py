"""Whatever becomes of a file, it is read as mazes or refused as one that holds none."""

import struct

import numpy as np
import pytest
from thinkers_maze.formats import CONTENTS, _read, read, write
from thinkers_maze.generator import generate
from thinkers_maze.instance import MazeInstance
from thinkers_maze.params import MazeParams
from thinkers_maze.shortest import shortest_path

from thinkers import InvalidInstanceError
from thinkers.testing.mutations import outcomes


@pytest.mark.parametrize("suffix", sorted({*CONTENTS, ".npy"}))
def test_changed_files(suffix, tmp_path):
    rng = np.random.default_rng(0)
    params = MazeParams(size=5, algorithm="wilson", loops=0.2)
    mazes = generate(rng, 1 if suffix == ".png" else 2, params)
    path = tmp_path / f"a{suffix}"
    write(path, mazes, [shortest_path(maze) for maze in mazes])
    for labelled in outcomes(_read, path, path.read_bytes()):
        for maze, answer in labelled:
            assert isinstance(maze, MazeInstance)
            assert answer is None or answer.shape == maze.shape


MAP = b"type octile\nheight 3\nwidth 4\nmap\n..@.\n.T.G\nS...\n"
SCENARIO = b"version 1\n0\ta.map\t4\t3\t0\t0\t3\t0\t6\n0 b.map 4 3 0 2 3 2 3.0\n"


def test_changed_maps(tmp_path):
    path = tmp_path / "a.map"
    for instances in outcomes(lambda path: read(path, ((0, 0), (2, 3))), path, MAP):
        assert [type(each) for each in instances] == [MazeInstance]


def test_changed_scenarios(tmp_path):
    for name in ("a.map", "b.map"):
        (tmp_path / name).write_bytes(MAP)
    for instances in outcomes(read, tmp_path / "a.scen", SCENARIO):
        assert {type(each) for each in instances} == {MazeInstance}


HEADER = "{'descr': '|u1', 'fortran_order': %s, 'shape': %s, }"


@pytest.mark.parametrize(
    "head",
    [
        struct.pack("<I", 1 << 31),  # room for a header of 2 GB
        struct.pack("<I", 4) + b"{'a'",  # ends inside
        *(
            struct.pack("<I", len(text)) + text.encode()
            for text in (
                HEADER % ("False", "(2.0,)"),
                HEADER % ("2", "(1,)"),
                HEADER % ("False", "(-1,)"),
                HEADER % ("False", "(1, 3, 10**9)"),
                "(" * 900,
                "x" * 9000,
                "x" * 20_000,
            )
        ),
    ],
)
def test_headers_of_arrays(head, tmp_path):
    path = tmp_path / "a.npy"
    path.write_bytes(b"\x93NUMPY\x02\x00" + head)
    with pytest.raises(InvalidInstanceError) as raised:
        read(path)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 500
