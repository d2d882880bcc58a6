"""Options of reading: what a table's columns are, and how ways between coordinates are measured."""

from typing import Literal

from pydantic import Field, field_validator

from thinkers import Settings

AUTO, MATRIX = "auto", "matrix"
"""Values of `columns` that name no column."""


class TspReading(Settings):
    """Options of `Tsp.read`, for files that can be read in more than one way.

    Attributes:
        columns: `auto`; `matrix` for a table of distances; or the two columns that hold x and y
            (or lat and lon), by their names in the header or by their numbers from 1. Without a
            header `x,y`, `lat,lon` or `lon,lat` say what the last two columns are.
        metric: `euclidean`: straight lines. `haversine`: kilometres on the globe between degrees.
            `auto`: haversine where the columns are called lat and lon, else straight lines.
    """

    columns: str = Field(
        default=AUTO,
        description="Columns of a table that hold x and y: names in its header, or numbers from 1; "
        "`lat,lon` for degrees; `matrix` for a table of distances.",
    )
    metric: Literal["auto", "euclidean", "haversine"] = Field(
        default="auto",
        description="How ways between coordinates are measured; `haversine`: in km, from degrees.",
    )

    @field_validator("columns")
    @classmethod
    def _two(cls, text: str) -> str:
        words = [word.strip() for word in text.split(",")]
        if text not in {AUTO, MATRIX} and (len(words) != 2 or not all(words)):
            raise ValueError("expected two columns such as x,y or 2,3, or matrix")
        return text

    @property
    def pair(self) -> tuple[str, str] | None:
        """The two columns that were named, in lower case, if any."""
        if self.columns in {AUTO, MATRIX}:
            return None
        first, second = self.columns.lower().split(",")
        return first.strip(), second.strip()

    @property
    def matrix(self) -> bool:
        """Whether a table is said to hold distances."""
        return self.columns == MATRIX

    @property
    def given(self) -> bool:
        """Whether anything is said at all."""
        return (self.columns, self.metric) != (AUTO, AUTO)
