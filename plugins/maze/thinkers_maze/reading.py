"""Options of reading: where start and end are, for files that do not mark them."""

import re

from pydantic import Field, field_validator

from thinkers import Settings
from thinkers_maze.instance import Cell

Given = tuple[Cell | None, Cell | None]
"""Start and end as the user gave them, None where the file is to say."""

NOWHERE: Given = (None, None)

OFFER = "or give both as --start ROW,COLUMN and --end ROW,COLUMN, counted from 0"
"""What helps where a file does not mark its ends."""


class MazeReading(Settings):
    """Options of `Maze.read`, for text, pictures and grid maps.

    Attributes:
        start: Row and column of the start, such as `0,3`: cells of the file, counted from 0, a
            frame of walls around them included. It goes before a start that the file marks.
        end: Row and column of the end.
    """

    start: str | None = Field(
        default=None,
        description="Row and column of the start, such as 1,3: cells of the file counted from 0, "
        "its frame included; for text, pictures and .map files.",
    )
    end: str | None = Field(default=None, description="Row and column of the end, likewise.")

    @field_validator("start", "end")
    @classmethod
    def _cell(cls, text: str | None) -> str | None:
        if text is not None and not re.fullmatch(r"\s*\d{1,9}\s*,\s*\d{1,9}\s*", text, re.ASCII):
            raise ValueError("expected a row and a column, such as 1,3")
        return text

    @property
    def given(self) -> Given:
        """Both as row and column."""
        return _parsed(self.start), _parsed(self.end)


def _parsed(text: str | None) -> Cell | None:
    if text is None:
        return None
    row, col = map(int, text.split(","))
    return row, col
