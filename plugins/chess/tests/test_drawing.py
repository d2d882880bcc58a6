"""The board is drawn from the mover's side, with exactly the move's squares marked."""

import xml.etree.ElementTree as ET
from io import BytesIO

import chess
import numpy as np
from PIL import Image
from thinkers_chess.drawing import DARK, LIGHT, MARGIN, SIDE, draw
from thinkers_chess.instance import ChessInstance

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
