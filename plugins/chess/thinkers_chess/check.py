"""The verdict on a move, by python-chess's rules alone. Shares no code with encoding."""

from typing import TYPE_CHECKING

from thinkers import Verdict
from thinkers_chess.instance import ChessInstance
from thinkers_chess.mates import DEEPEST, Prover, TooManyPositionsError

if TYPE_CHECKING:
    import chess


def check(instance: ChessInstance, solution: str) -> Verdict:
    """Hold a move against what is known of the position.

    Wrong is a move to avoid. Right is an answer, or any other move that mates at once (Lichess's
    rule); with answers every other move is wrong. Without answers, where mate can be forced in n
    moves, right is what provably forces it. Where only moves to avoid are known, any other is
    right, as test suites count it. Where nothing is known, or a proof would take too long, a legal
    move is neither right nor wrong.

    Args:
        instance: The position.
        solution: A move in UCI.
    """
    import chess

    board = chess.Board(instance.fen)
    try:
        move = chess.Move.from_uci(solution)
    except ValueError:
        return Verdict(False, reason=f"{solution!r} is no move in UCI")
    if move not in board.legal_moves:
        return Verdict(False, reason=f"{solution} is not legal")
    said = board.san(move)
    if solution in instance.avoid:
        return Verdict(False, reason=f"{said} is legal, but a move to avoid")
    if solution in instance.best or _mates(board, move):
        return Verdict(True)
    if instance.best:
        answers = " or ".join(board.san(chess.Move.from_uci(best)) for best in instance.best)
        return Verdict(False, reason=f"{said} is legal, but not the answer ({answers})")
    if instance.mate is not None:
        return _by_mate(board, move, instance.mate)
    if instance.avoid:
        return Verdict(True, reason="not among the moves to avoid")
    return Verdict(True, known=False, reason="legal; no answer known")


def _mates(board: "chess.Board", move: "chess.Move") -> bool:
    after = board.copy(stack=False)
    after.push(move)
    return after.is_checkmate()


def _by_mate(board: "chess.Board", move: "chess.Move", moves: int) -> Verdict:
    """Whether the move forces mate in at most so many moves."""
    claim = f"mate in {moves}"
    if moves > DEEPEST:
        reason = f"legal; whether it forces {claim} is not decided, as proofs end at {DEEPEST}"
        return Verdict(True, known=False, reason=reason)
    prover, said = Prover(), board.san(move)
    try:
        if prover.forces(board, move, moves):
            return Verdict(True, reason=f"forces {claim}")
    except TooManyPositionsError:
        reason = f"legal; whether it forces {claim} takes too long to decide"
        return Verdict(True, known=False, reason=reason)
    try:
        best = prover.mating_move(board, moves)
    except TooManyPositionsError:
        return Verdict(False, reason=f"{said} is legal, but does not force {claim}")
    if best is None:
        return Verdict(True, known=False, reason=f"legal; in fact no move forces {claim}")
    reason = f"{said} is legal, but does not force {claim} ({board.san(best)} does)"
    return Verdict(False, reason=reason)
