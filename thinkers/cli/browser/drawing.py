"""What is drawn by hand: a grid of the letters that a problem's sketch knows."""

from collections.abc import Sequence

from thinkers.errors import ConfigError
from thinkers.problems.sketch import Sketch

USUAL, MOST = 9, 41
"""Cells along a side at first, and the most that are drawn by hand (our choice)."""


class Drawing:
    """Rows of letters, all equally long.

    Attributes:
        sketch: The letters.
        rows: What is drawn.
    """

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.clear(USUAL, USUAL)

    @property
    def text(self) -> str:
        """The content of a file."""
        return "".join(f"{row}\n" for row in self.rows)

    def clear(self, height: int, width: int) -> None:
        """Begin anew.

        Raises:
            ConfigError: There are too few or too many cells.
        """
        if not (1 <= height <= MOST and 1 <= width <= MOST):
            raise ConfigError(f"expected 1 to {MOST} cells along a side, got {height} x {width}")
        self.rows = [self.sketch.empty * width] * height

    def take(self, text: str) -> None:
        """Take over the content of a file: its lines of the sketch's letters alone.

        Raises:
            ConfigError: It is too large, or nothing that is drawn by hand.
        """
        known = set(self.sketch.marks)
        self.set([line for line in text.split("\n") if line and set(line) <= known])

    def set(self, rows: Sequence[str]) -> None:
        """Take over rows of letters.

        Raises:
            ConfigError: They are no grid of the sketch's letters, or too many.
        """
        if not rows or not rows[0] or len(rows) > MOST or len(rows[0]) > MOST:
            raise ConfigError(f"a drawing has 1 to {MOST} cells along a side")
        known = set(self.sketch.marks)
        if any(len(row) != len(rows[0]) or not set(row) <= known for row in rows):
            raise ConfigError("expected a grid of the marks that are drawn")
        self.rows = list(rows)
