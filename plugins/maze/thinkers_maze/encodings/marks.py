"""Marks on the cells of a path: what `cell` and `pixel` ask for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Signature
from thinkers_maze import filling
from thinkers_maze.cropping import cropped
from thinkers_maze.encodings.colours import ColourEncoding
from thinkers_maze.instance import UNDECIDED, Marks, MazeInstance
from thinkers_maze.symmetries import turned


class MarksEncoding(ColourEncoding):
    """Class 1 on the path, both ends included, and 0 elsewhere; abstract."""

    signature = Signature("grid", channels=3, classes=2, pointwise=True)
    chance = "chance to be on the path"

    def encode(
        self, instances: Sequence[MazeInstance], solutions: Sequence[Marks] | None = None
    ) -> Batch:
        """Three colours a pixel; class 1 on the path, what filling dead ends holds, and when."""
        parts = [cropped(instance) for instance in instances]
        mazes = [part.inner for part in parts]
        inputs, mask = self.colours(mazes), self.mask(mazes)
        if solutions is None:
            return Batch(inputs, mask)
        marks = [part.cut(whole) for part, whole in zip(parts, solutions, strict=True)]
        rounds = self.magnified(filling.rounds(mazes))
        return Batch(
            inputs, mask, self.targets(marks), rounds, interim_targets=mask.astype(np.int64)
        )

    def decode(self, scores: NDArray[np.float32], instance: MazeInstance) -> Marks:
        """The free cells that class 1 wins, as they are, and gaps in the walls around them."""
        part = cropped(instance)
        return part.whole(self.marks(scores, part.inner))

    def augment(self, batch: Batch, rng: np.random.Generator) -> Batch:
        """Turned and mirrored: the eight symmetries of the square."""
        return turned(batch, rng)

    def targets(self, solutions: Sequence[Marks]) -> NDArray[np.int64]:
        """`(b, h, w)` int64: 1 on the path, both ends included."""
        return self.magnified(np.stack(solutions) == 1).astype(np.int64)

    def marks(self, scores: NDArray[np.float32], maze: MazeInstance) -> Marks:
        """Mark a free cell where class 1 scores above class 0: nothing is added, joined or pruned.

        So a broken path stays broken. Marks on walls do not count, as in the literature. A cell
        whose pixels disagree is undecided, and so an answer is right only when every pixel is.

        Args:
            scores: `(2, h, w)`.
            maze: The maze, all of which they are of.
        """
        return np.where(maze.walls, 0, self.cells(scores[1] > scores[0])).astype(np.int8)

    def cells(self, pixels: NDArray[np.bool_]) -> Marks:
        """Marks `(…, rows, cols)` of the cells whose pixels are marked; undecided where some are.

        Args:
            pixels: `(…, h, w)`, border included.
        """
        scale, border = self.scale, self.border
        inner = pixels[..., border:-border, border:-border]
        *lead, height, width = inner.shape
        parts = inner.reshape(*lead, height // scale, scale, width // scale, scale)
        every, some = parts.all((-3, -1)), parts.any((-3, -1))
        return np.where(some & ~every, UNDECIDED, every).astype(np.int8)
