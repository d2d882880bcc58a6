"""The options of the generator: which of the shipped puzzles to draw."""

from typing import Literal

from pydantic import Field

from thinkers import Settings

Split = Literal["train", "validation", "test", "all"]
Source = Literal["lichess", "mined", "both"]


class ChessParams(Settings):
    """What to draw from the puzzles that ship with the plugin.

    Attributes:
        split: Which part; a puzzle belongs to it by a hash of its id.
        source: Lichess puzzles, those mined with Stockfish (train only), or both.
        rating: `1500-1800`, both ends included; empty for all.
        theme: A theme of the Lichess vocabulary; empty for all.
        puzzle: The id of one puzzle, of any split.
        fen: One position of your own.
        augment: Also the later moves of each puzzle's line, and mirror images.
    """

    split: Split = Field(default="test", description="Which part of the shipped puzzles.")
    source: Source = Field(default="lichess", description="Rated puzzles, mined ones, or both.")
    rating: str = Field(
        default="", pattern=r"^(\d{1,4}-\d{1,4})?$", description="Ratings, such as 1500-1800."
    )
    theme: str = Field(default="", description="A theme, such as fork or mateIn2.")
    puzzle: str = Field(default="", description="The id of one shipped puzzle.")
    fen: str = Field(default="", description="A position of your own.")
    augment: bool = Field(default=False, description="Also later moves and mirror images.")
