"""Pictures of boards: Unicode pieces for the terminal, SVG by python-chess, a plain PNG."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thinkers import Canvas, Colour, Figure, Heat, Key, Legend, Marks, shade
from thinkers_chess.instance import ChessInstance
from thinkers_chess.wording import position_in_words

if TYPE_CHECKING:
    import chess

SIDE, MARGIN, FRAME, BOARD = 60, 24, 4, 480
"""Pixels of a square, of the border with ranks and files, of a frame, and of the SVG's board."""

LIGHT, DARK = "#F4F4F4", "#B4B4B4"
"""Squares; in grey, so that colours are left to what is said of them."""

SHADES = {True: (Colour.PAPER, Colour.INK), False: (Colour.INK, Colour.PAPER)}
"""Disc and letter of a white and of a black piece."""

STYLE = {
    "square light": LIGHT, "square dark": DARK, "square light lastmove": Colour.YELLOW,
    "square dark lastmove": Colour.YELLOW,
}  # fmt: skip
"""Of python-chess's board."""

FAINTEST = 0.02
"""The share from which on a square is shaded; below it shows whether it is light or dark."""


def draw(instance: ChessInstance, solution: str | None, marks: Marks[str] = Marks()) -> Figure:
    """The position from the mover's side, before the move, with its two squares marked.

    Its text says who is to move where there is no move; `move_in_words` says the rest.
    """
    import chess

    board = chess.Board(instance.fen)
    layers = _layers(board, solution, marks)
    caption = position_in_words(instance)
    legend = Legend(layers.keys, marks.heat, caption)
    below = [caption] if solution is None else []
    if marks.heat is not None or marks.under is not None:
        below += Legend(layers.keys, marks.heat).text()
    return Figure(
        "\n".join([*_text(board, layers), *below]),
        lambda: _svg(board, layers, legend),
        lambda: _canvas(board, layers, legend).to_png(),
    )


@dataclass(frozen=True, eq=False)
class _Layers:
    """What is drawn on a board.

    Attributes:
        move: The answer's.
        others: Other moves with their colours: of a baseline, and of the iteration before.
        shares: How darkly squares are shaded, by their numbers.
        keys: The legend, but for heat.
    """

    move: "chess.Move | None"
    others: "Sequence[tuple[chess.Move, Colour]]"
    shares: Mapping[int, float]
    keys: Sequence[Key]

    @property
    def marked(self) -> Collection[int]:
        """The squares of the answer."""
        return _ends(self.move)


def _layers(board: "chess.Board", solution: str | None, marks: Marks[str]) -> _Layers:
    move, keys, others = _move(board, solution), list[Key](), []
    if solution is not None:
        keys.append(Key(marks.words(None, "move"), Colour.BLUE, "line", "[ ]"))
    if marks.under is not None:
        keys.append(Key(marks.under.words(None), Colour.ORANGE, "line", "( )"))
        others.append((_move(board, marks.under.solution), Colour.ORANGE))
    if marks.before is not None and marks.before != solution:
        keys.append(Key("one iteration before", Colour.PURPLE, "line"))
        others.append((_move(board, marks.before), Colour.PURPLE))
    shares = {} if marks.heat is None else _shares(board, marks.heat)
    return _Layers(move, [(one, colour) for one, colour in others if one], shares, keys)


def _shares(board: "chess.Board", heat: Heat) -> dict[int, float]:
    """By square: heat counts ranks from the mover's own, files from a."""
    import chess

    return {
        chess.square(file, row if board.turn else 7 - row): float(share)
        for (row, file), share in np.ndenumerate(heat.shares)
    }


def _ends(move: "chess.Move | None") -> Collection[int]:
    return () if move is None else (move.from_square, move.to_square)


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


