"""Mutation fuzzing of readers: a damaged file is read, or refused in one line.

    for found in outcomes(read, path, path.read_bytes()):
        assert found

The first is what the reader makes of the whole file, which it has to read.

Bytes are changed, taken out, doubled, cut off and put in; in archives (`.npz`, `.pth`) also those
of a member that is packed again, whose checksum is then right; numbers become those that readers
trip over; blocks are repeated until the file is long, lines joined, whole files encoded in another
way. The environment variable `THINKERS_MUTATIONS` says how many are tried of each.
"""

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import TypeVar

import numpy as np

from thinkers.errors import ThinkersError
from thinkers.testing.contract import ContractError, require

Found = TypeVar("Found")

VARIABLE = "THINKERS_MUTATIONS"

LONG = 1 << 18
"""Bytes up to which a block is repeated."""

USUAL = 200
"""Mutations of each file where the environment does not say how many."""

LONGEST = 1000
"""Characters that a line about a damaged file may have, besides the file's name."""

SLOWEST = 10.0
"""CPU seconds for one small file, even on a busy machine; it takes milliseconds on an idle one."""

WORDS = (
    b'"', b"\\", b";", b",", b":", b"\n", b"\r", b"\t", b" ", b"\0", b"\x1b[31m", b"\x7f", b"\xff",
    b"\xc2", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xff\xfe", b"#",
    b"$", b"%", b"'", b"(", b"{", b"[", b"=", b"--", b"/", b"bm", b"K", b"EOF", b"[" * 3000,
    b"(" * 3000, b"{" * 3000, b"<" * 3000, b"\0" * 3000, b"\n" * 3000, b"\xfe\xff", b"\x1a",
    b"\xc2\x85",
    b"\x28\xb5\x2f\xfd", b"PK\3\4",
)  # fmt: skip
"""What is put in."""

NUMBERS = (
    b"0", b"-1", b"1.5", b"nan", b"inf", b"1e999", b"1e308", b"1e-320", b"1_0", b"0x10",
    b"\xd9\xa3", b"2147483648", b"9223372036854775808", b"9" * 30, b"9" * 5000,
)  # fmt: skip
"""What a number becomes."""


def mutations() -> int:
    """How many are to be tried of each file."""
    return int(os.environ.get(VARIABLE) or USUAL)


def outcomes(
    read: Callable[[Path], Found], path: Path, content: bytes, count: int | None = None
) -> Iterator[Found]:
    """What a reader makes of a file, and then of damaged copies of it, seeded by the file.

    Args:
        read: The reader.
        path: Where the copies are written; its name ending says their form.
        content: A whole file.
        count: How many are tried; by default `mutations()`.

    Raises:
        ContractError: The file is not read; or a copy is neither read nor refused in one line with
            exit code 2, or it takes too long.
    """
    path.write_bytes(content)
    try:
        whole = read(path)
    except ThinkersError as error:
        raise ContractError(f"the whole file is refused: {error}") from error
    yield whole
    yield from damaged(read, path, content, mutations() if count is None else count)


def damaged(
    read: Callable[[Path], Found], path: Path, content: bytes, count: int
) -> Iterator[Found]:
    """What a reader makes of damaged copies of a file that it may not read itself; see `outcomes`.

    Raises:
        ContractError: A copy is neither read nor refused in one line with exit code 2, or it takes
            too long.
    """
    rng = np.random.default_rng(list(content[:1000]))
    for number in range(count):
        path.write_bytes(mutated(rng, content))
        begin = process_time()
        try:
            found = read(path)
        except ThinkersError as error:
            _require_told(error, path)
        except BaseException as error:
            raise ContractError(f"damaged copy {number} of {path} raised {error!r}") from error
        else:
            yield found
        seconds = process_time() - begin
        require(seconds < SLOWEST, f"damaged copy {number} of {path} takes {seconds:.1f} s")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Around what reads any file: it may be refused, in one line with exit code 2.

    Raises:
        ContractError: It is refused in other ways.
    """
    try:
        yield
    except ThinkersError as error:
        _require_told(error, path)


def mutated(rng: np.random.Generator, content: bytes) -> bytes:
    """A damaged copy."""
    if zipfile.is_zipfile(io.BytesIO(content)) and rng.random() < 0.5:
        return _repacked(rng, content)
    changed = bytearray(content)
    for _ in range(rng.choice([1, 1, 1, 2, 5])):
        _damage(rng, changed)
    whole = bytes(changed)
    return _overhauled(rng, whole) if rng.random() < 0.05 else whole


def _overhauled(rng: np.random.Generator, content: bytes) -> bytes:
    """The same content in another encoding, without its line ends, with others, or at length."""
    way = rng.integers(6)
    if way == 0:
        encoding = ("utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-7")[rng.integers(5)]
        return content.decode("latin-1").encode(encoding)
    if way < 4:
        return content.replace(b"\n", (b" ", b"\r", b"\n\n")[way - 1])
    at, to = np.sort(rng.integers(0, len(content) + 1, 2)).tolist()
    block = content[at:to] if way == 4 else bytes([int(rng.integers(256))])
    times = min(10_000, LONG // max(1, len(block)))
    return content[:at] + block * times + content[to:]


def _damage(rng: np.random.Generator, content: bytearray) -> None:
    """Change something of the content, in place."""
    at, to = np.sort(rng.integers(0, len(content) + 1, 2)).tolist()
    way = rng.integers(6)
    if way == 0:
        content[at:at] = WORDS[rng.integers(len(WORDS))]
    elif way == 1:
        content[at : at + 1] = rng.bytes(1)
    elif way == 2:
        del content[at : min(to, at + 40)]
    elif way == 3:
        content[at:at] = content[at : min(to, at + 99)] * int(rng.choice([1, 1, 50]))
    elif way == 4 and rng.random() < 0.25:
        del content[at:]
    elif way == 5:
        numbers = list(re.finditer(rb"\d+", content))
        if numbers:
            chosen = numbers[rng.integers(len(numbers))].span()
            content[slice(*chosen)] = NUMBERS[rng.integers(len(NUMBERS))]


def _repacked(rng: np.random.Generator, content: bytes) -> bytes:
    """The archive with one member damaged, or gone, and packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    chosen = rng.integers(max(1, len(members)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, (name, data) in enumerate(members):
            if index != chosen:
                archive.writestr(name, data)
            elif rng.random() < 0.9:
                damaged = bytearray(data)
                head = damaged[:128] if rng.random() < 0.5 else damaged
                _damage(rng, head)
                archive.writestr(name, head if head is damaged else head + data[128:])
    return stream.getvalue()


def _require_told(error: ThinkersError, path: Path) -> None:
    said = str(error).replace(str(path), "")
    require(error.exit_code == 2, f"a damaged file is a user's mistake, exit code 2: {said}")
    for line in (said, error.hint):
        require(line.isprintable(), f"what is said of a damaged file is one line: {line!a}")
        require(len(line) < LONGEST, f"what is said of a damaged file is short: {line:.200}")
    require(bool(said.strip()), "something is said of a damaged file")
