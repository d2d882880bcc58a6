"""Numba is asked for large work only, where it is installed."""

import pytest
from thinkers_maze.compiled import LEAST_CELLS, worth_compiling

from thinkers import compiled


@pytest.mark.parametrize("there", [False, True])
def test_much_work_is_worth_compiling_where_numba_is(monkeypatch, there):
    monkeypatch.setattr(compiled, "available", lambda: there)
    assert worth_compiling(LEAST_CELLS) is there
    assert not worth_compiling(LEAST_CELLS - 1)
