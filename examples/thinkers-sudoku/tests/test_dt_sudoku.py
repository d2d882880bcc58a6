"""DT-S knows no digit, row or column from another: symmetric puzzles get symmetric answers."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_sudoku.dt_sudoku import DTS, box_height
from thinkers_sudoku.problem import Sudoku, SudokuParams
from thinkers_sudoku.puzzle import Puzzle
from thinkers_sudoku.symmetry import Symmetry

from thinkers import ConfigError

PROBLEM = Sudoku()
ENCODING = PROBLEM.encodings["candidates"]


def built(**config):
    torch.manual_seed(0)
    return DTS.build(ENCODING.signature, config).double().eval()


def logits(thinker, puzzle, iterations=6):
    """`(9, n, n)`."""
    inputs = torch.from_numpy(ENCODING.encode([puzzle]).inputs).double()
    with torch.no_grad():
        return thinker.unrolled(inputs, iterations)[0].numpy()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([4, 9]))
def test_symmetric_puzzles_get_symmetric_logits(seed, side):
    rng = np.random.default_rng(seed)
    [puzzle] = PROBLEM.generate(rng, 1, SudokuParams(side=side, blanks=side * side // 2))
    by, thinker = Symmetry.draw(rng, side), built(width=8, messages=6, hidden=12)
    before, after = logits(thinker, puzzle), logits(thinker, Puzzle(by.grid(puzzle.clues)))
    expected = by.places(before[:side][by.digits])
    np.testing.assert_allclose(after[:side], expected, rtol=1e-9, atol=1e-9)


def test_it_is_no_symmetry_to_exchange_rows_of_different_bands():
    rng = np.random.default_rng(0)
    [puzzle] = PROBLEM.generate(rng, 1, SudokuParams(blanks=40))
    rows = np.array([3, 1, 2, 0, 4, 5, 6, 7, 8])
    thinker = built()
    before, after = logits(thinker, puzzle), logits(thinker, Puzzle(puzzle.clues[rows]))
    assert np.abs(after - before[:, rows]).max() > 1e-3


def test_a_clue_is_heard_of_in_its_row_column_box_and_cell_after_one_step():
    clues = np.zeros((9, 9), int)
    clues[4, 4] = 5
    thinker = built()
    told = np.abs(logits(thinker, Puzzle(clues), 1) - logits(thinker, Puzzle(0 * clues), 1)) > 1e-9
    row, column = np.indices((9, 9))
    box = (row // 3 == 1) & (column // 3 == 1)
    assert (told[4] == ((row == 4) | (column == 4) | box)).all()
    assert (told[0] == ((row == 4) | (column == 4) | box)).all()


def test_weights_are_few():
    default = DTS.build(ENCODING.signature, {})
    assert sum(weight.numel() for weight in default.parameters()) < 50_000


@pytest.mark.parametrize(("side", "height"), [(1, 1), (4, 2), (6, 2), (7, 1), (9, 3), (16, 4)])
def test_boxes(side, height):
    assert box_height(side) == height


@pytest.mark.parametrize("name", ["width", "messages", "hidden"])
def test_settings_are_at_least_1(name):
    with pytest.raises(ConfigError, match="expected width, messages and hidden >= 1"):
        built(**{name: 0})
