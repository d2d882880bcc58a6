"""Compiled, in plain Python and with numpy chances are merged to the same tours."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp import merging
from thinkers_tsp.merging import Merging, by_kernels

from thinkers import Patience, can_compile


def chances_of(seed, cities, symmetric, ties):
    rng = np.random.default_rng(seed)
    logits = rng.integers(0, 3, (cities, cities)) if ties else 9 * rng.normal(size=(cities, cities))
    logits = (logits + logits.T) / 2 if symmetric else logits
    return np.exp(np.asarray(logits, float) - logits.max())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 25), st.booleans(), st.booleans())
def test_plain_python_gives_the_tours_of_numpy(seed, cities, symmetric, ties):
    chances = chances_of(seed, cities, symmetric, ties)
    one = Merging(compiled=False).merge(chances.copy(), 10, symmetric=symmetric)
    np.testing.assert_array_equal(
        by_kernels(chances[None], 10, symmetric=symmetric, compiled=False)[0], one
    )
    assert sorted(one.tolist()) == list(range(cities))


@pytest.mark.skipif(not can_compile(), reason="numba is not installed")
@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize("ties", [False, True])
def test_compiled_gives_the_tours_of_numpy(symmetric, ties):
    for seed in range(20):
        chances = chances_of(seed, 10 + 7 * seed, symmetric, ties)
        ways = [
            Merging(compiled=compiled).merge(chances.copy(), 10, symmetric=symmetric)
            for compiled in (False, True)
        ]
        np.testing.assert_array_equal(*ways)


def test_it_is_compiled_once_that_pays(monkeypatch):
    run = []
    monkeypatch.setattr(merging, "PATIENCE", 0.0)
    monkeypatch.setattr(Patience, "ended", property(lambda own: own.spent > own.seconds))
    monkeypatch.setattr(merging, "by_kernels", lambda *_, **given: run.append(1) or [[]])
    merge = Merging()
    merge.merge(chances_of(0, 9, False, False), 10, symmetric=False)
    assert not run
    merge.merge(chances_of(0, 9, False, False), 10, symmetric=False)
    assert run
