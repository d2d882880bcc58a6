"""The options of the generator: which of the shipped puzzles to draw."""

from typing import Literal

from pydantic import Field, field_validator

from thinkers import ConfigError, Settings
from thinkers_chess.position import EXAMPLE

Split = Literal["train", "validation", "test", "all"]
Source = Literal["lichess", "mined", "both"]
Position = Literal["endgame", "in-check", "can-promote", "can-castle", "one-legal-move"]


class ChessParams(Settings):
    """What to draw from the puzzles that ship with the plugin.

    Attributes:
        split: Which part; a puzzle belongs to it by a hash of its id.
        source: Lichess puzzles, those mined with Stockfish (train only), or both.
        rating: `1500-1800`, both ends included; None for all.
        theme: A theme of the Lichess vocabulary; None for all.
        position: What the board shows: at most seven pieces, a check to answer, a promotion or
            castling that is legal, or one legal move (with `augment` of either side); None for all.
        puzzle: The id of one puzzle, of any split; None to draw.
        fen: One position of your own; None to draw.
        augment: Also the later moves of each puzzle's line, and mirror images.
    """

    split: Split = Field(default="test", description="Which part of the shipped puzzles.")
    source: Source = Field(default="lichess", description="Rated puzzles, mined ones, or both.")
    rating: str | None = Field(
        default=None, pattern=r"^[0-9]{1,4}-[0-9]{1,4}$", description="Ratings, such as 1500-1800."
    )
    theme: str | None = Field(
        default=None, min_length=1, description="A theme, such as fork or mateIn2."
    )
    position: Position | None = Field(default=None, description="What the board shows.")
    puzzle: str | None = Field(
        default=None, min_length=1, description="The id of one shipped puzzle."
    )
    fen: str | None = Field(default=None, description="A position of your own.")
    augment: bool = Field(default=False, description="Also later moves and mirror images.")

    @field_validator("fen")
    @classmethod
    def _not_empty(cls, fen: str | None) -> str | None:
        if fen is not None and not fen.strip():
            raise ConfigError("fen: expected a position, got an empty one", EXAMPLE)
        return fen
