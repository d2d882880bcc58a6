"""What the tests of the data share: comparing batches, and a problem that fails when told to."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def assert_same():
    """Two batches are equal to the bit, types included."""

    def check(first, second):
        for name in ("inputs", "mask", "targets"):
            before, after = getattr(first, name), getattr(second, name)
            assert before.dtype == after.dtype
            assert np.array_equal(before, after)

    return check


@pytest.fixture
def doomed(monkeypatch):
    """The module of a problem some of whose labels fail, where other processes find it too."""
    monkeypatch.syspath_prepend(str(DATA / "doomed"))
    yield importlib.import_module("mini_doomed")
    del sys.modules["mini_doomed"]
