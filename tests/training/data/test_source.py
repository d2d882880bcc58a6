"""Each combination of a recipe is a source: rows of its stored set, or instances made anew."""

from dataclasses import replace

import numpy as np
import pytest
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError
from thinkers.problems.encoding import Encoding
from thinkers.training.data.source import PROBED, sources
from thinkers.training.task import Task

PROBLEM = PrefixSums()

STORED = {"count": 40, "params": {"bits": [16, 20]}, "weight": 2.0}
FRESH = {"fresh": True, "params": {"bits": 10}, "begin": 0.5}


class Turning(CentredEncoding):
    """Its augmentation is easy to see: it turns every bit and keeps the targets."""

    def augment(self, batch, rng):
        return replace(batch, inputs=-batch.inputs)


class Turned(PrefixSums):
    encodings = {"centred": Turning()}


class Unturned(CentredEncoding):
    """It has no augmentation."""

    augment = Encoding.augment


class Rigid(PrefixSums):
    encodings = {"centred": Unturned()}


@pytest.fixture
def sources_of(recipe_with):
    def make(problem=PROBLEM, **data):
        recipe = recipe_with(data={"train": [STORED, FRESH]} | data)
        return sources(recipe, Task(problem, "centred"), lambda line: None, workers=0)

    return make


def rng(seed=0):
    return np.random.default_rng(seed)


def require_labelled(batch):
    bits = (batch.inputs[:, 0] > 0).astype(int)
    assert len(bits)
    np.testing.assert_array_equal(batch.targets, bits.cumsum(1) % 2)


def test_there_is_one_for_each_combination_in_the_order_of_the_recipe(sources_of):
    found = sources_of()
    assert [source.params.bits for source in found] == [16, 20, 10]
    assert [source.weight for source in found] == [2.0, 2.0, 1.0]
    assert [source.begin for source in found] == [0, 0, 10], "of 20 steps"
    assert [source.stored is None for source in found] == [False, False, True]


def test_a_batch_is_as_large_as_the_recipe_says(sources_of):
    assert [source.size for source in sources_of(batch=5)] == [5, 5, 5]
    by_positions = sources_of(batch=None, positions=64)
    assert [source.size for source in by_positions] == [4, 3, 6]
    for source in by_positions:
        assert source.batch(rng()).inputs.shape == (source.size, 1, source.params.bits)


def test_a_stored_set_gives_rows_of_it_with_their_labels_any_of_them(sources_of):
    source = sources_of()[1]
    assert source.stored.inputs.shape == (40, 1, 20)
    known, seen = {row.tobytes() for row in source.stored.inputs}, set()
    for seed in range(40):
        batch = source.batch(rng(seed))
        require_labelled(batch)
        seen |= {row.tobytes() for row in batch.inputs}
    assert seen == known
    assert len(known) == 40


def test_a_fresh_group_makes_new_instances_with_their_labels(sources_of):
    source = sources_of()[2]
    seen = set()
    for seed in range(20):
        batch = source.batch(rng(seed))
        require_labelled(batch)
        seen |= {row.tobytes() for row in batch.inputs}
    assert len(seen) > 100, "160 of 1024 strings"


def test_all_chance_comes_from_the_generator_that_is_given(sources_of, assert_same):
    for source in sources_of():
        assert_same(source.batch(rng(1)), source.batch(rng(1)))
        other = source.batch(rng(2))
        assert not np.array_equal(source.batch(rng(1)).inputs, other.inputs)


def test_symmetries_are_applied_where_the_recipe_asks_for_them(sources_of):
    plain, turned = sources_of(Turned()), sources_of(Turned(), augment=True)
    for one, other in zip(plain, turned, strict=True):
        before, after = one.batch(rng()), other.batch(rng())
        np.testing.assert_array_equal(after.inputs, -before.inputs)
        np.testing.assert_array_equal(after.targets, before.targets)


def test_a_problem_without_symmetries_is_refused_if_they_are_asked_for(sources_of):
    with pytest.raises(ConfigError, match="prefix_sums has no augmentation") as raised:
        sources_of(Rigid(), augment=True)
    assert raised.value.hint == "leave out data.augment"
    assert len(sources_of(Rigid())) == 3


def test_a_probe_is_the_first_instances_of_a_set_or_new_ones_the_same_each_time(
    sources_of, assert_same
):
    for source in sources_of(batch=20):
        probe = source.probe(rng())
        require_labelled(probe)
        assert len(probe.inputs) == PROBED
        assert_same(probe, source.probe(rng()))
        if source.stored is not None:
            assert_same(probe, source.stored.part(slice(0, PROBED)))


def test_of_a_file_there_is_a_source_for_each_shape_and_it_shares_the_weight(sources_of, tmp_path):
    path = tmp_path / "bits.txt"
    path.write_text("0000000000\n111111\n1010101010\n0110001110\n")
    long, short, drawn = sources_of(
        train=[{"file": str(path), "weight": 2.0}, FRESH | {"begin": 0}]
    )
    assert [source.weight for source in (long, short, drawn)] == [1.5, 0.5, 1.0]
    assert long.stored.inputs.shape == (3, 1, 10)
    assert short.stored.inputs.shape == (1, 1, 6)
    for source in (long, short):
        require_labelled(source.batch(rng()))