def _text(board: "chess.Board", layers: _Layers) -> list[str]:
    """A line for each rank; behind each square its shade, where there are some."""
    import chess

    under = {square for move, _ in layers.others[:1] for square in _ends(move)}
    glyphs = dict.fromkeys(chess.SQUARES, "")
    if layers.shares:
        shares = np.array([layers.shares[square] for square in chess.SQUARES])
        glyphs = dict(zip(chess.SQUARES, Heat(shares, "").text().tolist(), strict=True))
    lines = []
    for row in _rows(board):
        cells = []
        for square in row:
            piece = board.piece_at(square)
            sign = piece.unicode_symbol() if piece else "·"
            left, right = "[]" if square in layers.marked else "()" if square in under else "  "
            cells.append(f"{left}{sign}{right}{glyphs[square]}")
        lines.append(f"{chess.square_rank(row[0]) + 1} {''.join(cells)}".rstrip())
    gap = " " * (3 if layers.shares else 2)
    files = gap.join(chess.FILE_NAMES[chess.square_file(square)] for square in _rows(board)[0])
    return [*lines, f"   {files}"]


def _svg(board: "chess.Board", layers: _Layers, legend: Legend) -> str:
    """python-chess's board, with our legend below it."""
    import chess.svg

    arrows = [chess.svg.Arrow(*_ends(move), color=colour) for move, colour in layers.others]
    if layers.move is not None:
        arrows.append(chess.svg.Arrow(*_ends(layers.move), color=Colour.BLUE))
    fill = {each: shade(share) for each, share in layers.shares.items() if share >= FAINTEST}
    check = board.king(board.turn) if board.is_check() else None
    drawn = chess.svg.board(
        board, orientation=board.turn, lastmove=layers.move, arrows=arrows, check=check,
        size=BOARD, fill=fill, colors=STYLE,
    )  # fmt: skip
    end = "</svg>\n"
    return f"{legend.canvas(BOARD, BOARD).to_svg().removesuffix(end)}{drawn}{end}"


def _canvas(board: "chess.Board", layers: _Layers, legend: Legend) -> Canvas:
    import chess

    size = 8 * SIDE + 2 * MARGIN
    canvas = legend.canvas(size, size)
    for down, row in enumerate(_rows(board)):
        rank, middle = str(chess.square_rank(row[0]) + 1), MARGIN + (down + 0.5) * SIDE
        canvas.text((MARGIN / 2, middle), rank, Colour.INK, 14)
        for right, square in enumerate(row):
            corner = (MARGIN + right * SIDE, MARGIN + down * SIDE)
            _square(canvas, board, square, corner, layers)
    for right, square in enumerate(_rows(board)[0]):
        name = chess.FILE_NAMES[chess.square_file(square)]
        canvas.text((MARGIN + (right + 0.5) * SIDE, size - MARGIN / 2), name, Colour.INK, 14)
    return canvas


def _square(
    canvas: Canvas, board: "chess.Board", square: int, corner: tuple[int, int], layers: _Layers
) -> None:
    """A square with its frames and its piece."""
    import chess

    light = bool(chess.BB_SQUARES[square] & chess.BB_LIGHT_SQUARES)
    share = layers.shares.get(square, 0.0)
    frames = [Colour.BLUE] if square in layers.marked else []
    frames += [colour for move, colour in layers.others if square in _ends(move)]
    place, side = corner, SIDE
    ground = shade(share) if share >= FAINTEST else LIGHT if light else DARK
    for colour in (*frames, ground):
        canvas.rectangle(place, (side, side), colour)
        place, side = (place[0] + FRAME, place[1] + FRAME), side - 2 * FRAME
    piece = board.piece_at(square)
    if piece:
        disc, letter = SHADES[piece.color]
        centre = (corner[0] + SIDE / 2, corner[1] + SIDE / 2)
        canvas.dot(centre, SIDE * 0.4 - 4, Colour.INK)
        canvas.dot(centre, SIDE * 0.4 - 5, disc)
        canvas.text(centre, piece.symbol().upper(), letter, 26)
