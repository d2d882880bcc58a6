"""A drawing is a grid of its sketch's letters, whatever it is given."""

import pytest

from thinkers import ConfigError, Sketch
from thinkers.cli.browser.drawing import MOST, Drawing

SKETCH = Sketch(".txt", {" ": "free", "#": "wall", "S": "start"}, once="S")


def test_it_begins_empty():
    drawing = Drawing(SKETCH)
    drawing.clear(2, 3)
    assert drawing.text == "   \n   \n"


@pytest.mark.parametrize("size", [(0, 3), (3, 0), (MOST + 1, 3), (3, MOST + 1), (-1, 1)])
def test_too_few_and_too_many_cells_are_refused(size):
    with pytest.raises(ConfigError, match="cells along a side"):
        Drawing(SKETCH).clear(*size)


@pytest.mark.parametrize(
    "rows", [[], [""], ["# ", "#"], ["#x"], ["#" * (MOST + 1)], ["#"] * (MOST + 1)]
)
def test_what_is_no_such_grid_changes_nothing(rows):
    drawing = Drawing(SKETCH)
    before = drawing.rows
    with pytest.raises(ConfigError):
        drawing.set(rows)
    assert drawing.rows == before


def test_comments_of_a_file_are_left_out():
    drawing = Drawing(SKETCH)
    drawing.take("; a note\n###\n#S#\n\n")
    assert drawing.rows == ["###", "#S#"]
