"""A position and a move in words, as people write them and in UCI."""

from thinkers_chess.instance import ChessInstance


def position_in_words(instance: ChessInstance) -> str:
    """What the position is called, and who is to move."""
    import chess

    name = f"{instance.id}: " if instance.id else ""
    return f"{name}{chess.COLOR_NAMES[chess.Board(instance.fen).turn]} to move"


def move_in_words(instance: ChessInstance, move: str) -> str:
    """Who is to move, and which move that is: `white to move, Re8# (e1e8)`."""
    import chess

    board, words = chess.Board(instance.fen), position_in_words(instance)
    try:
        found = chess.Move.from_uci(move)
    except ValueError:
        found = chess.Move.null()
    if found not in board.legal_moves:
        return f"{words}, {move} is not legal"
    return f"{words}, {board.san(found)} ({found.uci()})"
