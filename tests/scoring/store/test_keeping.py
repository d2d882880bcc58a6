"""What is kept comes back to the bit, of every problem; what is forged runs nothing."""

import json
import pickle
import zlib
from collections import namedtuple
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from thinkers import installed
from thinkers.problems.origin import package_of
from thinkers.scoring.identity import digest_of
from thinkers.scoring.store.keeping import UnkeptError, kept, revived

HERE = (__name__,)

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(plain)
def test_plain_values_come_back_as_they_were(value):
    assert revived(kept(value), ()) == value


@settings(max_examples=50, deadline=None)
@given(
    arrays.arrays(
        st.sampled_from(["<f8", "<f4", "<i8", "|b1", "|u1", "<c16", "<U3"]),
        arrays.array_shapes(min_dims=0, min_side=0),
    )
)
def test_arrays_come_back_to_the_bit(array):
    again = revived(kept(array), ())
    assert (again.dtype, again.shape, again.tobytes()) == (
        array.dtype,
        array.shape,
        array.tobytes(),
    )


@pytest.mark.parametrize("number", [float("inf"), -float("inf"), np.float32(0.1), np.int8(3)])
def test_single_numbers_keep_their_types(number):
    again = revived(kept(number), ())
    assert (again, type(again)) == (number, type(number))


@pytest.mark.parametrize("name", sorted(installed().problems()))
def test_instances_and_answers_of_every_problem_come_back(name):
    problem = installed().problem(name)
    package = (package_of(problem),)
    toy, answer = problem.toy()
    instances = problem.generate(np.random.default_rng(0), 3, problem.Params())
    for instance in [toy, *instances]:
        again = revived(kept(instance), package)
        assert type(again) is type(instance)
        assert digest_of(problem, again) == digest_of(problem, instance)
    again = revived(kept(answer), package)
    assert problem.check(toy, again) == problem.check(toy, answer)


@dataclass(frozen=True)
class Even:
    number: int

    def __post_init__(self):
        if self.number % 2:
            raise ValueError("odd")


Pair = namedtuple("Pair", "first second")


def test_objects_are_built_by_their_own_constructors():
    assert revived(kept((Even(2), Pair(1, Even(4)))), HERE) == (Even(2), Pair(1, Even(4)))
    with pytest.raises(UnkeptError, match="odd"):
        revived(zlib.compress(forged(f"{__name__}:Even", number=3)), HERE)


def forged(name, **own):
    return json.dumps({"object": [name, own]}).encode()


@pytest.mark.parametrize(
    "name",
    ["os:system", "builtins:eval", "subprocess:Popen", f"{__name__}:pickle.loads", "pathlib:Path"],
)
def test_no_other_class_or_function_is_called(name):
    with pytest.raises(UnkeptError):
        revived(zlib.compress(forged(name, command="true")), HERE)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no zlib", kept([1, 2])[:-4], pickle.dumps(1), zlib.compress(b"{"),
        zlib.compress(b"[" * 100_000), zlib.compress(b'{"array": ["|O8", [1], "AAAAAAAAAAA="]}'),
        zlib.compress(b'{"array": ["<f8", [9], ""]}'), zlib.compress(b'{"tuple": 3}'),
        zlib.compress(b"{}"), zlib.compress(b'{"what": 3}'), zlib.compress(b"\xff"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(content):
    with pytest.raises(UnkeptError):
        revived(content, HERE)


def test_what_would_unpack_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("thinkers.scoring.store.keeping.MAX_UNPACKED", 1000)
    with pytest.raises(UnkeptError, match="too large"):
        revived(kept("a" * 10_000), ())


@pytest.mark.parametrize("value", [object(), len, np.array([object()]), int, {1, object()}])
def test_what_has_no_form_is_not_kept(value):
    with pytest.raises(UnkeptError, match="has no form"):
        kept(value)
