"""Ends are given as row and column, and anything else is refused."""

import pytest
from thinkers_maze.reading import NOWHERE, MazeReading

from thinkers.errors import ConfigError


def test_rows_and_columns():
    assert MazeReading().given == NOWHERE
    assert MazeReading.of({"start": "0,12"}).given == ((0, 12), None)
    assert MazeReading.of({"start": " 3 , 4", "end": "5,6 "}).given == ((3, 4), (5, 6))


@pytest.mark.parametrize(
    "text", ["", "3", "1,2,3", "-1,0", "a,b", "1.5,2", "1;2", "9" * 5000 + ",1", "٣,٤"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ConfigError, match="start: expected a row and a column, such as 1,3"):
        MazeReading.of({"start": text})
