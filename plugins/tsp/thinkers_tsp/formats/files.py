"""Files as text, and text as numbers, with every failure as one clear line."""

import unicodedata
from collections.abc import Iterable, Sequence
from math import isfinite
from pathlib import Path

import thinkers
from thinkers import InvalidInstanceError, read_text, write_whole

MAX_BYTES = 1 << 28
"""Size of the largest file that is written, 268 MB: a matrix of 5,000 cities is 200 MB."""

MAX_WHOLE = 2.0**53
"""Beyond it float64 does not know every whole number."""

SHOWN = 20
"""How many characters of a bad word an error shows."""

LONGEST = 1000
"""Characters of the longest name that is written."""

HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Unicode categories without a glyph: controls, surrogates, separators of lines, ..."""


def read_bytes(path: Path) -> bytes:
    """The content of a file, as `thinkers.read_bytes` reads it.

    Raises:
        InvalidInstanceError: It cannot be read, is empty, or too large.
    """
    content = thinkers.read_bytes(path)
    if not content.strip():
        raise InvalidInstanceError(f"{path} is empty")
    return content


def read_lines(path: Path) -> list[str]:
    """The lines of a text file, as `thinkers.read_text` reads it, without what ends them.

    Raises:
        InvalidInstanceError: It cannot be read, is empty, too large, or no text.
    """
    text = read_text(path).replace("\x1a", "")  # the end-of-file mark of old TSPLIB files
    if not text.strip():
        raise InvalidInstanceError(f"{path} is empty")
    return text.removesuffix("\n").split("\n")


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole, not larger than `read_bytes` takes back.

    Raises:
        InvalidInstanceError: It would be larger than `MAX_BYTES`.
        ConfigError: It cannot be written.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInstanceError(
            f"cannot write {path}: {len(content) / 1e6:.0f} MB, expected at most "
            f"{MAX_BYTES / 1e6:.0f} MB",
            "write several files",
        )
    write_whole(path, content)


def write_text(path: Path, lines: Iterable[str]) -> None:
    """Write lines in UTF-8; see `write_bytes`."""
    write_bytes(path, "".join(f"{line}\n" for line in lines).encode(errors="replace"))


def shown(words: str) -> str:
    """Words of a file as a message shows them: one line, and short."""
    return one_line(words)[:SHOWN]


def number(word: str, where: str) -> float:
    """The finite number that a word of a file says, in ASCII digits.

    Raises:
        InvalidInstanceError: It is none.
    """
    try:
        value = float(word) if word.isascii() and "_" not in word else None
    except ValueError:
        value = None
    if value is None:
        raise InvalidInstanceError(f"{where}: expected a number, got {word[:SHOWN]!a}")
    if not isfinite(value):
        raise InvalidInstanceError(f"{where}: expected a finite number, got {word[:SHOWN]!a}")
    return value


def is_number(word: str) -> bool:
    """Whether `number` takes a word, or would but for its size."""
    try:
        float(word)
    except ValueError:
        return False
    return word.isascii() and "_" not in word


FILLERS = frozenset({"", "-", "inf", "+inf", "infinity", "nan", "na", "n/a", "none", "x"})
"""What stands on the diagonal of a table of distances in place of a number, in lower case."""


def is_filler(cell: str) -> bool:
    """Whether a cell says that there is no way from a city to itself."""
    return cell.strip().lower() in FILLERS


def filled(rows: Sequence[Sequence[str]]) -> bool:
    """Whether one number or fillers stand on the whole diagonal, as in a table of distances."""
    diagonal = [words[index] for index, words in enumerate(rows) if index < len(words)]
    found = (word for word in diagonal if is_number(word) and not is_filler(word))
    return len(set(map(float, found))) <= 1


def numbers(words: Sequence[str], where: str) -> list[float]:
    """The finite numbers that the words of a line say; see `number`."""
    text = "".join(words)
    if text.isascii() and "_" not in text:
        try:
            values = list(map(float, words))
        except ValueError:
            pass
        else:
            if all(map(isfinite, values)):
                return values
    return [number(word, where) for word in words]


def whole(word: str, where: str) -> int:
    """The whole number that a word of a file says.

    Raises:
        InvalidInstanceError: It is none.
    """
    value = number(word, where)
    if not value.is_integer() or abs(value) > MAX_WHOLE:
        raise InvalidInstanceError(f"{where}: expected a whole number, got {word[:SHOWN]}")
    return int(value)


def plain(value: float) -> str:
    """The shortest decimal that reads back as the same number, without a needless `.0`."""
    return repr(float(value)).removesuffix(".0")


def one_line(name: str) -> str:
    """A name as one line that every file holds: blanks joined, what has no glyph left out."""
    if name.isascii() and name.isprintable() and len(name) <= LONGEST:
        return " ".join(name.split())
    seen = " ".join(name.split())[:LONGEST]
    shown = (each for each in seen if unicodedata.category(each) not in HIDDEN)
    return " ".join("".join(shown).split())
