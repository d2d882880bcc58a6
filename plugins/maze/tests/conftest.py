"""What several tests share: mazes from drawings, and slow independent ways to judge them."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from thinkers_maze.instance import MazeInstance

LOOPS = "S....#/#.##.#/#.##.#/#...../####.E"
"""Two ways round a block: the left one and the right one are both 8 steps long."""


@pytest.fixture(scope="session")
def maze() -> Callable[[str], MazeInstance]:
    """A maze from its drawing: `#`, space or dot, `S`, `E`, and `/` between two rows."""

    def drawn(picture: str) -> MazeInstance:
        letters = np.array([list(line) for line in picture.replace(".", " ").split("/")])
        start, end = (tuple(np.argwhere(letters == letter)[0].tolist()) for letter in "SE")
        return MazeInstance(letters == "#", start, end, "drawn")

    return drawn


@pytest.fixture(scope="session")
def two_ways(maze) -> MazeInstance:
    """A maze with two shortest paths."""
    return maze(LOOPS)


@pytest.fixture(scope="session")
def steps() -> Callable[[MazeInstance], float]:
    """The length of the shortest path by relaxing all cells at once until nothing changes."""

    def relaxed(instance: MazeInstance) -> float:
        far = np.full(np.array(instance.shape) + 2, np.inf)
        far[1:-1, 1:-1][instance.start] = 0
        while True:
            near = [np.roll(far, shift, axis) for axis in (0, 1) for shift in (1, -1)]
            better = far.copy()
            inner = np.minimum.reduce(near)[1:-1, 1:-1] + 1
            better[1:-1, 1:-1] = np.where(
                instance.walls, np.inf, np.minimum(far[1:-1, 1:-1], inner)
            )
            if np.array_equal(far, better):
                return float(far[1:-1, 1:-1][instance.end])
            far = better

    return relaxed


@pytest.fixture(scope="session")
def topology() -> Callable[[MazeInstance], tuple[int, int]]:
    """How many components the free cells form, and how many independent loops."""

    def counted(instance: MazeInstance) -> tuple[int, int]:
        free = ~instance.walls
        edges = int((free[1:] & free[:-1]).sum() + (free[:, 1:] & free[:, :-1]).sum())
        label = np.where(free, np.arange(1, free.size + 1).reshape(free.shape), 0)
        while True:
            padded = np.pad(label, 1)
            near = [padded[2:, 1:-1], padded[:-2, 1:-1], padded[1:-1, 2:], padded[1:-1, :-2]]
            spread = np.where(free, np.maximum.reduce([label, *near]), 0)
            if np.array_equal(spread, label):
                break
            label = spread
        components = len(np.unique(label[free]))
        return components, edges - int(free.sum()) + components

    return counted


@st.composite
def _mazes(draw, largest=7, square=False, odd=False):
    lengths = st.integers(1, largest).filter(lambda length: length % 2 == 1 or not odd)
    rows, cols = draw(lengths), draw(lengths)
    shape = (rows, rows) if square else (rows, cols)
    if shape == (1, 1):
        shape = (1, 3) if not square else (3, 3)
    walls = draw(hnp.arrays(bool, shape, elements=st.sampled_from([False, False, True])))
    cells = st.tuples(st.integers(0, shape[0] - 1), st.integers(0, shape[1] - 1))
    start, end = draw(st.lists(cells, min_size=2, max_size=2, unique=True))
    walls[start] = walls[end] = False
    return MazeInstance(walls, start, end)


@pytest.fixture(scope="session")
def mazes() -> Callable[..., st.SearchStrategy[MazeInstance]]:
    """Any small mazes, with or without a path; rectangular unless `square`, `odd` if wished."""
    return _mazes
