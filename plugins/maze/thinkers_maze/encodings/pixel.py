"""The encoding `pixel`: four pixels a cell, as in the easy-to-hard data, and marks on the path."""

from thinkers_maze.encodings.marks import MarksEncoding


class PixelEncoding(MarksEncoding):
    """Two by two pixels a cell and a border of three, those of the easy-to-hard data."""

    scale, border = 2, 3
