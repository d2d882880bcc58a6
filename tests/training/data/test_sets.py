"""Labelled data depends on seed, part and parameters alone, and the cache gives it back exactly."""

import os

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError
from thinkers.training.data import TRAIN, VALIDATION, cache_folder, prepare
from thinkers.training.recipe import Group

GROUPS = (Group(count=12, params={"bits": 10}),)


class Counting(PrefixSums):
    """Counts the instances that were labelled."""

    def __init__(self):
        self.labelled = 0

    def label(self, instances):
        self.labelled += len(instances)
        return super().label(instances)


def batches_of(problem=None, groups=GROUPS, seed=0, part=TRAIN, report=lambda line: None):
    return prepare(problem or PrefixSums(), "centred", groups, seed, part, report)


def inputs_of(**options):
    return batches_of(**options)[0].inputs


def assert_same(first, second):
    for name in ("inputs", "mask", "targets"):
        before, after = getattr(first, name), getattr(second, name)
        assert before.dtype == after.dtype
        assert np.array_equal(before, after)


def test_the_targets_are_the_labels_of_the_inputs():
    (batch,) = batches_of()
    bits = (batch.inputs[:, 0] + 0.5).astype(int)
    assert bits.shape == (12, 10)
    assert np.array_equal(batch.targets, bits.cumsum(1) % 2)
    assert batch.mask.all()


def test_a_cache_hit_gives_equal_arrays_without_labelling():
    problem = Counting()
    (fresh,) = batches_of(problem)
    assert problem.labelled == 12
    (cached,) = batches_of(problem)
    assert problem.labelled == 12
    assert_same(fresh, cached)


def test_the_same_seed_gives_the_same_data_on_an_empty_cache(monkeypatch, tmp_path):
    (before,) = batches_of(seed=5)
    monkeypatch.setenv("THINKERS_CACHE", str(tmp_path))
    (after,) = batches_of(seed=5)
    assert_same(before, after)
    assert len(list(tmp_path.iterdir())) == 1


def test_seeds_and_parts_and_parameters_differ():
    first = inputs_of(seed=0)
    assert not np.array_equal(first, inputs_of(seed=1))
    assert not np.array_equal(first, inputs_of(part=VALIDATION))
    longer = inputs_of(groups=[Group(count=12, params={"bits": 11})])
    assert not np.array_equal(first, longer[..., :10])


def test_train_and_validation_share_no_instance():
    groups = [Group(count=200, params={"bits": 32})]
    train, validation = (
        {row.tobytes() for row in inputs_of(groups=groups, part=part)}
        for part in (TRAIN, VALIDATION)
    )
    assert len(train) == 200
    assert not train & validation


def test_more_instances_begin_with_the_fewer():
    few, many = (inputs_of(groups=[Group(count=count, params={"bits": 6})]) for count in (3, 7))
    assert np.array_equal(few, many[:3])


def test_one_batch_for_each_combination_in_order():
    groups = [Group(count=4, params={"bits": [3, 5]}), Group(count=6, params={"bits": 7})]
    assert [batch.inputs.shape for batch in batches_of(groups=groups)] == [
        (4, 1, 3), (4, 1, 5), (6, 1, 7),
    ]  # fmt: skip


def test_default_parameters_and_their_values_are_the_same_data():
    named, default = (inputs_of(groups=[Group(count=3, params=p)]) for p in ({"bits": 32}, {}))
    assert np.array_equal(named, default)


def test_labelling_is_reported_and_a_cache_hit_is_not():
    lines = []
    batches_of(report=lines.append)
    batches_of(report=lines.append)
    assert lines == ["labelling 12 instances, {'bits': 10}"]


def test_a_cache_that_cannot_be_written_is_an_error_with_a_hint(monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("THINKERS_CACHE", str(file / "cache"))
    with pytest.raises(ConfigError, match="cannot write the cache") as raised:
        batches_of()
    assert raised.value.hint == "set THINKERS_CACHE"


@pytest.mark.parametrize("keep", [0, 40, -1])
def test_a_damaged_cache_file_is_made_again(keep):
    (before,) = batches_of()
    (path,) = cache_folder().iterdir()
    path.write_bytes(path.read_bytes()[:keep])
    problem = Counting()
    (after,) = batches_of(problem)
    assert problem.labelled == 12
    assert_same(before, after)
    batches_of(problem)
    assert problem.labelled == 12


def test_no_half_written_file_stays_behind():
    batches_of()
    assert [path.suffix for path in cache_folder().iterdir()] == [".npz"]


def test_unknown_and_bad_parameters_are_refused():
    with pytest.raises(ConfigError, match=r"prefix_sums data: unknown key 'bit', did you mean"):
        batches_of(groups=[Group(count=1, params={"bit": 3})])
    with pytest.raises(ConfigError, match="prefix_sums data: bits: "):
        batches_of(groups=[Group(count=1, params={"bits": 0})])


def test_where_the_cache_lies(monkeypatch, tmp_path):
    assert str(cache_folder()) == os.environ["THINKERS_CACHE"]
    monkeypatch.delenv("THINKERS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "thinkers"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "thinkers"
