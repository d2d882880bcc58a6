"""The puzzles that ship with the plugin, and how they are chosen from."""

import hashlib
import lzma
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import islice

import numpy as np

from thinkers import InvalidInstanceError, did_you_mean
from thinkers_chess.augment import variants
from thinkers_chess.formats.lichess import Row, instance_of, rows
from thinkers_chess.instance import ChessInstance
from thinkers_chess.params import ChessParams, Source, Split
from thinkers_chess.traits import shows

FILES = {"lichess": "lichess_puzzles.csv.xz", "mined": "mined.csv.xz"}
"""The shipped files by source."""


def generate(rng: np.random.Generator, count: int, params: ChessParams) -> list[ChessInstance]:
    """`count` different puzzles that fit the options.

    Raises:
        InvalidInstanceError: There are fewer, and how many; or the FEN, id or theme is wrong.
    """
    if params.fen:
        _enough(count, 1, "position in one FEN")
        return [ChessInstance.unlabelled(params.fen)]
    if params.puzzle:
        pool, what = [by_id(params.puzzle)], "of that id"
    else:
        pool = matching(params.split, params.source, params.rating, params.theme)
        what = _words(params)
    return draw(rng, count, pool, params, what)


def _words(params: ChessParams) -> str:
    where = "" if params.split == "all" else f" in the {params.split} split"
    source = "" if params.source == "both" else f" from {params.source}"
    rating = f" rated {params.rating}" if params.rating else ""
    theme = f" with the theme {params.theme}" if params.theme else ""
    position = f" with a position of the kind {params.position}" if params.position else ""
    return f"{where}{source}{rating}{theme}{position}".strip()


def split_of(puzzle: str) -> str:
    """The split of a shipped puzzle, by the SHA-256 of its id: 80 %, 10 %, 10 %."""
    tenth = int.from_bytes(hashlib.sha256(puzzle.encode()).digest()[:8], "big") % 10
    return {0: "test", 1: "validation"}.get(tenth, "train")


@cache
def shipped(source: str) -> tuple[Row, ...]:
    """The rows of one shipped file, in its order."""
    packed = (files("thinkers_chess") / "data" / FILES[source]).read_bytes()
    return tuple(rows(lzma.decompress(packed).decode().splitlines(), FILES[source]))


def by_id(puzzle: str) -> Row:
    """One shipped Lichess puzzle.

    Raises:
        InvalidInstanceError: There is none of that id.
    """
    for row in shipped("lichess"):
        if row.id == puzzle:
            return row
    raise InvalidInstanceError(
        f"unknown puzzle {puzzle!r}: it is not among those that ship with the plugin",
        "for any other use --input FILE or --fen FEN",
    )


def matching(
    split: Split, source: Source, rating: str | None = None, theme: str | None = None
) -> list[Row]:
    """The shipped puzzles that fit; mined ones are all of the train split and have no rating.

    Args:
        split: Which part.
        source: Which files.
        rating: `1500-1800`, both ends included, or None for all.
        theme: One theme, or None for all.

    Raises:
        InvalidInstanceError: No shipped puzzle has such a theme.
    """
    found: list[Row] = []
    if source != "mined":
        found += [row for row in shipped("lichess") if split in {"all", split_of(row.id)}]
    if source != "lichess" and split in {"all", "train"}:
        found += shipped("mined")
    if rating:
        low, high = map(int, rating.split("-"))
        found = [row for row in found if row.rating and low <= int(row.rating) <= high]
    if theme:
        known = {name for row in shipped("lichess") for name in row.themes.split()}
        if theme not in known:
            near = did_you_mean(theme, known)
            raise InvalidInstanceError(f"no puzzle has the theme {theme!r}{near}")
        found = [row for row in found if theme in row.themes.split()]
    return found


def draw(
    rng: np.random.Generator, count: int, pool: Sequence[Row], params: ChessParams, what: str
) -> list[ChessInstance]:
    """`count` different ones of a pool, in random order; the first do not depend on `count`.

    Args:
        rng: All the chance there is.
        count: How many.
        pool: What to draw from.
        params: Whether to draw from the pool's variants as well, and what the board must show.
        what: The pool in words, for the message.

    Raises:
        InvalidInstanceError: The pool has fewer; says how many.
    """
    replies = params.position == "one-legal-move"  # then there is nothing but the right move
    choices = [each for row in pool for each in variants(row, params.augment, replies)]
    if params.position is None:
        _enough(count, len(choices), what)
    rows = (choices[index].row() for index in rng.permutation(len(choices)))
    puzzles = (instance_of(row, row.id) for row in rows)
    fitting = (
        puzzle
        for puzzle in puzzles
        if params.position is None or shows(puzzle.fen, params.position)
    )
    found = list(islice(fitting, count))
    _enough(count, len(found), what)
    return found


def _enough(count: int, there: int, what: str) -> None:
    if count > there:
        number = {0: "there is none", 1: "there is only 1"}.get(there, f"there are only {there}")
        raise InvalidInstanceError(
            f"asked for {count} chess puzzles, but {number} {what}",
            "ask for fewer, or read more with --input FILE (.csv, .epd, .fen, .pgn, .pth, .npz)",
        )
