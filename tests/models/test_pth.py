"""Tensors come back as arrays; what holds less than it claims, or runs something, is refused."""

import pickle
import zipfile

import numpy as np
import pytest
import torch

from thinkers import InvalidInstanceError, read_pth

SMALL = torch.arange(6).reshape(2, 3)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.pth"


@pytest.mark.parametrize("kind", [torch.int64, torch.uint8, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("old", [True, False])
def test_numbers_come_back(path, kind, old):
    torch.save(SMALL.to(kind), path, _use_new_zipfile_serialization=not old)
    assert np.array_equal(read_pth(path), SMALL.numpy())


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        ({"a": SMALL}, "expected one tensor, got a dict"),
        (torch.zeros(1).expand(1 << 40), "claims 4,398,046,511,104 bytes, and the file holds 4"),
        (SMALL.float().to_sparse(), "expected a tensor of plain numbers"),
        (torch.zeros(2, device="meta"), "expected a tensor of plain numbers"),
        (torch.zeros(2, dtype=torch.complex64), "expected a tensor of plain numbers"),
        (torch.zeros(2).to(torch.float8_e4m3fn), "expected a tensor of plain numbers"),
    ],
    ids=["dict", "repeated", "sparse", "meta", "complex", "float8"],
)
def test_other_things_are_refused(path, saved, said):
    torch.save(saved, path)
    with pytest.raises(InvalidInstanceError, match=said):
        read_pth(path)


class Dangerous:
    """Would run when it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("it was run",))


def test_nothing_is_run(path):
    path.write_bytes(pickle.dumps(Dangerous()))
    with pytest.raises(InvalidInstanceError, match="is no saved tensor, or is damaged"):
        read_pth(path)
    torch.save(Dangerous(), path)
    with pytest.raises(InvalidInstanceError, match="is no saved tensor, or is damaged"):
        read_pth(path)


@pytest.mark.parametrize("content", [b"", b"no tensor", b"PK\3\4 and so on"])
def test_other_files_are_refused(path, content):
    path.write_bytes(content)
    with pytest.raises(InvalidInstanceError, match="is no saved tensor, or is damaged"):
        read_pth(path)


def test_a_compressed_archive_is_refused(path):
    torch.save(torch.zeros(100_000), path)
    with zipfile.ZipFile(path) as plain:
        members = {name: plain.read(name) for name in plain.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    with pytest.raises(InvalidInstanceError, match="is compressed"):
        read_pth(path)


def test_a_file_that_is_not_there_is_named(path):
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*a\.pth: No such file"):
        read_pth(path)
