"""Published tables and lines are read; what is wrong is told with its line."""

import numpy as np
import pytest
from thinkers_sudoku.problem import Sudoku, SudokuParams
from thinkers_sudoku.puzzle import Puzzle

from thinkers import InvalidInstanceError

PROBLEM = Sudoku()
QUESTION, ANSWER = ".234341.2.434321", "1234341221434321"


def test_a_published_table(tmp_path):
    path = tmp_path / "puzzles.csv"
    path.write_text(f"source,question,answer,rating\nbook,{QUESTION},{ANSWER},4\n", "utf-8")
    [puzzle], [answer] = PROBLEM.read(path), PROBLEM.read_answers(path)
    assert (puzzle.source, puzzle.rating) == ("book", 4)
    assert puzzle.clues[0].tolist() == [0, 2, 3, 4]
    assert answer[0].tolist() == [1, 2, 3, 4]


def test_columns_in_any_order_and_others_besides(tmp_path):
    path = tmp_path / "puzzles.csv"
    path.write_text(f"rating,note,Question\n,x,{QUESTION.replace('.', '0')}\n\n", "utf-8")
    [puzzle] = PROBLEM.read(path)
    assert (puzzle.rating, PROBLEM.read_answers(path)) == (None, [None])
    assert puzzle.clues[0].tolist() == [0, 2, 3, 4]


@pytest.mark.parametrize("blank", [".", "0", "*", "_"])
def test_lines_of_81_characters(tmp_path, blank):
    [drawn] = PROBLEM.generate(np.random.default_rng(0), 1, SudokuParams())
    path = tmp_path / "puzzles.txt"
    text = "".join(str(digit or blank) for digit in drawn.clues.flat)
    path.write_text(f"# from a book\n{text}\r\n\n", "utf-8")
    assert PROBLEM.read(path) == [drawn]


@pytest.mark.parametrize("suffix", [".csv", ".txt"])
def test_sizes_answers_and_remarks_come_back(tmp_path, suffix):
    toy, answer = PROBLEM.toy()
    drawn = PROBLEM.generate(np.random.default_rng(0), 2, SudokuParams())
    puzzles = [Puzzle(toy.clues, 'a, "b"', 3), *drawn]
    path = tmp_path / f"puzzles{suffix}"
    answers = [answer, *PROBLEM.label(drawn)]
    PROBLEM.write(path, puzzles, answers)
    found = PROBLEM.read(path)
    assert found == puzzles
    assert all(map(np.array_equal, PROBLEM.read_answers(path), answers))
    if suffix == ".csv":
        remarks = [(each.source, each.rating) for each in found]
        assert remarks == [(each.source, each.rating) for each in puzzles]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.csv", "a,b\n1,2\n", "line 1: expected the columns source,question,answer,rating"),
        ("a.csv", f"question,rating\n{QUESTION},x\n", "line 2: expected a whole rating, got 'x'"),
        ("a.csv", f"question\n{QUESTION},1\n", "line 2: expected 1 columns, got 2"),
        ("a.csv", f"question,answer\n{QUESTION},{QUESTION}\n", "an answer of 16 digits"),
        ("a.csv", f'question\n{QUESTION}\n"', "line 3: unexpected end of data"),
        ("a.txt", "123\n", "line 1: expected 81 or 16 digits, got 3 characters"),
        ("a.txt", f"{QUESTION[:-1]}5\n", "line 1: expected 81 or 16 digits, got '.234"),
        ("a.txt", f"{QUESTION} {ANSWER} 1\n", "line 1: expected a puzzle and its answer"),
        ("a.txt", "\n# nothing\n", "holds no puzzles"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, name, text, fault):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidInstanceError) as caught:
        PROBLEM.read(path)
    assert fault in str(caught.value)


def test_other_name_endings_are_refused(tmp_path):
    with pytest.raises(InvalidInstanceError, match="cannot write"):
        PROBLEM.write(tmp_path / "a.json", [PROBLEM.toy()[0]], None)
