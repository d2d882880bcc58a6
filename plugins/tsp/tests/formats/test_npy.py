"""What a header of NumPy's promises is checked before it is read; damage is one clear line."""

import struct
import zipfile

import numpy as np
import pytest
from thinkers_tsp.formats.npy import read_array, read_arrays

from thinkers import InvalidInstanceError

KNOWN = ("coordinates", "tours")


def npy(descr="<f8", shape="(3, 2)", data=bytes(48), order=False):
    """The bytes of a file with that header."""
    header = f"{{'descr': {descr!r}, 'fortran_order': {order}, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + data


def array(tmp_path, content):
    path = tmp_path / "a.npy"
    path.write_bytes(content)
    return read_array(path)


def arrays(tmp_path, members, **options):
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return read_arrays(path, KNOWN)


def test_every_layout_is_read(tmp_path):
    for dtype in ("<f8", ">f4", "|u1", "<i8", "<U3", "|S4"):
        for order in "CF":
            expected = np.asarray(np.arange(6).reshape(3, 2), dtype=dtype, order=order)
            np.save(tmp_path / "a.npy", expected)
            found = read_array(tmp_path / "a.npy")
            assert found.dtype == expected.dtype
            assert found.tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (npy("|V8", "(3, 3)", bytes(72)), "expected numbers, got |V8"),
        (npy("|O"), "expected numbers, got object"),
        (npy([("x", "<f8"), ("y", "<f8")], "(3,)"), "expected numbers, got"),
        (npy("|b1", "(3, 2)", bytes(6)), "expected numbers, got bool"),
        (npy("<U0", "(1000000000,)", b""), "expected numbers, got <U0"),
        (npy("<U99999", "(1,)", b""), "expected numbers, got <U99999"),
        (npy("|u1", "(1,3,1000000001,1000000001)", b""), "would fill 3e+09 GB"),
        (npy("<f8", "(99999999,)", b""), "would fill 0.8 GB"),
        (npy("<f8", "(4, 2)"), "is no NumPy file, or is damaged"),
        (npy("<f8", "(-3, 2)"), "is no NumPy file, or is damaged"),
        (npy("<f8", "(3"), "is no NumPy file, or is damaged"),
        (npy()[:9], "is no NumPy file, or is damaged"),
        (npy().replace(b"Y\x01", b"Y\x03"), "is no NumPy file, or is damaged"),
    ],
)
def test_headers_that_promise_nothing_good(tmp_path, content, words):
    with pytest.raises(InvalidInstanceError) as error:
        array(tmp_path, content)
    assert words in str(error.value)
    with pytest.raises(InvalidInstanceError) as error:
        arrays(tmp_path, {"coordinates.npy": content})
    assert words in str(error.value)


def test_only_known_arrays_may_be_there_and_none_is_unpacked_before(tmp_path):
    members = {"coordinates.npy": npy(), "demand.npy": b"", "depot.npy": b""}
    with pytest.raises(InvalidInstanceError, match="holds 'demand', 'depot', which is not for a"):
        arrays(tmp_path, members)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_that_are_damaged(tmp_path, method):
    assert arrays(tmp_path, {"tours.npy": npy()}, compression=method)["tours"].shape == (3, 2)
    path = tmp_path / "a.npz"
    content = path.read_bytes()
    start = content.index(b"tours.npy") + 9
    path.write_bytes(content[:start] + bytes(20) + content[start + 20 :])
    with pytest.raises(InvalidInstanceError, match="is no NumPy file, or is damaged"):
        read_arrays(path, KNOWN)


def test_members_with_a_password_or_twice(tmp_path):
    arrays(tmp_path, {"tours.npy": npy()})
    path = tmp_path / "a.npz"
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(InvalidInstanceError, match="is encrypted"):
        read_arrays(path, KNOWN)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tours.npy", npy())
        archive.writestr("tours", npy())
    with pytest.raises(InvalidInstanceError, match="holds 'tours' twice"):
        read_arrays(path, KNOWN)


def test_a_bomb_is_refused_by_its_header(tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"would fill 0\.8 GB"):
        arrays(tmp_path, {"tours.npy": npy("<f8", "(99999999,)", bytes(10**6))}, compression=8)
