"""What a labelled set holds, and the name it is cached by, follow from its fields alone."""

import hashlib
from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError
from thinkers.problems.cache import cache_folder
from thinkers.training.data import TRAIN, VALIDATION
from thinkers.training.data.code import code_of
from thinkers.training.data.sets import CHUNK, LabelledSet, params_of
from thinkers.training.task import Task

PROBLEM = PrefixSums()


class Seen(PrefixSums):
    """One of two encodings."""

    encodings = {"centred": CentredEncoding(), "other": CentredEncoding()}


class Renamed(PrefixSums):
    """Another problem of the same instances."""

    name = "renamed"


def set_of(count=600, problem=PROBLEM, encoding="centred", seed=3, part=TRAIN, **options):
    return LabelledSet(Task(problem, encoding), params_of(problem, options), count, seed, part)


OTHERS = {
    "problem": {"problem": Renamed()},
    "class of the same name": {"problem": Seen()},
    "options": {"bits": 9},
    "seed": {"seed": 4},
    "part": {"part": VALIDATION},
}


@pytest.mark.parametrize("count", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_chunks_hold_each_instance_once_in_order(count):
    chunks = set_of(count).chunks()
    assert list(chain(*chunks)) == list(range(count))
    assert all(0 < len(chunk) <= CHUNK for chunk in chunks)


def test_each_chunk_of_each_set_has_a_file_of_its_own():
    every = [set_of(), *(set_of(**change) for change in OTHERS.values())]
    paths = [one.entry(chunk).path for one in every for chunk in one.chunks()]
    assert len({*paths}) == len(paths) == 3 * len(every)
    assert {path.parent for path in paths} == {
        cache_folder() / problem.name / code_of(type(problem)).digest[:16]
        for problem in (PROBLEM, Renamed(), Seen())
    }
    assert [path.exists() for path in paths] == [False] * len(paths)


def test_two_encodings_are_of_the_same_file():
    one, other = (set_of(problem=Seen(), encoding=name) for name in ("centred", "other"))
    assert [*map(one.entry, one.chunks())] == [*map(other.entry, other.chunks())]


def test_a_longer_set_finds_the_whole_chunks_of_a_shorter_one():
    short, long = set_of(CHUNK + 10), set_of(3 * CHUNK)
    assert short.entry(short.chunks()[0]) == long.entry(long.chunks()[0])
    assert short.entry(short.chunks()[1]) != long.entry(long.chunks()[1])


def test_an_option_at_its_default_is_as_one_not_given():
    assert set_of(bits=32).options == set_of().options == {}
    assert set_of(bits=9).options == {"bits": 9}
    chunk = range(CHUNK)
    assert set_of(bits=32).identity(chunk) == set_of().identity(chunk)
    np.testing.assert_array_equal(set_of(bits=32).generate(), set_of().generate())


def test_the_instances_are_drawn_from_seed_part_and_options():
    """As the generator gives them to whoever seeds it the same way, by hand."""
    words = int.from_bytes(hashlib.sha256(b'{"bits": 9}').digest()[:8], "big")
    rng = np.random.default_rng([3, 1, words])
    expected = PROBLEM.generate(rng, 20, PROBLEM.Params(bits=9))
    np.testing.assert_array_equal(set_of(20, part=VALIDATION, bits=9).generate(), expected)


def test_another_seed_part_or_length_has_other_instances():
    every = [set_of(20, bits=32), *(set_of(20, **OTHERS[name]) for name in ("seed", "part"))]
    for one, other in combinations([each.generate() for each in every], 2):
        assert not np.array_equal(one, other)
    longer = set_of(20, bits=33).generate()
    assert not np.array_equal(np.array(longer)[:, :32], every[0].generate())


def test_a_longer_set_begins_with_the_shorter():
    short = set_of(20)
    np.testing.assert_array_equal(replace(short, count=50).generate()[:20], short.generate())


def test_options_that_are_unknown_or_out_of_range_are_refused():
    with pytest.raises(ConfigError, match=r"^prefix_sums data: unknown key 'bist', did you mean"):
        params_of(PROBLEM, {"bist": 3})
    with pytest.raises(ConfigError, match=r"^prefix_sums data: bits: input should be"):
        params_of(PROBLEM, {"bits": 0})


def test_what_is_labelled_is_encoded_with_its_labels():
    strings = [np.array([1, 0, 1]), np.array([0, 1, 1])]
    [batch] = Task(PROBLEM, "centred").labelled(strings)
    np.testing.assert_array_equal(batch.inputs[:, 0], np.array(strings) - 0.5)
    np.testing.assert_array_equal(batch.targets, [[1, 1, 0], [0, 1, 0]])
