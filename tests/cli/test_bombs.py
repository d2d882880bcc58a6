"""Small files that unpack to a lot are refused with the figure, through the command line too."""

import io
import struct
import zipfile
import zlib

import numpy as np
import pytest

SIZE = 256 << 20
"""Bytes that the bombs unpack to."""


def zeros():
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(SIZE >> 20)) + packer.flush()


def picture():
    """A PNG of 2^28 pixels."""
    head = struct.pack(">IIBBBBB", 1 << 14, SIZE >> 14, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zeros()), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def archive(member):
    """A zip archive with one large member, an array by its header."""
    head = io.BytesIO()
    form = {"descr": "<f8", "fortran_order": False, "shape": (SIZE >> 4, 2)}
    np.lib.format.write_array_header_1_0(head, form)
    content = io.BytesIO()
    with (
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open(member, "w") as file,
    ):
        file.write(head.getvalue())
        for _ in range(SIZE >> 20):
            file.write(bytes(1 << 20))
    return content.getvalue()


BOMBS = {
    "maze.png": (picture, "too large a picture: 16384 x 16384 pixels"),
    "tsp.npz": (lambda: archive("coordinates.npy"), "unpacks to more than 64 MiB"),
    "prefix_sums.pth": (lambda: archive("a/data/0"), "is compressed, which saved tensors are not"),
    "chess.pgn": (lambda: b'[A "x"]\n\n' + b"Nf3 Nf6 Ng1 Ng8 " * 60_000, "240,000 moves, expected"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_one_line(refused, tmp_path, name):
    make, said = BOMBS[name]
    path = tmp_path / name
    path.write_bytes(make())
    assert path.stat().st_size < 1 << 20
    for command in ("solve", "compare"):
        assert said in refused(command, path.stem, "--input", path)
