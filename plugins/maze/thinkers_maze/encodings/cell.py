"""The encoding `cell`: one pixel a cell, and marks on the path."""

from thinkers_maze.encodings.marks import MarksEncoding


class CellEncoding(MarksEncoding):
    """One pixel a cell and one of border: the rim looks to a convolution like an inner wall."""

    scale, border = 1, 1
