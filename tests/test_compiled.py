"""A kernel, and what it calls, give the same as plain Python and compiled."""

import numpy as np
import pytest

from thinkers import compiled

STRIDE = 2


def step(numbers, place):
    numbers[place, 0] = numbers[place, 0] * STRIDE
    return 1


def double(numbers, count):
    done = 0
    for place in range(count):
        done += step(numbers, place)
    return done


@pytest.mark.parametrize("fast", [False, True])
def test_arrays_are_written_in_place_by_the_kernel_and_by_what_it_calls(fast):
    if fast:
        pytest.importorskip("numba", reason="the extra `fast` of a plugin brings numba")
    numbers = np.arange(4).reshape(4, 1)
    assert compiled.run(double, fast, numbers, 3) == 3
    assert numbers[:, 0].tolist() == [0, 2, 4, 3]


def test_without_numba_nothing_can_be_compiled(monkeypatch):
    monkeypatch.setattr(compiled, "find_spec", lambda name: None)
    assert not compiled.available()


def test_with_numba_it_can():
    pytest.importorskip("numba", reason="the extra `fast` of a plugin brings numba")
    assert compiled.available()
