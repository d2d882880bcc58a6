"""Readers and writers invert each other; what is no string of bits is refused in one line."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.formats import read, read_answers, write
from thinkers_prefix_sums.instance import as_text, bits_of

from thinkers import InvalidInstanceError

strings = st.lists(
    st.lists(st.integers(0, 1), min_size=1, max_size=20).map(np.array), min_size=1, max_size=5
)


@given(strings)
@settings(max_examples=50, deadline=None)
def test_text_comes_back_with_and_without_answers(tmp_path_factory, instances):
    path = tmp_path_factory.mktemp("text") / "bits.txt"
    answers = [1 - bits for bits in instances]
    for written in (None, answers):
        write(path, instances, written)
        assert [bits.tolist() for bits in read(path)] == [bits.tolist() for bits in instances]
        found = [answer if answer is None else answer.tolist() for answer in read_answers(path)]
        expected = [None] * len(answers) if written is None else [each.tolist() for each in answers]
        assert found == expected


@given(st.integers(1, 6), st.integers(1, 12), st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_tensors_come_back(tmp_path_factory, count, length, seed):
    path = tmp_path_factory.mktemp("tensor") / "bits.pth"
    instances = list(np.random.default_rng(seed).integers(0, 2, (count, length)))
    write(path, instances, None)
    assert [bits.tolist() for bits in read(path)] == [bits.tolist() for bits in instances]


@pytest.mark.parametrize("name", ["bits.PTH", "bits.TXT"])
def test_the_case_of_an_ending_does_not_matter(tmp_path, name):
    instances = [np.array([0, 1, 1]), np.array([1, 0, 0])]
    write(tmp_path / name, instances, None)
    write(tmp_path / name.lower(), instances, None)
    assert (tmp_path / name).read_bytes()[:2] == (tmp_path / name.lower()).read_bytes()[:2]
    assert [bits.tolist() for bits in read(tmp_path / name)] == [[0, 1, 1], [1, 0, 0]]


def test_the_easy_to_hard_layout_is_read(tmp_path):
    path = tmp_path / "4_data.pth"
    torch.save(torch.tensor([[0.0, 1.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0]]), path)
    assert [bits.tolist() for bits in read(path)] == [[0, 1, 1, 0], [1, 1, 1, 1]]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "holds no bits"),
        ("a.txt", b"0120\n", "line 1: expected only 0 and 1, got '2' in column 3"),
        ("a.txt", b"01\nten\n", "line 2: expected only 0 and 1, got 't' in column 1"),
        ("a.txt", b"\xff\xfe\x00", "is a binary file, expected text"),
        ("a.txt", b"101 x01\n", "line 1: expected only 0 and 1, got 'x' in column 5"),
        ("a.txt", b"101 : 1-1\n", "line 1: expected only 0 and 1, got '-' in column 8"),
        ("a.txt", b"101:\n", "line 1: expected at least one bit"),
        ("a.txt", b":101\n", "line 1: expected at least one bit"),
        ("a.txt", b"01\n101 11\n", "line 2: 2 groups of 3, 2 bits may be one string"),
        ("a.txt", b"0110 1001 1100\n", "line 1: 3 groups of 4, 4, 4 bits may be"),
        ("a.txt", b"1011 0111\n", "line 1: 2 groups of 4, 4 bits may be one string, or a string"),
        ("a.txt", b"1 0 1 : 10 1\n", "line 1: 2 groups of 2, 1 bits may be"),
        ("a.txt", b"1:0:1\n", "got ':' in column 4"),
        ("a.txt", b"101 : 11\n", "line 1: expected an answer of 3 bits, got 2"),
        ("a.txt", b" \n\n", "holds no bits"),
        ("a.txt", b"101\t0\n", "line 1: 2 groups of 3, 1 bits"),
        ("a.txt", "１０\n".encode(), "line 1: expected only 0 and 1, got '１' in column 1"),
        ("a.pth", b"", "is no saved tensor, or is damaged"),
        ("a.pth", b"no zip", "is no saved tensor, or is damaged"),
        ("a.pth", bytes(range(256)), "is no saved tensor, or is damaged"),
    ],
)
def test_other_files_are_refused(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidInstanceError, match=reason) as caught:
        read(path)
    shown = name == "a.txt" and "binary" not in reason
    assert ("1011 : 1101" in caught.value.hint) == shown


@given(st.lists(st.text("01", min_size=1, max_size=4), min_size=2, max_size=5), st.text(" \t,;"))
@settings(max_examples=50, deadline=None)
def test_groups_are_one_string_where_all_are_single_bits_and_else_refused(
    tmp_path_factory, groups, between
):
    line = f"{between} ".join(groups)
    path = tmp_path_factory.mktemp("groups") / "bits.txt"
    path.write_text(line)
    if max(map(len, groups)) == 1:
        assert [as_text(bits) for bits in read(path)] == ["".join(groups)]
        assert as_text(bits_of(line)) == "".join(groups)
        return
    for reader, given_it in ((read, path), (bits_of, line)):
        with pytest.raises(InvalidInstanceError, match=f"{len(groups)} groups of"):
            reader(given_it)


@pytest.mark.parametrize("name", ["a.txt", "a.pth"])
def test_missing_files_and_folders_are_refused(tmp_path, name):
    with pytest.raises(InvalidInstanceError, match=f"cannot read .*{name}"):
        read(tmp_path / name)
    (tmp_path / name).mkdir()
    with pytest.raises(InvalidInstanceError, match=f"cannot read .*{name}"):
        read(tmp_path / name)


@pytest.mark.parametrize(
    "text",
    [
        "101\r\n010\r\n", "101\n\n010", " 101\n010 \n", "101:110\n010\t:001\n", "\ufeff101\r010",
        "1 0 1\n0\t1\t0\n", "1,0,1\n0;1;0\n", "101: 1 1 0\n0 1 0 : 001\n",
    ],
)  # fmt: skip
def test_no_string_is_lost_to_white_space_or_answers(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    assert [bits.tolist() for bits in read(path)] == [[1, 0, 1], [0, 1, 0]]


@pytest.mark.parametrize("kind", [torch.bool, torch.uint8, torch.int64, torch.float64])
def test_tensors_of_any_type_of_number_are_read(tmp_path, kind):
    path = tmp_path / "a.pth"
    torch.save(torch.tensor([[1, 0, 1]]).to(kind), path)
    [bits] = read(path)
    assert (bits.dtype, bits.tolist()) == (np.int64, [1, 0, 1])


def test_a_truncated_tensor_is_refused(tmp_path):
    path = tmp_path / "a.pth"
    torch.save(torch.zeros(3, 4), path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InvalidInstanceError, match="is no saved tensor, or is damaged"):
        read(path)


def test_code_in_a_tensor_file_is_not_run(tmp_path):
    class Evil:
        def __reduce__(self):
            return Path.mkdir, (tmp_path / "owned",)

    torch.save(Evil(), tmp_path / "a.pth")
    with pytest.raises(InvalidInstanceError, match="is no saved tensor, or is damaged"):
        read(tmp_path / "a.pth")
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("shape", [(0, 3), (2, 0)])
def test_tensors_without_bits_are_refused(tmp_path, shape):
    torch.save(torch.zeros(shape), tmp_path / "a.pth")
    with pytest.raises(InvalidInstanceError, match="bit"):
        read(tmp_path / "a.pth")


@pytest.mark.parametrize(
    "value",
    [
        torch.tensor([[0.5]]), torch.tensor([[float("nan")]]), torch.tensor([[2]]), torch.zeros(3),
        torch.zeros(1, 1, 1), {"a": 1}, [torch.zeros(1, 1)], torch.zeros(1, 1).to_sparse(),
        torch.zeros(1, 1, dtype=torch.complex64),
    ],
)  # fmt: skip
def test_other_tensors_are_refused(tmp_path, value):
    path = tmp_path / "a.pth"
    torch.save(value, path)
    with pytest.raises(InvalidInstanceError, match=r"expected (one|a) tensor"):
        read(path)


@pytest.mark.parametrize(
    "value", [torch.zeros(1, 2, dtype=torch.bfloat16), torch.zeros(1, 2, requires_grad=True)]
)
def test_any_real_type_of_0_and_1_is_read(tmp_path, value):
    path = tmp_path / "a.pth"
    torch.save(value, path)
    assert [bits.tolist() for bits in read(path)] == [[0, 0]]


@pytest.mark.parametrize("kind", [torch.float8_e4m3fn, torch.complex64])
def test_other_types_of_numbers_are_refused(tmp_path, kind):
    torch.save(torch.zeros(1, 2).to(kind), tmp_path / "a.pth")
    with pytest.raises(
        InvalidInstanceError, match="expected a tensor of plain numbers, got one of"
    ):
        read(tmp_path / "a.pth")


@pytest.mark.parametrize(
    "tensor",
    [
        torch.zeros(1).expand(10**9, 10**9),
        torch.zeros(1, 2, device="meta"),
        torch.zeros(2, 1).expand(2, 10**12),
    ],
    ids=["stride 0", "meta", "one row"],
)
def test_no_room_is_made_for_values_that_are_not_in_the_file(tmp_path, tensor):
    torch.save(tensor, tmp_path / "a.pth")
    assert (tmp_path / "a.pth").stat().st_size < 10_000
    with pytest.raises(InvalidInstanceError, match=r"the file holds|plain numbers"):
        read(tmp_path / "a.pth")


def test_a_compressed_tensor_is_refused(tmp_path):
    torch.save(torch.zeros(100, 10_000, dtype=torch.uint8), tmp_path / "whole.pth")
    with ZipFile(tmp_path / "whole.pth") as whole, ZipFile(tmp_path / "a.pth", "w") as packed:
        for info in whole.infolist():
            packed.writestr(info.filename, whole.read(info), ZIP_DEFLATED)
    assert len(read(tmp_path / "whole.pth")) == 100
    with pytest.raises(InvalidInstanceError, match="is compressed"):
        read(tmp_path / "a.pth")


def test_an_answer_is_refused_where_it_would_be_lost(tmp_path):
    with pytest.raises(InvalidInstanceError, match="a tensor holds no answers"):
        write(tmp_path / "a.pth", [np.array([0, 1])], [np.array([0, 1])])
    with pytest.raises(InvalidInstanceError, match="expected an answer of 2 bits, got 1"):
        write(tmp_path / "a.txt", [np.array([0, 1])], [np.array([0])])
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "a.pth"
    write(path, [np.array([0, 1])], None)
    before = path.read_bytes()
    with pytest.raises(InvalidInstanceError, match="one length"):
        write(path, [np.array([0]), np.array([0, 1])], None)
    assert path.read_bytes() == before


def test_what_cannot_be_written_is_refused(tmp_path):
    mixed = [np.array([0]), np.array([0, 1])]
    with pytest.raises(InvalidInstanceError, match="one length"):
        write(tmp_path / "a.pth", mixed, None)
    with pytest.raises(InvalidInstanceError, match="cannot write"):
        write(tmp_path / "a.csv", mixed, None)


def test_more_strings_than_a_file_may_hold_are_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("1\n" * 60_000)
    with pytest.raises(InvalidInstanceError, match=r"holds 60,000 strings, .* at most 50,000"):
        read(path)
