"""Labelled data depends on seed, part and parameters alone, and the cache gives it back exactly."""

import numpy as np
import pytest

pytest.importorskip("joblib")  # it sets what it needs in the environment as it is imported

from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, SolveError
from thinkers.problems.cache import cache_folder
from thinkers.training.data import TRAIN, VALIDATION, prepare, sets
from thinkers.training.data.sets import LabelledSet
from thinkers.training.events import Cached, Labelling, Uncached, unheard
from thinkers.training.recipe import Group
from thinkers.training.task import Task

GROUPS = (Group(count=12, params={"bits": 10}),)


class Counting(PrefixSums):
    """Counts the instances that were labelled."""

    def __init__(self):
        self.labelled = 0

    def label(self, instances):
        self.labelled += len(instances)
        return super().label(instances)


def labelling(count, total, bits):
    """What is told of a set of strings of so many bits."""
    return Labelling(count, total, {"bits": bits})


def batches_of(problem=None, groups=GROUPS, seed=0, part=TRAIN, hear=unheard, workers=0):
    task = Task(problem or PrefixSums(), "centred")
    return [batch for [batch] in prepare(task, groups, seed, part, hear, workers)]


def inputs_of(**options):
    return batches_of(**options)[0].inputs


def test_the_targets_are_the_labels_of_the_inputs():
    (batch,) = batches_of()
    bits = (batch.inputs[:, 0] + 0.5).astype(int)
    assert bits.shape == (12, 10)
    assert np.array_equal(batch.targets, bits.cumsum(1) % 2)
    assert batch.mask.all()


def test_a_cache_hit_gives_equal_arrays_without_labelling(assert_same):
    problem = Counting()
    (fresh,) = batches_of(problem)
    assert problem.labelled == 12
    (cached,) = batches_of(problem)
    assert problem.labelled == 12
    assert_same(fresh, cached)


def test_the_same_seed_gives_the_same_data_on_an_empty_cache(monkeypatch, tmp_path, assert_same):
    (before,) = batches_of(seed=5)
    monkeypatch.setenv("THINKERS_CACHE", str(tmp_path))
    (after,) = batches_of(seed=5)
    assert_same(before, after)
    assert [path.suffix for path in tmp_path.rglob("*.*")] == [".labelled"]


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


def test_labelling_is_told_and_a_cache_hit_of_all_sets_together_once():
    groups, lines = [Group(count=12, params={"bits": [9, 10]})], []
    batches_of(groups=groups, hear=lines.append)
    batches_of(groups=groups, hear=lines.append)
    assert lines == [labelling(12, 12, 9), labelling(12, 12, 10), Cached(24, 24)]


def test_unknown_and_bad_parameters_are_refused():
    with pytest.raises(ConfigError, match=r"prefix_sums data: unknown key 'bit', did you mean"):
        batches_of(groups=[Group(count=1, params={"bit": 3})])
    with pytest.raises(ConfigError, match="prefix_sums data: bits: "):
        batches_of(groups=[Group(count=1, params={"bits": 0})])


@pytest.fixture
def tens(monkeypatch):
    """Sets are labelled by the ten."""
    monkeypatch.setattr(sets, "CHUNK", 10)


def test_chunks_and_workers_make_no_difference(monkeypatch, tmp_path, assert_same):
    groups = [Group(count=37, params={"bits": [9, 12]})]
    whole = batches_of(groups=groups)
    monkeypatch.setattr(sets, "CHUNK", 10)
    for workers in (0, 2):
        monkeypatch.setenv("THINKERS_CACHE", str(tmp_path / str(workers)))
        found = batches_of(groups=groups, workers=workers)
        assert len(list((tmp_path / str(workers)).rglob("*.labelled"))) == 8
        cached = batches_of(groups=groups)
        for first, second, third in zip(whole, found, cached, strict=True):
            assert_same(first, second)
            assert_same(first, third)


def test_a_set_that_grows_keeps_its_labels(tens):
    lines = []
    for count in (20, 40, 45):
        batches_of(groups=[Group(count=count, params={"bits": 10})], hear=lines.append)
    assert lines == [
        labelling(20, 20, 10),
        Cached(20, 40),
        labelling(20, 40, 10),
        Cached(40, 45),
        labelling(5, 45, 10),
    ]


@pytest.mark.parametrize("damage", ["cut", "swapped", "gone"])
def test_a_damaged_chunk_is_made_again_and_no_other(tens, assert_same, damage):
    groups = [Group(count=40, params={"bits": 10})]
    [before] = batches_of(Counting(), groups)
    first, second, *_ = cache_folder().rglob("*.labelled")
    if damage == "cut":
        first.write_bytes(first.read_bytes()[:-9])
    elif damage == "swapped":
        first.write_bytes(second.read_bytes())
    else:
        first.unlink()
    problem, lines = Counting(), []
    [after] = batches_of(problem, groups, hear=lines.append)
    assert problem.labelled == 10
    assert lines == [Cached(30, 40), labelling(10, 40, 10)]
    assert_same(before, after)


