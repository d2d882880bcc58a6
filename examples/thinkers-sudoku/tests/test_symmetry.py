"""Symmetries take right grids to right grids, and are undone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from thinkers_sudoku.check import check
from thinkers_sudoku.generator import full_grid
from thinkers_sudoku.symmetry import Symmetry


@given(st.integers(0, 2**32), st.sampled_from([4, 9]))
def test_right_grids_stay_right_and_come_back(seed, side):
    rng = np.random.default_rng(seed)
    grid, by = full_grid(rng, side), Symmetry.draw(rng, side)
    there = by.grid(grid)
    assert check([[0] * side] * side, there.tolist()).feasible
    assert (by.undone(there) == grid).all()
    partly = np.where(rng.random(grid.shape) < 0.5, grid, 0)
    assert (by.undone(by.grid(partly)) == partly).all()
