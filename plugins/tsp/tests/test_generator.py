"""Instances are seeded, do not depend on how many follow, and need room that is there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp import generator
from thinkers_tsp.generator import generate
from thinkers_tsp.kinds import KINDS

from thinkers import InvalidInstanceError
from thinkers.errors import MemoryLimitError

CITIES = 9


def draw(kind, count=4, seed=3):
    return generate(np.random.default_rng(seed), count, CITIES, kind)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_seeded_and_prefix_stable(kind):
    first, more, others = draw(kind, 3), draw(kind, 5), draw(kind, 3, seed=4)
    assert [len(each) for each in (first, more, others)] == [3, 5, 3]
    for one, again, other in zip(first, more[:3], others, strict=True):
        assert one.name == kind
        assert one.distances.dtype == np.float64
        np.testing.assert_array_equal(one.distances, again.distances)
        assert not np.array_equal(one.distances, other.distances)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(0, 2**32), st.integers(3, 40))
def test_distances_are_finite_and_not_negative_between_as_many_cities_as_asked_for(
    kind, seed, cities
):
    (instance,) = generate(np.random.default_rng(seed), 1, cities, kind)
    assert instance.distances.shape == (cities, cities)
    assert np.isfinite(instance.distances).all()
    assert instance.distances.min() == 0
    assert instance.distances.max() > 0
    assert not instance.distances.diagonal().any()


def test_more_instances_than_memory_holds_are_refused_with_both_figures(monkeypatch):
    monkeypatch.setattr(generator, "free_memory", lambda: 10**9)
    with pytest.raises(MemoryLimitError) as error:
        generate(np.random.default_rng(0), 100, 2000, "asymmetric")
    assert str(error.value) == (
        "the distances of 100 times 2000 cities take 3.3 GB, 1.0 GB are free"
    )
    monkeypatch.setattr(generator, "free_memory", lambda: None)
    assert len(generate(np.random.default_rng(0), 1, 2000, "symmetric")) == 1
    monkeypatch.setattr(generator, "free_memory", lambda: 0)  # nobody asks for so little
    assert len(generate(np.random.default_rng(0), 100, 50, "symmetric")) == 100


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_more_cities_than_an_instance_holds_are_refused_before_they_are_drawn(kind):
    with pytest.raises(
        InvalidInstanceError, match=r"at most (5000|100000) cities( of a matrix)?, got 1000000"
    ):
        generate(np.random.default_rng(0), 1, 10**6, kind)
