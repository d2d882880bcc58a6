"""The board is drawn from the mover's side, with exactly the move's squares marked."""

import xml.etree.ElementTree as ET
from io import BytesIO

import chess
import numpy as np
from PIL import Image
from thinkers_chess.drawing import DARK, LIGHT, MARGIN, SIDE, draw
from thinkers_chess.instance import ChessInstance
from thinkers_chess.planes import PlanesEncoding

from thinkers import Colour, Marks, Under, Verdict, shade

WHITE = ChessInstance("6k1/5ppp/8/8/8/8/8/4R1K1 w - - 1 2", "e1e8", id="toy")
BLACK = ChessInstance("4r1k1/8/8/8/8/8/5PPP/6K1 b - - 0 1", "e8e1")


def test_white_sees_its_own_rank_below():
    lines = draw(WHITE, "e1e8").text.splitlines()
    assert lines[0] == "8  ·  ·  ·  · [·] ·  ♚  ·"
    assert lines[1] == "7  ·  ·  ·  ·  ·  ♟  ♟  ♟"
    assert lines[7] == "1  ·  ·  ·  · [♖] ·  ♔  ·"
    assert lines[8] == "   a  b  c  d  e  f  g  h"
    assert len(lines) == 9


def test_black_sees_the_board_turned_round():
    lines = draw(BLACK, "e8e1").text.splitlines()
    assert lines[0] == "1  ·  ♔  · [·] ·  ·  ·  ·"
    assert lines[7] == "8  ·  ♚  · [♜] ·  ·  ·  ·"
    assert lines[8] == "   h  g  f  e  d  c  b  a"


def test_without_a_move_or_with_an_illegal_one_nothing_is_marked():
    for move, end in ((None, "toy: white to move"), ("e1d3", "g  h"), ("x", "g  h")):
        text = draw(WHITE, move).text
        assert "[" not in text
        assert text.endswith(end)


def test_svg_is_whole_and_shows_the_move():
    plain, marked = (draw(WHITE, move).svg() for move in (None, "e1e8"))
    assert ET.fromstring(marked).tag.endswith("svg")
    assert "lastmove" in marked
    assert "lastmove" not in plain


def square_colours(figure):
    image = np.asarray(Image.open(BytesIO(figure.png())).convert("RGB"))
    corners = MARGIN + SIDE * np.arange(8) + 2
    return image[corners[:, None], corners[None]]


def test_png_marks_two_squares_of_a_chequered_board():
    def rgb(colour):
        return tuple(bytes.fromhex(colour[1:]))

    plain, marked = (square_colours(draw(BLACK, move)) for move in (None, "e8e1"))
    chequers = np.indices((8, 8)).sum(0) % 2 == 0
    assert (plain[chequers] == rgb(LIGHT)).all()
    assert (plain[~chequers] == rgb(DARK)).all()
    assert np.argwhere((plain != marked).any(-1)).tolist() == [[0, 3], [7, 3]]


def test_a_king_in_check_can_be_drawn():
    board = chess.Board("4k3/8/8/8/8/8/4r3/4K3 w - - 0 1")
    assert "<svg" in draw(ChessInstance(board.fen()), "e1e2").svg()


def heat_on(instance, row, file):
    """The heat of scores that are sure of one square, from the mover's side, and of no other."""
    scores = np.zeros((2, 8, 8), np.float32)
    scores[0] = 20.0
    scores[:, row, file] = 0.0, 20.0
    return PlanesEncoding().heat(scores, instance)


def test_scores_shade_the_squares_as_the_mover_sees_them():
    for instance, square in ((WHITE, "e8"), (BLACK, "e1")):
        marks = Marks(heat=heat_on(instance, 7, 4))
        figure = draw(instance, None, marks)
        column = 4 if instance is WHITE else 3
        colours = square_colours(figure)
        assert tuple(colours[0, column]) == tuple(bytes.fromhex(shade(1.0)[1:]))
        assert f'<rect x="{15 + 45 * column}" y="15"' in figure.svg(), square
        line = figure.text.splitlines()[0]
        assert (line.count("▓"), line.index("▓")) == (1, 2 + 4 * column + 3)
        assert figure.text.endswith("░▒▓ chance that the move touches it, 0 to 1")


def test_another_move_is_marked_otherwise_and_the_legend_names_both():
    under = Under("g1f1", "material", Verdict(False, reason="it is not the best"))
    figure = draw(WHITE, "e1e8", Marks("chess/dt-l", Verdict(True), under, before="e1e7"))
    assert "(♔)" in figure.text
    assert "[♖]" in figure.text
    assert "[ ] chess/dt-l: right  ( ) material: wrong: it is not the best" in figure.text
    said = [each.text for each in ET.fromstring(figure.svg()).findall("{*}text")]
    assert said[1:] == [
        "chess/dt-l: right", "material: wrong: it is not the best", "one iteration before"
    ]  # fmt: skip
    assert {Colour.BLUE, Colour.ORANGE, Colour.PURPLE} <= set(said_colours(figure))


def said_colours(figure):
    return [each.get("stroke") for each in ET.fromstring(figure.svg()).iter()]
