"""A sketch names letters; what cannot be drawn with them is refused when it is declared."""

import pytest

from thinkers import ConfigError, Sketch, installed


@pytest.mark.parametrize("marks", [{}, {"#": "wall"}, {"#": "wall", "ab": "two"}])
def test_marks_are_two_letters_or_more(marks):
    with pytest.raises(ConfigError, match="one letter each"):
        Sketch(".txt", marks)


def test_what_stands_once_is_a_mark():
    with pytest.raises(ConfigError, match="once"):
        Sketch(".txt", {" ": "free", "#": "wall"}, once="S")


@pytest.mark.parametrize("name", [n for n, each in installed().problems().items() if each.sketch])
def test_what_is_written_can_be_drawn_on(name, tmp_path):
    problem = installed().problem(name)
    path = tmp_path / f"toy{problem.sketch.suffix}"
    problem.write(path, [problem.toy()[0]], None)
    rows = path.read_text("utf-8").splitlines()
    assert len({len(row) for row in rows}) == 1
    assert set("".join(rows)) == set(problem.sketch.marks)
