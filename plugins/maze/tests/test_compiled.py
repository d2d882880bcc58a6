"""Numba is asked for large work only, where it is installed."""

import pytest
from thinkers_maze import compiled
from thinkers_maze.compiled import MIN_CELLS, worth_compiling


@pytest.mark.parametrize("there", [False, True])
def test_much_work_is_worth_compiling_where_numba_is(monkeypatch, there):
    monkeypatch.setattr(compiled, "can_compile", lambda: there)
    assert worth_compiling(MIN_CELLS) is there
    assert not worth_compiling(MIN_CELLS - 1)


def test_many_small_mazes_are_not_worth_it(monkeypatch):
    monkeypatch.setattr(compiled, "can_compile", lambda: True)
    assert worth_compiling(10_000_000, 10_000)
    assert not worth_compiling(1_690_000, 10_000)  # 13 x 13