@pytest.fixture
def fateful(doomed, tens):
    """A problem, and how to prepare 40 instances of it; those of just one chunk are doomed."""

    def instances(seed):
        return LabelledSet(Task(doomed.Doomed(), "centred"), params, 40, seed, TRAIN).generate()

    def chunks(seed):
        return {n // 10 for n, bits in enumerate(instances(seed)) if doomed.is_doomed(bits)}

    params = PrefixSums.Params(bits=9)
    seed = next(seed for seed in range(1000) if chunks(seed) == {2})
    groups = [Group(count=40, params={"bits": 9})]
    return lambda **options: batches_of(doomed.Doomed(), groups, seed, **options)


def test_a_cluster_labels_as_one_process_does(cluster, monkeypatch, tmp_path, assert_same):
    address, _ = cluster
    monkeypatch.setattr(sets, "CHUNK", 5)
    task, found = Task(PrefixSums(), "centred"), []
    for scheduler in ("", address):
        monkeypatch.setenv("THINKERS_CACHE", str(tmp_path / f"cache-{bool(scheduler)}"))
        found.append(prepare(task, GROUPS, 0, TRAIN, scheduler=scheduler))
    for [[alone], [together]] in zip(*found, strict=True):
        assert_same(alone, together)


@pytest.mark.parametrize("workers", [0, 2])
def test_labels_that_fail_are_named_and_the_others_kept(fateful, monkeypatch, workers):
    monkeypatch.setenv("MINI_DOOM", "raise")
    with pytest.raises(SolveError, match="cannot label") as raised:
        fateful(workers=workers)
    assert str(raised.value) == (
        "cannot label instances 20 to 29 of prefix_sums drawn with {'bits': 9}: "
        "ValueError: six ones in a row"
    )
    assert raised.value.hint.startswith("run the same command again")
    monkeypatch.delenv("MINI_DOOM")
    lines = []
    fateful(hear=lines.append)
    assert lines == [Cached(30, 40), labelling(10, 40, 9)]


def test_a_worker_that_is_killed_while_labelling_costs_nothing(
    fateful, monkeypatch, tmp_path, assert_same
):
    monkeypatch.setenv("MINI_DOOM", f"die:{tmp_path / 'died'}")
    [found] = fateful(workers=1)
    assert (tmp_path / "died").exists()
    monkeypatch.setenv("THINKERS_CACHE", str(tmp_path / "fresh"))
    [again] = fateful()
    assert_same(found, again)


def test_labels_that_kill_every_worker_are_named(fateful, monkeypatch):
    monkeypatch.setenv("MINI_DOOM", "die")
    monkeypatch.setattr("thinkers.training.processes.pool.TRIES", 1)
    with pytest.raises(SolveError, match=r"instances 20 to 29 .* died .* signal 9") as raised:
        fateful(workers=1)
    assert raised.value.hint == "try fewer --workers; with --workers 0 the main process does it"


def test_labelling_goes_on_where_it_was_interrupted(fateful, monkeypatch):
    monkeypatch.setenv("MINI_DOOM", "interrupt")
    with pytest.raises(KeyboardInterrupt):
        fateful()
    monkeypatch.delenv("MINI_DOOM")
    lines = []
    fateful(hear=lines.append)
    assert lines == [Cached(20, 40), labelling(20, 40, 9)]


@pytest.mark.parametrize("cause", ["a file in the way", "no home"])
def test_where_nothing_can_be_cached_one_warning_is_told_and_the_labels_are_right(
    monkeypatch, tmp_path, cause, assert_same
):
    (expected,) = batches_of(groups=[Group(count=600, params={"bits": 4})])
    if cause == "no home":
        monkeypatch.delenv("THINKERS_CACHE")
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.delenv("HOME")
        monkeypatch.setattr("pathlib.Path.home", homeless)
    else:
        (tmp_path / "file").touch()
        monkeypatch.setenv("THINKERS_CACHE", str(tmp_path / "file"))
    lines = []
    (found,) = batches_of(groups=[Group(count=600, params={"bits": 4})], hear=lines.append)
    assert_same(found, expected)
    first, warning = lines
    assert first == labelling(600, 600, 4)
    assert type(warning) is Uncached
    assert warning.hint.startswith("set THINKERS_CACHE")


def homeless():
    raise RuntimeError("Could not determine home directory.")
