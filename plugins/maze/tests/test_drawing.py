"""Every cell can be seen in the picture, and beside the path what scores and others say."""

from io import BytesIO
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import numpy as np
from PIL import Image
from thinkers_maze.drawing import draw
from thinkers_maze.instance import UNDECIDED
from thinkers_maze.problem import Maze

from thinkers import Colour, Heat, Marks, Under, Verdict, shade
from thinkers.problems.palette import contrast

PICTURE = "S.../###./E..."
WAY = np.array([[1, 1, 1, 1], [0, 0, 0, 1], [1, 1, 1, 1]], np.int8)


def lines(figure):
    """The picture in text, without the legend."""
    *shown, legend = figure.text.split("\n")
    assert legend.endswith("S start  E end")
    return shown


def test_walls_in_half_blocks(maze):
    assert lines(draw(maze(PICTURE), None)) == ["█S▀▀▀█", "█E▀▀ █", "▀▀▀▀▀▀"]


def test_a_path_is_half_as_wide_as_a_wall(maze):
    figure = draw(maze(PICTURE), WAY)
    assert lines(figure) == ["█S▛▛▛█", "█E▛▛▌█", "▀▀▀▀▀▀"]
    assert figure.text.endswith("\n█ wall  ▌ path  S start  E end")


def test_undecided_cells_are_question_marks(maze):
    figure = draw(maze("S E"), np.array([[1, UNDECIDED, 1]], np.int8))
    assert figure.text == "█S?E█\n▀▀▀▀▀\n█ wall  ▌ path  ? undecided  S start  E end"


def test_too_wide_for_a_terminal(maze):
    assert "".join(lines(draw(maze(f"S{' ' * 76}E"), None))).count("█") == 2
    text = draw(maze(f"S{' ' * 77}E"), None).text
    assert text.startswith("a maze of 1 x 79 cells, 0 of them marked; too wide")
    assert len(text) <= 80


def row_of(figure, row, cells):
    """The colours near the upper left corners of cells, where no letter or dot is."""
    image = np.asarray(Image.open(BytesIO(figure.png())))
    return ["#" + bytes(pixel.tolist()).hex().upper() for pixel in image[16 * row + 1, 1::16]][
        :cells
    ]


def test_colours_in_files(maze):
    figure = draw(maze("S   #E"), np.array([[1, 1, UNDECIDED, 0, 0, 1]], np.int8))
    assert row_of(figure, 1, 8) == [
        Colour.INK, Colour.YELLOW, Colour.BLUE, Colour.ORANGE, Colour.PAPER, Colour.INK,
        Colour.PURPLE, Colour.INK,
    ]  # fmt: skip
    drawn = {shape.get("fill") for shape in fromstring(figure.svg())}
    assert {Colour.INK, Colour.YELLOW, Colour.BLUE, Colour.ORANGE, Colour.PURPLE} <= drawn


def test_the_colours_of_cells_are_told_apart_in_grey_print(maze):
    cells = [Colour.INK, Colour.BLUE, Colour.PURPLE, Colour.ORANGE, Colour.YELLOW, Colour.PAPER]
    assert all(contrast(one, other) >= 1.3 for one, other in pairwise(cells))


def test_the_chance_of_each_cell_is_a_shade_in_text_and_files(maze):
    chances = np.array([[1.0, 0.6, 0.0, 0.3], [np.nan] * 3 + [0.9], [1, 0, 0, 1]])
    figure = draw(maze(PICTURE), WAY, Marks(heat=Heat(chances, "chance")))
    assert figure.text.split("\n") == [
        "████████████",
        "██S▓•▒• •░██",
        "████████•▓██",
        "██E▓• • •▓██",
        "████████████",
        "█ wall  • path  S start  E end",
        "░▒▓ chance, 0 to 1",
    ]
    assert row_of(figure, 1, 6)[2:5] == [shade(0.6), Colour.PAPER, shade(0.3)]


def test_another_path_and_changes_are_dots_that_the_legend_names(maze):
    under = Under(WAY, "bfs", Verdict(True, 8))
    mine = np.where(np.arange(4) < 2, WAY, 0).astype(np.int8)
    marks = Marks("maze/dt-l", Verdict(False, reason="it is broken"), under, before=WAY)
    figure = draw(maze(PICTURE), mine, marks)
    assert figure.text.split("\n")[1] == "██S·•· · ·██"
    assert "• maze/dt-l: wrong: it is broken" in figure.text
    dots = [each.get("fill") for each in fromstring(figure.svg()).findall("{*}circle")]
    assert dots.count(Colour.GREEN) == 7 + 1  # all but both ends, and the legend
    assert dots.count(Colour.VERMILLION) == 5 + 1
    assert "bfs: length 8" in figure.svg()


def test_each_encoding_says_something_of_every_cell_that_it_sees(maze):
    instance = maze(PICTURE)
    for encoding in Maze.encodings.values():
        classes = encoding.signature.classes
        scores = np.zeros((classes, *encoding.shape(instance)), np.float32)
        heat = encoding.heat(scores, instance)
        np.testing.assert_allclose(heat.values[~instance.walls], 1 / classes)
        assert np.isnan(heat.values[instance.walls]).all()
