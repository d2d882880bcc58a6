"""One chess task: a position, and what is known about the move to find."""

from dataclasses import dataclass
from typing import Any

from thinkers import InvalidInstanceError


@dataclass(frozen=True)
class ChessInstance:
    """A position whose side to move looks for the best move.

    Moves are in the UCI of standard chess (`e2e4`, `e7e8q`, `e1g1` for castling); castling as the
    king taking its rook is put into that form.

    Attributes:
        fen: The position to solve, all six fields.
        answer: The right first move, or None where nobody said.
        also: Other moves that are just as right (an EPD line may name several).
        avoid: Moves that are wrong (EPD `am`).
        mate: Mate can be forced in so many moves (EPD `dm`); None where nobody said.
        id: What the source calls it; may be empty.
        rating: Its Lichess rating (Glicko-2), or None.
        themes: Words of the Lichess vocabulary, such as `fork` or `mateIn2`.
        moves: The line from the position on, answer first, both sides alternating; may be empty.
        setup: The position one move earlier and the opponent's move that led here, as FEN and
            UCI: what a Lichess file holds; None where it is not known.

    Raises:
        InvalidInstanceError: The FEN is illegal, or an answer or a move to avoid is.
    """

    fen: str
    answer: str | None = None
    also: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    mate: int | None = None
    id: str = ""
    rating: int | None = None
    themes: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    setup: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        from thinkers_chess.position import board_of, move_of

        board = board_of(self.fen)
        for name, moves in (("also", self.also), ("avoid", self.avoid)):
            object.__setattr__(self, name, tuple(move_of(board, move).uci() for move in moves))
        if self.answer is not None:
            object.__setattr__(self, "answer", move_of(board, self.answer).uci())

    @classmethod
    def unlabelled(cls, fen: str) -> "ChessInstance":
        """A position to solve, with nothing known about it.

        Raises:
            InvalidInstanceError: The FEN is illegal, or the game is over.
        """
        from thinkers_chess.position import playable

        return cls(playable(fen).fen())

    @classmethod
    def sound(cls, **attributes: Any) -> "ChessInstance":
        """A task of attributes that were checked before, for readers; those left out are usual."""
        found = object.__new__(cls)
        found.__dict__.update(attributes)
        return found

    @property
    def best(self) -> tuple[str, ...]:
        """All moves that are known to be right, the answer first."""
        return () if self.answer is None else (self.answer, *self.also)

    def not_avoided(self) -> tuple[str, ...]:
        """The legal moves that are not to be avoided, in UCI.

        Raises:
            InvalidInstanceError: There is none.
        """
        from thinkers_chess.position import board_of

        legal = (move.uci() for move in board_of(self.fen).legal_moves)
        moves = tuple(move for move in legal if move not in self.avoid)
        if not moves:
            raise InvalidInstanceError(f"every legal move in {self.fen!r} is to be avoided")
        return moves
