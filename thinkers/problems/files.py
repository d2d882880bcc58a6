"""Files: what they hold, text as people write it, and writing that replaces all or nothing."""

import codecs
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from thinkers.errors import ConfigError, InvalidInstanceError

PART = ".part"
"""The name ending of a file that is not whole yet."""

CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\v\f\r\x1a")
"""Letters that no text holds; 0x1a is the end-of-file mark of DOS."""

WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How text in UTF-16 begins, as Windows programs save it."""


UNPACKED = "THINKERS_MAX_UNPACKED_MB"
"""The environment variable that says how many MiB a packed file may unpack to."""

USUAL_UNPACKED = 64
"""MiB that any packed file may unpack to."""

USUAL_RATIO = 64
"""How many times its own size a larger one may unpack to; instances unpack to 4 to 50 times."""


COUNTED = "THINKERS_MAX_INSTANCES"
"""The environment variable that says how many instances, or parts of them, any file may hold."""

USUAL_COUNT, USUAL_EACH = 50_000, 16
"""Instances that a small file may hold, and bytes of a larger one that may hold one more."""

SMALL = 1 << 20
"""Bytes of a small file."""

LARGEST = 256
"""MiB of the largest file that is read at once, or as many as a packed one may unpack to."""


def most_unpacked(path: Path) -> int:
    """The bytes that a packed file may unpack to.

    Raises:
        ConfigError: `THINKERS_MAX_UNPACKED_MB` is no whole number.
    """
    named = _megabytes()
    return max(USUAL_UNPACKED << 20, USUAL_RATIO * path.stat().st_size) if named is None else named


def require_count(
    count: int,
    path: Path,
    usual: int = USUAL_COUNT,
    each: int = USUAL_EACH,
    what: str = "instances",
) -> None:
    """See that a file does not hold more than can be read in a moment, before they are read.

    Args:
        count: How many there are.
        path: The file.
        usual: How many a file of up to 1 MiB may hold.
        each: Bytes beyond it that may hold one more.
        what: What is counted.

    Raises:
        InvalidInstanceError: There are more, and more than `THINKERS_MAX_INSTANCES`.
        ConfigError: `THINKERS_MAX_INSTANCES` is no whole number.
    """
    beyond = max(0, path.stat().st_size - SMALL)
    most = max(usual + beyond // each, _named(COUNTED, "instances") or 0)
    if count > most:
        raise InvalidInstanceError(
            f"{path} holds {count:,} {what}, expected at most {most:,}",
            f"split it into several files, or set {COUNTED}={count}",
        )


def _megabytes() -> int | None:
    """The bytes that the environment allows, if it does."""
    named = _named(UNPACKED, "MiB")
    return None if named is None else named << 20


def _named(variable: str, unit: str) -> int | None:
    """The whole number that a variable of the environment holds, if it is set."""
    named = os.environ.get(variable)
    if not named:
        return None
    if re.fullmatch("[0-9]{1,9}", named) is None:
        raise ConfigError(f"{variable} is {named!r}, expected a whole number of {unit}")
    return int(named)


def most_read() -> int:
    """The bytes of the largest file that is read at once.

    Raises:
        ConfigError: `THINKERS_MAX_UNPACKED_MB` is no whole number.
    """
    return max(LARGEST << 20, _megabytes() or 0)


def read_bytes(path: Path) -> bytes:
    """The content of a file that is not too large to be read at once.

    Raises:
        InvalidInstanceError: It cannot be read, or is larger than `LARGEST` MiB, and than the
            environment allows.
    """
    most = most_read()
    try:
        size = path.stat().st_size
        if size <= most:
            return path.read_bytes()
    except OSError as error:
        raise InvalidInstanceError(f"cannot read {path}: {error.strerror}") from error
    raise InvalidInstanceError(
        f"{path} holds {size >> 20:,} MiB, expected at most {most >> 20:,} MiB",
        f"split it into several files, or set {UNPACKED} to the MiB that it may have",
    )


def unpacks_to_too_much(path: Path, most: int) -> InvalidInstanceError:
    """The error of a file that unpacks to more than it may."""
    return InvalidInstanceError(
        f"{path} unpacks to more than {most >> 20:,} MiB, for a file of "
        f"{path.stat().st_size:,} bytes",
        f"if you trust it, set {UNPACKED} to the MiB that it may have",
    )


def read_text(path: Path) -> str:
    """The content of a text file, each line ended by a line feed.

    Read are UTF-8 and Latin-1, with a byte order mark UTF-16 too, and lines of any system.

    Raises:
        InvalidInstanceError: It cannot be read, is too large, or is no text.
    """
    content = read_bytes(path)
    encodings = ("utf-16",) if content.startswith(WIDE) else ("utf-8-sig", "latin-1")
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            break
    else:
        text = "\0"
    if not CONTROL.isdisjoint(text):
        raise InvalidInstanceError(f"{path} is a binary file, expected text")
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\x1a")


KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
"""What may stand under a name, other than a file."""


def require_regular(path: Path) -> None:
    """See that there is a file on a disk, before it is opened: pipes and devices may never end.

    Raises:
        InvalidInstanceError: There is nothing of that name, or something else.
    """
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        raise InvalidInstanceError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InvalidInstanceError(f"cannot read {path}: {reason}") from error
    if kind != stat.S_IFREG:
        raise InvalidInstanceError(f"{path} is {KINDS.get(kind, 'no file')}, expected a file")


def write_whole(path: Path, content: bytes) -> None:
    """Replace the content of a file, or leave the file as it was.

    The content goes to a new file beside it, which takes its name once it is on the disk. A link
    keeps pointing at the file that is replaced; devices and pipes are written to as they are.

    Args:
        path: The file; its folder must be there.
        content: All that it is to hold.

    Raises:
        ConfigError: The system refuses; says which file, and why.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _replace(Path(os.path.realpath(path)), content)
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from error


def clear_parts(folder: Path) -> None:
    """Remove temporary files of killed writes from a folder that no other process writes to."""
    for part in folder.glob(f".*{PART}"):
        with suppress(OSError):
            part.unlink()


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{token_hex(8)}{PART}")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            part.chmod(stat.S_IMODE(path.stat().st_mode))
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@dataclass(frozen=True)
class FileFormat:
    """What files of one name ending hold.

    Attributes:
        suffix: The name ending in lower case, with its dot.
        reads: Whether `Problem.read` takes such files.
        writes: Whether `Problem.write` makes them.
        many: Whether a file holds several instances.
        answers: Whether a file holds an answer beside each instance.
        instances: Whether it holds instances at all, and not answers only.
    """

    suffix: str
    reads: bool = True
    writes: bool = True
    many: bool = True
    answers: bool = True
    instances: bool = True
