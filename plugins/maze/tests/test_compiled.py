"""A kernel gives the same as plain Python and compiled; numba is asked for large work only."""

import sys

import numpy as np
import pytest
from thinkers_maze import compiled


def double(numbers, count):
    for place in range(count):
        numbers[place] = numbers[place] * 2
    return count


@pytest.mark.parametrize("fast", [False, True])
def test_arrays_are_written_in_place(fast):
    if fast:
        pytest.importorskip("numba")
    numbers = np.arange(4)
    assert compiled.run(double, fast, numbers, 3) == 3
    assert numbers.tolist() == [0, 2, 4, 3]


def test_little_work_is_not_worth_it():
    assert not compiled.worth_compiling(compiled.LEAST_CELLS - 1)


def test_without_numba_nothing_is(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.setattr(compiled, "find_spec", lambda name: None)
    assert not compiled.worth_compiling(10 * compiled.LEAST_CELLS)


def test_much_work_is_with_numba():
    pytest.importorskip("numba")
    assert compiled.worth_compiling(compiled.LEAST_CELLS)
