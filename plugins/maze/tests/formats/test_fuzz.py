"""Whatever becomes of a file, it is read as mazes or refused as one that holds none."""

import numpy as np
import pytest
from thinkers_maze.formats import CONTENTS, _read, write
from thinkers_maze.generator import generate
from thinkers_maze.instance import MazeInstance
from thinkers_maze.params import MazeParams
from thinkers_maze.shortest import shortest_path

from thinkers import ThinkersError


def changed(rng, content):
    """Some bytes replaced, taken out, doubled or cut off."""
    content = bytearray(content)
    for _ in range(rng.integers(1, 4)):
        at, to = sorted(rng.integers(0, len(content) + 1, 2).tolist())
        kind = rng.integers(5)
        if kind == 0:
            content[at : at + 1] = rng.bytes(1)
        elif kind == 1:
            del content[at : min(to, at + 40)]
        elif kind == 2:
            content[at:at] = content[at : min(to, at + 40)]
        elif kind == 3:
            content[at:at] = rng.choice([b" ", b"\n", b"\0", b"\xff", b"9" * 30])
        else:
            del content[max(at, 1) :]
    return bytes(content)


@pytest.mark.parametrize("suffix", sorted({*CONTENTS, ".npy"}))
def test_changed_files(suffix, tmp_path):
    rng = np.random.default_rng(0)
    params = MazeParams(size=5, algorithm="wilson", loops=0.2)
    mazes = generate(rng, 1 if suffix == ".png" else 2, params)
    path = tmp_path / f"a{suffix}"
    write(path, mazes, [shortest_path(maze) for maze in mazes])
    whole = path.read_bytes()
    for _ in range(200):
        path.write_bytes(changed(rng, whole))
        try:
            labelled = _read(path)
        except ThinkersError as error:
            assert "\n" not in str(error)  # noqa: PT017  either is right
        else:
            for maze, answer in labelled:
                assert isinstance(maze, MazeInstance)
                assert answer is None or answer.shape == maze.shape
