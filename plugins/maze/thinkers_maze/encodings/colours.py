"""Mazes as pictures of three colours: what all encodings show of them."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from thinkers import Encoding, Heat
from thinkers_maze.cropping import cropped
from thinkers_maze.instance import Marks, MazeInstance

Value = TypeVar("Value", np.bool_, np.int32, np.int64)


class ColourEncoding(Encoding[MazeInstance, Marks]):
    """Three colours a pixel, of what is left of a maze to think about; abstract.

    Attributes:
        scale: Pixels along the side of a cell.
        border: Pixels of wall around the grid.
        chance: What the chances of its scores are of, for legends.
    """

    scale: ClassVar[int] = 1
    border: ClassVar[int] = 1
    chance: ClassVar[str]

    def shape(self, instance: MazeInstance) -> tuple[int, ...]:
        """Rows and columns of pixels, of what is left of the maze to think about."""
        return self.pixels(cropped(instance).inner)

    def heat(self, scores: NDArray[np.float32], instance: MazeInstance) -> Heat:
        """The chances of the cells, the mean over the pixels of each; nan on walls and outside."""
        part, pixels = cropped(instance), super().heat(scores, instance).values
        (top, left), (rows, cols), edge = part.corner, part.inner.shape, self.border
        inner = pixels[edge:-edge, edge:-edge].reshape(rows, self.scale, cols, self.scale)
        chances = np.full(instance.shape, np.nan)
        chances[top : top + rows, left : left + cols] = inner.mean((1, 3))
        return Heat(chances, self.chance)

    def pixels(self, maze: MazeInstance) -> tuple[int, int]:
        """Rows and columns of pixels of a whole maze."""
        rows, cols = maze.shape
        return self.scale * rows + 2 * self.border, self.scale * cols + 2 * self.border

    def colours(self, mazes: Sequence[MazeInstance]) -> NDArray[np.float32]:
        """`(b, 3, h, w)` float32, red, green and blue of mazes of one shape.

        Wall (0, 0, 0), free (1, 1, 1), start (0, 1, 0), end (1, 0, 0), as in the easy-to-hard data.
        """
        free = ~np.stack([maze.walls for maze in mazes])
        colours = np.repeat(free[:, None], 3, axis=1)
        for number, maze in enumerate(mazes):
            colours[(number, slice(None), *maze.start)] = (False, True, False)
            colours[(number, slice(None), *maze.end)] = (True, False, False)
        return self.magnified(colours).astype(np.float32)

    def mask(self, mazes: Sequence[MazeInstance]) -> NDArray[np.bool_]:
        """`(b, h, w)` bool: what is not wall."""
        return self.magnified(~np.stack([maze.walls for maze in mazes]))

    def magnified(self, grids: NDArray[Value]) -> NDArray[Value]:
        """`(…, h, w)`: each cell as a square of pixels, with a border of 0."""
        scale, border = self.scale, self.border
        *lead, rows, cols = grids.shape
        whole = np.zeros((*lead, scale * rows + 2 * border, scale * cols + 2 * border), grids.dtype)
        inner = whole[..., border:-border, border:-border]
        for row in range(scale):
            for col in range(scale):
                inner[..., row::scale, col::scale] = grids
        return whole
