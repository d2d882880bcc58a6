"""Every cell can be seen in the picture: half blocks in text, squares in SVG and PNG."""

from io import BytesIO
from xml.etree.ElementTree import fromstring

import numpy as np
from PIL import Image
from thinkers_maze.drawing import BLACK, BLUE, GREEN, ORANGE, RED, draw
from thinkers_maze.instance import UNDECIDED

PICTURE = "S.../###./E..."


def test_walls_in_half_blocks(maze):
    lines = draw(maze(PICTURE), None).text.split("\n")
    assert lines == ["█S▀▀▀█", "█E▀▀ █", "▀▀▀▀▀▀"]


def test_a_path_is_half_as_wide_as_a_wall(maze):
    marks = np.array([[1, 1, 1, 1], [0, 0, 0, 1], [1, 1, 1, 1]], np.int8)
    lines = draw(maze(PICTURE), marks).text.split("\n")
    assert lines == ["█S▛▛▛█", "█E▛▛▌█", "▀▀▀▀▀▀"]


def test_undecided_cells_are_question_marks(maze):
    assert draw(maze("S E"), np.array([[1, UNDECIDED, 1]], np.int8)).text == "█S?E█\n▀▀▀▀▀"


def test_too_wide_for_a_terminal(maze):
    assert draw(maze(f"S{' ' * 76}E"), None).text.count("█") == 2
    text = draw(maze(f"S{' ' * 77}E"), None).text
    assert text.startswith("a maze of 1 x 79 cells, 0 of them marked; too wide")
    assert len(text) <= 80


def test_colours_in_files(maze):
    figure = draw(maze("S   #E"), np.array([[1, 1, UNDECIDED, 0, 0, 1]], np.int8))
    image = np.asarray(Image.open(BytesIO(figure.png())))
    assert image.shape == (3 * 16, 8 * 16, 3)
    middle = image[24, 8::16]
    colours = ["#" + bytes(pixel.tolist()).hex() for pixel in middle]
    assert colours == [BLACK, GREEN, BLUE, ORANGE, "#ffffff", BLACK, RED, BLACK]
    drawn = [shape.get("fill") for shape in fromstring(figure.svg())]
    assert {BLACK, GREEN, BLUE, ORANGE, RED} <= set(drawn)
