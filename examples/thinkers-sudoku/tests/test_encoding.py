"""A thinker sees clues by digit; what it is asked is where none is; copies keep right targets."""

import numpy as np
from thinkers_sudoku.check import check
from thinkers_sudoku.problem import Sudoku, SudokuParams

PROBLEM = Sudoku()
ENCODING = PROBLEM.encodings["candidates"]


def test_the_toy_by_hand():
    puzzle, answer = PROBLEM.toy()
    batch = ENCODING.encode([puzzle], [answer])
    assert batch.inputs[0, :, 0, 1].tolist() == [-1, 1, -1, -1, -1, -1, -1, -1, -1]
    assert batch.inputs[0, :, 0, 0].tolist() == [0, 0, 0, 0, -1, -1, -1, -1, -1]
    assert (batch.mask[0] == np.eye(4)).all()
    assert batch.targets[0, 0].tolist() == [0, 1, 2, 3]


def test_clues_stay_whatever_the_scores():
    puzzle, _ = PROBLEM.toy()
    scores = np.zeros((9, 4, 4), np.float32)
    scores[8] = 9
    decoded = ENCODING.decode(scores, puzzle)
    assert (decoded == np.where(puzzle.clues, puzzle.clues, 1)).all()


def test_augmented_batches_are_right_puzzles_of_the_same_number_of_clues():
    rng = np.random.default_rng(0)
    for side in (4, 9):
        puzzles = PROBLEM.generate(rng, 6, SudokuParams(side=side))
        batch = ENCODING.encode(puzzles, PROBLEM.label(puzzles))
        other = ENCODING.augment(batch, rng)
        assert (other.mask.sum((1, 2)) == batch.mask.sum((1, 2))).all()
        assert (other.inputs != batch.inputs).any()
        for inputs, mask, targets in zip(other.inputs, other.mask, other.targets, strict=True):
            clues = np.where(mask, 0, inputs.argmax(0) + 1)
            assert ((inputs.max(0) == 1) == ~mask).all()
            assert check(clues.tolist(), (targets + 1).tolist()).right
