"""Files as text, and text as numbers, with every failure as one clear line."""

from collections.abc import Iterable
from pathlib import Path

from thinkers import InvalidInstanceError, ThinkersError

CONTROL = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a")
"""Bytes that no text file has; 0x1a is the end-of-file mark of old TSPLIB files."""

SHOWN = 20
"""How many characters of a bad word an error shows."""


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises:
        InvalidInstanceError: It cannot be read, or is empty.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInstanceError(f"cannot read {path}: {error.strerror}") from error
    if not content.strip():
        raise InvalidInstanceError(f"{path} is empty")
    return content


def read_text(path: Path) -> str:
    """The content of a text file in UTF-8 or Latin-1, with or without a byte order mark.

    Raises:
        InvalidInstanceError: It cannot be read, is empty, or is no text.
    """
    content = read_bytes(path)
    if not CONTROL.isdisjoint(content):
        raise InvalidInstanceError(f"{path} is a binary file, expected text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    text = text.replace("\x1a", "")
    if not text.strip():
        raise InvalidInstanceError(f"{path} is empty")
    return text


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        ThinkersError: It cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ThinkersError(f"cannot write {path}: {error.strerror}") from error


def write_text(path: Path, lines: Iterable[str]) -> None:
    """Write lines in UTF-8; see `write_bytes`."""
    write_bytes(path, "".join(f"{line}\n" for line in lines).encode(errors="replace"))


def number(word: str, where: str) -> float:
    """The number that a word of a file says; nan and inf are left to later checks.

    Raises:
        InvalidInstanceError: It is no number.
    """
    try:
        if "_" not in word:  # Python's own separator of thousands, no file's
            return float(word)
    except ValueError:
        pass
    raise InvalidInstanceError(f"{where}: expected a number, got {word[:SHOWN]!a}")


def whole(word: str, where: str) -> int:
    """The whole number that a word of a file says.

    Raises:
        InvalidInstanceError: It is none.
    """
    value = number(word, where)
    if not value.is_integer():
        raise InvalidInstanceError(f"{where}: expected a whole number, got {word[:SHOWN]}")
    return int(value)


def plain(value: float) -> str:
    """The shortest decimal that reads back as the same number, without a needless `.0`."""
    return repr(float(value)).removesuffix(".0")
