"""Data augmentation of puzzles: later moves of the line, the other side's, mirror images."""

from collections.abc import Iterator
from dataclasses import dataclass

from thinkers_chess.formats.lichess import Row
from thinkers_chess.position import board_of, push
from thinkers_chess.symmetry import mirrored_fen, mirrored_move


@dataclass(frozen=True)
class Variant:
    """A puzzle made of another one.

    Attributes:
        source: The puzzle.
        played: How many moves of its line have been played, the other side's included.
        mirror: Whether left and right are exchanged.
    """

    source: Row
    played: int
    mirror: bool

    def row(self) -> Row:
        """The variant as a puzzle of its own."""
        row = self.source
        if self.played:
            board, moves = board_of(row.fen, f"puzzle {row.id}"), row.moves.split()
            for move in moves[: self.played]:
                push(board, move, f"puzzle {row.id}")
            number, others = divmod(self.played, 2)
            name = f"{row.id}-{number + 1}" if others else f"{row.id}+{number}"
            row = row._replace(id=name, fen=board.fen(), moves=" ".join(moves[self.played :]))
        return mirrored(row) if self.mirror else row


def variants(row: Row, augment: bool, replies: bool = False) -> Iterator[Variant]:
    """The puzzle itself; with `augment` each later move of its line, and all of them mirrored.

    Every move of a solver's line is the only good one (Lichess; in the last any mate counts). A
    mirror image is as true as the position where nobody may castle any more.

    Args:
        row: The puzzle.
        augment: Whether there is more than the puzzle.
        replies: Whether that includes the other side's moves, of which nobody says they are good.
    """
    yield Variant(row, 0, False)
    if not augment:
        return
    mirrors = (False, True) if row.fen.split()[2] == "-" else (False,)
    for played in range(0, len(row.moves.split()) - 1, 1 if replies else 2):
        for mirror in mirrors:
            if played or mirror:
                yield Variant(row, played, mirror)


def mirrored(row: Row) -> Row:
    """The puzzle mirrored left to right; valid only for positions without castling rights."""
    moves = " ".join(map(mirrored_move, row.moves.split()))
    return row._replace(id=f"{row.id}~", fen=mirrored_fen(row.fen), moves=moves)
