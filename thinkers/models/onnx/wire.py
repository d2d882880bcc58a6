"""Protocol buffers as bytes: enough of them to take an ONNX file apart without any library.

A message is a row of fields, each a number with a payload (Protocol Buffers, "Encoding"). What the
numbers mean stands in the file `onnx.proto` of ONNX.
"""

from collections.abc import Iterable, Iterator
from itertools import starmap

VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
"""The wire types that are in use."""

Field = tuple[int, memoryview]
"""A number, and the payload; of a whole number the bytes that it is written with."""


def fields(message: bytes | memoryview) -> Iterator[Field]:
    """The fields of a message, in order.

    Raises:
        ValueError: It is damaged.
    """
    view, at = memoryview(message), 0
    while at < len(view):
        key, at = _varint(view, at)
        kind, start = key & 7, at
        if kind == VARINT:
            _, at = _varint(view, at)
        elif kind == LENGTH:
            length, start = _varint(view, at)
            at = start + length
        elif kind in {FIXED64, FIXED32}:
            at += 8 if kind == FIXED64 else 4
        else:
            raise ValueError(f"expected a wire type among 0, 1, 2, 5, got {kind}")
        if at > len(view):
            raise ValueError("it ends too early")
        yield key >> 3, view[start:at]


def message(parts: Iterable[tuple[int, bytes | memoryview | str]]) -> bytes:
    """A message of fields that have a length: texts, bytes, and messages."""
    return b"".join(starmap(_field, parts))


def _field(number: int, payload: bytes | memoryview | str) -> bytes:
    content = payload.encode() if isinstance(payload, str) else bytes(payload)
    return _written(number << 3 | LENGTH) + _written(len(content)) + content


def whole(number: int, value: int) -> bytes:
    """A field that is a whole number, at least 0."""
    return _written(number << 3 | VARINT) + _written(value)


def _varint(view: memoryview, at: int) -> tuple[int, int]:
    """A whole number of seven bits a byte, lowest first, and where it ends."""
    value = shift = 0
    while at < len(view):
        byte = view[at]
        value, at, shift = value | (byte & 127) << shift, at + 1, shift + 7
        if byte < 128:
            return value, at
        if shift > 63:
            break
    raise ValueError("it ends within a number, or holds one of more than 64 bits")


def _written(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])
