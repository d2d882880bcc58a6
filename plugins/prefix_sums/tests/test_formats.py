"""Readers and writers invert each other; what is no string of bits is refused in one line."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.formats import read, write

from thinkers import InvalidInstanceError

strings = st.lists(
    st.lists(st.integers(0, 1), min_size=1, max_size=20).map(np.array), min_size=1, max_size=5
)


@given(strings)
@settings(max_examples=50, deadline=None)
def test_text_comes_back_with_and_without_answers(tmp_path_factory, instances):
    path = tmp_path_factory.mktemp("text") / "bits.txt"
    for answers in (None, instances):
        write(path, instances, answers)
        assert [bits.tolist() for bits in read(path)] == [bits.tolist() for bits in instances]


@given(st.integers(1, 6), st.integers(1, 12), st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_tensors_come_back(tmp_path_factory, count, length, seed):
    path = tmp_path_factory.mktemp("tensor") / "bits.pth"
    instances = list(np.random.default_rng(seed).integers(0, 2, (count, length)))
    write(path, instances, None)
    assert [bits.tolist() for bits in read(path)] == [bits.tolist() for bits in instances]


def test_the_easy_to_hard_layout_is_read(tmp_path):
    path = tmp_path / "4_data.pth"
    torch.save(torch.tensor([[0.0, 1.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0]]), path)
    assert [bits.tolist() for bits in read(path)] == [[0, 1, 1, 0], [1, 1, 1, 1]]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "holds no bits"),
        ("a.txt", b"0120\n", "line 1: expected only 0 and 1"),
        ("a.txt", b"01\nten\n", "line 2"),
        ("a.txt", b"\xff\xfe\x00", "not a text file"),
        ("a.pth", b"no zip", "not a saved tensor"),
    ],
)
def test_other_files_are_refused(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidInstanceError, match=reason):
        read(path)


@pytest.mark.parametrize("value", [torch.tensor([[0.5]]), torch.zeros(3), {"a": 1}])
def test_other_tensors_are_refused(tmp_path, value):
    path = tmp_path / "a.pth"
    torch.save(value, path)
    with pytest.raises(InvalidInstanceError, match="expected one tensor"):
        read(path)


def test_what_cannot_be_written_is_refused(tmp_path):
    mixed = [np.array([0]), np.array([0, 1])]
    with pytest.raises(InvalidInstanceError, match="one length"):
        write(tmp_path / "a.pth", mixed, None)
    with pytest.raises(InvalidInstanceError, match="cannot write"):
        write(tmp_path / "a.csv", mixed, None)
