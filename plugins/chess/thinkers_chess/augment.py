"""More to learn from each puzzle: the later moves of its line, and mirror images."""

from collections.abc import Iterator
from dataclasses import dataclass

from thinkers_chess.formats.lichess import Row
from thinkers_chess.position import board_of, push

FILES = str.maketrans("abcdefgh", "hgfedcba")


@dataclass(frozen=True)
class Variant:
    """A puzzle made of another one.

    Attributes:
        source: The puzzle.
        skipped: How many of the solver's moves have been played.
        mirror: Whether left and right are exchanged.
    """

    source: Row
    skipped: int
    mirror: bool

    def row(self) -> Row:
        """The variant as a puzzle of its own."""
        row = self.source
        if self.skipped:
            board, moves = board_of(row.fen, f"puzzle {row.id}"), row.moves.split()
            for move in moves[: 2 * self.skipped]:
                push(board, move, f"puzzle {row.id}")
            rest = " ".join(moves[2 * self.skipped :])
            row = row._replace(id=f"{row.id}+{self.skipped}", fen=board.fen(), moves=rest)
        return mirrored(row) if self.mirror else row


def variants(row: Row, augment: bool) -> Iterator[Variant]:
    """The puzzle itself; with `augment` each later move of its line, and all of them mirrored.

    Every move of a solver's line is the only good one (Lichess; in the last any mate counts). A
    mirror image is as true as the position where nobody may castle any more.
    """
    yield Variant(row, 0, False)
    if not augment:
        return
    mirrors = (False, True) if row.fen.split()[2] == "-" else (False,)
    for skipped in range(len(row.moves.split()) // 2):
        for mirror in mirrors:
            if skipped or mirror:
                yield Variant(row, skipped, mirror)


def mirrored(row: Row) -> Row:
    """The puzzle with files a and h exchanged, b and g, and so on; nobody may castle in it."""
    placement, turn, _, passant, *clocks = row.fen.split()
    ranks = "/".join(rank[::-1] for rank in placement.split("/"))
    fen = " ".join((ranks, turn, "-", passant.translate(FILES), *clocks))
    moves = " ".join(move[:4].translate(FILES) + move[4:] for move in row.moves.split())
    return row._replace(id=f"{row.id}~", fen=fen, moves=moves)
