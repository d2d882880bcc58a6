"""Text files, plain or compressed with Zstandard, with every failure as one clear line."""

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from thinkers import InvalidInstanceError, ThinkersError

CHUNK = 1 << 20
"""Bytes read at a time: a full export is a gigabyte of text."""


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a text file; one whose name ends in .zst is decompressed on the way.

    Raises:
        InvalidInstanceError: It cannot be read, is truncated, or is no text.
        ThinkersError: It is compressed, and the package zstandard is not installed.
    """
    decoder, rest = codecs.getincrementaldecoder("utf-8-sig")(), ""
    packed = path.suffix.lower() == ".zst"
    try:
        for chunk in _unpacked(path) if packed else _chunks(path):
            *whole, rest = (rest + decoder.decode(chunk)).split("\n")
            yield from (f"{line}\n" for line in whole)
        rest += decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise InvalidInstanceError(f"{path} is no text file in UTF-8") from error
    if rest:
        yield rest


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise InvalidInstanceError(f"cannot read {path}: {error.strerror}") from error


def _unpacked(path: Path) -> Iterator[bytes]:
    """The content of all frames; a file that ends within one is truncated."""
    zstandard = _zstandard()
    frame, begun = zstandard.ZstdDecompressor().decompressobj(), False
    try:
        for chunk in _chunks(path):
            rest = chunk
            while rest:
                begun = True
                yield frame.decompress(rest)
                rest = frame.unused_data if frame.eof else b""
                if frame.eof:
                    frame, begun = zstandard.ZstdDecompressor().decompressobj(), False
    except zstandard.ZstdError as error:
        raise InvalidInstanceError(f"{path} is no Zstandard file, or is damaged") from error
    if begun:
        raise InvalidInstanceError(
            f"{path} is truncated: it ends in the middle of its data", "download it again"
        )


def write_text(path: Path, text: str) -> None:
    """Write a text file, compressed when its name ends in .zst.

    Raises:
        ThinkersError: It cannot be written, or the package zstandard is not installed.
    """
    content = text.encode()
    if path.suffix.lower() == ".zst":
        content = _zstandard().ZstdCompressor().compress(content)
    write_bytes(path, content)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        ThinkersError: It cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ThinkersError(f"cannot write {path}: {error.strerror}") from error


def _zstandard() -> ModuleType:
    try:
        import zstandard
    except ImportError as error:
        raise ThinkersError(
            "a .zst file needs the package zstandard", "pip install 'thinkers-chess[zst]'"
        ) from error
    module: ModuleType = zstandard
    return module


def joined(lines: Iterable[str]) -> str:
    """Lines as the text of a file."""
    return "".join(f"{line}\n" for line in lines)
