"""A sketch names letters; what cannot be drawn with them is refused when it is declared."""

import pytest

from thinkers import ConfigError, Sketch


@pytest.mark.parametrize("marks", [{}, {"#": "wall"}, {"#": "wall", "ab": "two"}])
def test_marks_are_two_letters_or_more(marks):
    with pytest.raises(ConfigError, match="one letter each"):
        Sketch(".txt", marks)


def test_what_stands_once_is_a_mark():
    with pytest.raises(ConfigError, match="once"):
        Sketch(".txt", {" ": "free", "#": "wall"}, once="S")
