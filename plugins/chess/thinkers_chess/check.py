"""The verdict on a move, by python-chess's rules alone. Shares no code with encoding."""

from thinkers import Verdict
from thinkers_chess.instance import ChessInstance


def check(instance: ChessInstance, solution: str) -> Verdict:
    """Right is the puzzle's own answer, or any move that mates at once (Lichess's rule).

    Where nobody knows the answer, any legal move will do.

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
    if instance.answer is None:
        return Verdict(True)
    if move.uci() in {instance.answer, *instance.also}:
        return Verdict(True)
    said = board.san(move)
    board.push(move)
    if board.is_checkmate():
        return Verdict(True)
    return Verdict(False, reason=f"{said} is legal, but not the answer")
