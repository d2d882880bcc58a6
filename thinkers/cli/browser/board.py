"""The grid that is drawn on, as an element of the page."""

from typing import Any

from nicegui.element import Element

from thinkers.cli.browser.drawing import Drawing


class Board(Element, component="board.js"):
    """Shows a drawing, and changes it as the visitor draws.

    Args:
        drawing: What is drawn on.
    """

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing
        letters = list(drawing.sketch.marks)
        self.props.update({
            "marks": dict(drawing.sketch.marks), "once": drawing.sketch.once,
            "empty": letters[0], "filled": letters[1], "edition": 0,
        })  # fmt: skip
        self.take(letters[1])
        self.show()
        self.on("draw", lambda event: self._draw(event.args))

    def take(self, brush: str) -> None:
        """Draw with that letter from now on."""
        self.props["brush"] = brush

    def show(self) -> None:
        """Show the drawing as it is now, in place of what is drawn there."""
        self.props.update({
            "rows": list(self._drawing.rows), "edition": self.props["edition"] + 1,
        })  # fmt: skip

    def _draw(self, rows: Any) -> None:
        """Take over what the browser says; it may say anything."""
        if isinstance(rows, list) and all(isinstance(row, str) for row in rows):
            self._drawing.set(rows)
            self.props["rows"] = list(rows)  # for when the page shows it anew
