"""Pictures of boards: Unicode pieces for the terminal, SVG by python-chess, a plain PNG."""

from typing import TYPE_CHECKING

from thinkers import Canvas, Figure, Marks
from thinkers_chess.instance import ChessInstance
from thinkers_chess.wording import position_in_words

if TYPE_CHECKING:
    import chess

SIDE, MARGIN = 60, 24
"""Pixels of a square, and of the border with ranks and files."""

LIGHT, DARK = "#f0d9b5", "#b58863"
"""Squares of the PNG."""

MARKED_LIGHT, MARKED_DARK = "#cdd26a", "#aaa23a"
"""The two squares of the move."""

SHADES = {True: ("#ffffff", "#333333"), False: ("#222222", "#eeeeee")}
"""Disc and letter of a white and of a black piece."""


def draw(instance: ChessInstance, solution: str | None, marks: Marks[str] = Marks()) -> Figure:
    """The position from the mover's side, before the move, with its two squares marked.

    Its text says who is to move where there is no move; `move_in_words` says the rest.
    """
    import chess

    board = chess.Board(instance.fen)
    move = _move(board, solution)
    caption = position_in_words(instance) if solution is None else ""
    return Figure(
        _text(board, move, caption),
        lambda: _svg(board, move),
        lambda: _canvas(board, move).to_png(),
    )


def _move(board: "chess.Board", solution: str | None) -> "chess.Move | None":
    import chess

    if solution is None:
        return None
    try:
        move = chess.Move.from_uci(solution)
    except ValueError:
        return None
    return move if move in board.legal_moves else None


def _rows(board: "chess.Board") -> list[list[int]]:
    """The squares as the mover sees them, top row first."""
    import chess

    ranks, files = range(8), range(8)
    if board.turn:
        return [[chess.square(file, rank) for file in files] for rank in reversed(ranks)]
    return [[chess.square(file, rank) for file in reversed(files)] for rank in ranks]


def _text(board: "chess.Board", move: "chess.Move | None", caption: str) -> str:
    import chess

    marked = set() if move is None else {move.from_square, move.to_square}
    lines = []
    for row in _rows(board):
        cells = []
        for square in row:
            piece = board.piece_at(square)
            sign = piece.unicode_symbol() if piece else "·"
            cells.append(f"[{sign}]" if square in marked else f" {sign} ")
        lines.append(f"{chess.square_rank(row[0]) + 1} {''.join(cells)}".rstrip())
    files = "  ".join(chess.FILE_NAMES[chess.square_file(square)] for square in _rows(board)[0])
    return "\n".join([*lines, f"   {files}", *[caption] * bool(caption)])


def _svg(board: "chess.Board", move: "chess.Move | None") -> str:
    import chess.svg

    arrows = [] if move is None else [chess.svg.Arrow(move.from_square, move.to_square)]
    check = board.king(board.turn) if board.is_check() else None
    return chess.svg.board(
        board, orientation=board.turn, lastmove=move, arrows=arrows, check=check, size=480
    )


def _canvas(board: "chess.Board", move: "chess.Move | None") -> Canvas:
    import chess

    marked = set() if move is None else {move.from_square, move.to_square}
    size = 8 * SIDE + 2 * MARGIN
    canvas = Canvas(size, size)
    for down, row in enumerate(_rows(board)):
        rank, middle = str(chess.square_rank(row[0]) + 1), MARGIN + (down + 0.5) * SIDE
        canvas.text((MARGIN / 2, middle), rank, "#333333", 14)
        for right, square in enumerate(row):
            light = bool(chess.BB_SQUARES[square] & chess.BB_LIGHT_SQUARES)
            colours = (MARKED_DARK, MARKED_LIGHT) if square in marked else (DARK, LIGHT)
            corner = (MARGIN + right * SIDE, MARGIN + down * SIDE)
            canvas.rectangle(corner, (SIDE, SIDE), colours[light])
            piece = board.piece_at(square)
            if piece:
                disc, letter = SHADES[piece.color]
                centre = (corner[0] + SIDE / 2, corner[1] + SIDE / 2)
                canvas.dot(centre, SIDE * 0.4, disc)
                canvas.text(centre, piece.symbol().upper(), letter, 30)
    for right, square in enumerate(_rows(board)[0]):
        name = chess.FILE_NAMES[chess.square_file(square)]
        canvas.text((MARGIN + (right + 0.5) * SIDE, size - MARGIN / 2), name, "#333333", 14)
    return canvas
