"""Text files, plain or compressed with Zstandard, with every failure as one clear line."""

import codecs
import io
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import IO, Any, TypeVar

from thinkers import (
    InvalidInstanceError,
    MissingPackageError,
    most_unpacked,
    require_count,
    unpacks_to_too_much,
    write_whole,
)
from thinkers_chess.position import quoted

Parsed = TypeVar("Parsed")

LONGEST_LINE = 1 << 20
"""Bytes of a line; the longest of a puzzle or a game are some thousands."""

PIECE = 1 << 10
"""Compressed bytes taken at a time; Zstandard makes at most 32,768 times as many of them."""

MAX_POSITIONS, BYTES_EACH = 7_000, 50
"""Different puzzles of a file of up to 1 MiB, and bytes beyond it for one more: each takes 0.1 ms
and more to check. A line of the Lichess database has 53 bytes when it is compressed, 150 else."""

MAX_LINES, BYTES_A_LINE = 200_000, 4
"""Lines likewise, empty ones too: a small file that is compressed may unpack to millions."""

MAX_MOVES, BYTES_A_MOVE = 40_000, 8
"""Moves of games and of puzzles likewise, a move's number included."""

MAX_WORDS, BYTES_A_WORD = 60_000, 8
"""Words of EPD operations likewise, each of which may be a move."""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters that no line of text holds."""


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a text file in UTF-8 or Windows-1252 (of which Latin-1 is a part).

    A byte order mark, carriage returns and the end mark of DOS are left out. One whose name ends in
    .zst is decompressed on the way.

    Raises:
        InvalidInstanceError: It cannot be read, is truncated, unpacks to too much, or is no text.
        MissingPackageError: It is compressed, and the package zstandard is not installed.
    """
    try:
        with path.open("rb") as file:
            packed = path.suffix.lower() == ".zst"
            stream: IO[bytes] = io.BufferedReader(_Unpacked(file, path)) if packed else file
            number = 0
            while line := stream.readline(LONGEST_LINE + 1):
                number += 1
                if number > MAX_LINES and number % 1000 == 0:
                    require_count(number, path, MAX_LINES, BYTES_A_LINE, "lines and more")
                yield _text(line, number, path)
    except OSError as error:
        raise InvalidInstanceError(f"cannot read {path}: {error.strerror}") from error


def _text(line: bytes, number: int, path: Path) -> str:
    """One line as text, with its line feed where it has one.

    Raises:
        InvalidInstanceError: It is too long, or is no text.
    """
    where = f"{path}, line {number}"
    if len(line) > LONGEST_LINE:
        raise InvalidInstanceError(f"{where}: it has more than {LONGEST_LINE:,} bytes")
    if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidInstanceError(f"{path} is text in UTF-16", "save it as UTF-8")
    text = _decoded(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line)
    text = text.replace("\x1a", "").replace("\r\n", "\n")
    if CONTROL.search(text):
        raise InvalidInstanceError(
            f"{where}: it has control characters: {quoted(text)}", "expected a file of plain text"
        )
    return text


def _decoded(line: bytes) -> str:
    """Text in the first encoding that has all the characters; Latin-1 has any."""
    for encoding in ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return line.decode(encoding)
    return line.decode("latin-1")


class _Unpacked(io.RawIOBase):
    """The content of all frames of a Zstandard file; one that ends within a frame is truncated."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._zstandard = _zstandard()
        self._file, self._path, self._most = file, path, most_unpacked(path)
        self._frame, self._begun = self._fresh(), False
        self._packed, self._ready, self._total = b"", memoryview(b""), 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as there is something.

        Raises:
            InvalidInstanceError: The file is damaged, truncated, or unpacks to too much.
        """
        while not self._ready:
            packed = self._packed or self._file.read(PIECE)
            if not packed:
                return self._end()
            self._ready = memoryview(self._unpack(packed))
            self._total += len(self._ready)
            if self._total > self._most:
                raise unpacks_to_too_much(self._path, self._most)
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def _unpack(self, packed: bytes) -> bytes:
        self._begun = True
        try:
            found: bytes = self._frame.decompress(packed)
        except self._zstandard.ZstdError as error:
            path = self._path
            raise InvalidInstanceError(f"{path} is no Zstandard file, or is damaged") from error
        self._packed = self._frame.unused_data if self._frame.eof else b""
        if self._frame.eof:
            self._frame, self._begun = self._fresh(), False
        return found

    def _end(self) -> int:
        if self._begun:
            raise InvalidInstanceError(
                f"{self._path} is truncated: it ends in the middle of its data", "download it again"
            )
        return 0

    def _fresh(self) -> Any:
        return self._zstandard.ZstdDecompressor().decompressobj()


def require_positions(different: Collection[object], path: Path) -> None:
    """See that a file has no more different puzzles than can be checked in a moment or two.

    Raises:
        InvalidInstanceError: It has more, see `thinkers.require_count`.
    """
    require_count(len(different), path, MAX_POSITIONS, BYTES_EACH, "different puzzles")


def require_moves(count: int, path: Path) -> None:
    """See that a file has no more moves than can be played in a moment or two.

    Raises:
        InvalidInstanceError: It has more, see `thinkers.require_count`.
    """
    require_count(count, path, MAX_MOVES, BYTES_A_MOVE, "moves")


def parsed_once(
    contents: Sequence[Hashable], parse: Callable[[int], Parsed], path: Path
) -> list[Parsed]:
    """What each puzzle of a file is parsed into, equal ones once.

    Args:
        contents: All that a puzzle says.
        parse: Parses the puzzle at that place, the first of equal ones.
        path: The file.

    Raises:
        InvalidInstanceError: There are too many, see `require_positions`, or one is no puzzle.
    """
    places: dict[Hashable, int] = {}
    for place, content in enumerate(contents):
        places.setdefault(content, place)
    require_positions(places, path)
    known = {content: parse(place) for content, place in places.items()}
    return [known[content] for content in contents]


def write_text(path: Path, text: str) -> None:
    """Write a text file, compressed when its name ends in .zst.

    Raises:
        ConfigError: It cannot be written.
        MissingPackageError: The package zstandard is not installed.
    """
    content = text.encode()
    if path.suffix.lower() == ".zst":
        content = _zstandard().ZstdCompressor().compress(content)
    write_whole(path, content)


def _zstandard() -> ModuleType:
    try:
        import zstandard
    except ImportError as error:
        raise MissingPackageError(
            "a .zst file needs the package zstandard", "pip install 'thinkers-chess[zst]'"
        ) from error
    module: ModuleType = zstandard
    return module


def joined(lines: Iterable[str]) -> str:
    """Lines as the text of a file."""
    return "".join(f"{line}\n" for line in lines)
