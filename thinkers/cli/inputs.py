"""Reading `--input`: files by their suffix, streams by their content."""

import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from thinkers.errors import ConfigError, InvalidInstanceError, ThinkersError
from thinkers.problems import provenance
from thinkers.problems.files import require_regular
from thinkers.problems.problem import Problem
from thinkers.settings import Settings

AnyProblem = Problem[Any, Any]

STANDARD_INPUT = "standard input"
"""What messages call it."""

STANDARD = {"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"}
"""Its names."""

DESCRIPTOR = re.compile(r"/dev/fd/\d+|/proc/(self|\d+)/fd/\d+")
"""What a shell writes for `<(...)`."""

MAX_BYTES = 1 << 30
"""A stream longer than this is refused; a file may be longer, if its reader takes it."""

MAGIC = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".npy": b"\x93NUMPY",
    ".zst": b"\x28\xb5\x2f\xfd",
    ".npz": b"PK\x03\x04",
    ".pth": b"PK\x03\x04",
}
"""How binary files begin; all others are taken for text."""

PACKED = frozenset({".gz", ".bz2", ".xz", ".zip", ".7z", ".rar", ".tar", ".tgz", ".zst"})
"""Name endings of packed files, of which some problems read some."""

COPY = "stdin"
"""Name of the copy of a stream, without its ending; instances may be named after it."""


def read_inputs(
    problem: AnyProblem, paths: Sequence[Path], options: Settings | None = None, form: str = ""
) -> list[Any]:
    """The instances of files and streams, in their order.

    Args:
        problem: Whose instances.
        paths: Files, `-` for standard input, or what a shell makes of `<(...)`.
        options: How the problem reads files.
        form: The format of those whose names do not say it, such as `csv`; found when empty.

    Raises:
        InvalidInstanceError: One is missing, is no file, or holds no instance.
        ConfigError: A format is not known, or cannot be found from the content.
    """
    if sum(str(path) in STANDARD for path in paths) > 1:
        raise ConfigError("standard input can be read only once", "give --input - once")
    reader = Reader(problem, options, form)
    return [instance for path in paths for instance in reader.read(path)]


def require_use(form: str, problem: AnyProblem, paths: Iterable[Path]) -> None:
    """Refuse a format that nothing needs.

    Raises:
        ConfigError: The names of all inputs say their formats.
    """
    known = {each.suffix for each in problem.formats if each.reads}
    if form and all(not is_stream(path) and path.suffix.lower() in known for path in paths):
        raise ConfigError(
            f"--format {form} says what no name ending says, and there is nothing without one",
            "leave it out",
        )


def is_stream(path: Path) -> bool:
    """Whether the path stands for something that this process was given open."""
    return str(path) in STANDARD or DESCRIPTOR.fullmatch(str(path)) is not None


@dataclass(frozen=True)
class Reader:
    """How inputs are read; the fields are arguments of `read_inputs`."""

    problem: AnyProblem
    options: Settings | None
    form: str

    @property
    def known(self) -> list[str]:
        """The name endings of the files that the problem reads."""
        return [each.suffix for each in self.problem.formats if each.reads]

    def read(self, path: Path) -> list[Any]:
        """The instances of one input."""
        if is_stream(path):
            return self._stream(path, STANDARD_INPUT if str(path) in STANDARD else str(path))
        require_regular(path)
        provenance.verify(path)
        self._require_unpacked(path)
        if not self.form or path.suffix.lower() in self.known:
            return self.problem.read(path, self.options)
        with _temporary(str(path)) as folder:
            link = folder / path.name
            link.symlink_to(path.absolute())
            return self._as(self._said_format(), link, str(path))

    def _require_unpacked(self, path: Path) -> None:
        if path.suffix.lower() in PACKED.difference(self.known):
            raise InvalidInstanceError(
                f"{path} is packed, and {self.problem.name} reads no {path.suffix} files",
                f"unpack it first, and give the {' or '.join(self.known)} file inside",
            )

    def _stream(self, path: Path, said: str) -> list[Any]:
        with _opened(path, said) as stream:
            return self.read_stream(stream, said)

    def read_stream(self, stream: IO[bytes], said: str) -> list[Any]:
        """The instances of what has no name ending.

        Args:
            stream: Is read to its end.
            said: What messages call it.
        """
        with _temporary(said) as folder:
            copy = folder / COPY
            with copy.open("wb") as file:
                _copy(stream, file, said)
            if not copy.stat().st_size:
                raise InvalidInstanceError(f"{said} is empty")
            return self._as(self._said_format(), copy, said) if self.form else self._any(copy, said)

    def _said_format(self) -> str:
        suffix = f".{self.form.lower().removeprefix('.')}"
        if suffix not in self.known:
            known = ", ".join(each.removeprefix(".") for each in self.known) or "none"
            words = f"{self.problem.name} reads no format {self.form!r}"
            raise ConfigError(words, f"known: {known}")
        return suffix

    def _any(self, copy: Path, said: str) -> list[Any]:
        """Read by what the content shows: the one format that takes it."""
        shown = _binary(copy)
        if shown and shown not in self.known:
            raise InvalidInstanceError(
                f"{said} is a {shown} file, which {self.problem.name} does not read",
                f"known: {', '.join(self.known)}",
            )
        forms = [shown] if shown else [each for each in self.known if each not in MAGIC]
        if not forms:
            raise InvalidInstanceError(f"{said} is text, and {self.problem.name} reads none")
        if len(forms) == 1:
            return self._as(forms[0], copy, said)
        found = {}
        for suffix in forms:
            with suppress(ThinkersError):
                found[suffix] = self._as(suffix, copy, said)
        if not found:
            raise InvalidInstanceError(
                f"{said} is no {' or '.join(forms)} file of {self.problem.name}",
                f"name its format to see what is wrong, such as --format {forms[0][1:]}",
            )
        return self._agreed(found, said)

    def _agreed(self, found: dict[str, list[Any]], said: str) -> list[Any]:
        """The instances that every format which takes the text agrees on."""
        described = {
            suffix: [self.problem.describe(each) for each in instances]
            for suffix, instances in found.items()
        }
        first = next(iter(found))
        if any(each != described[first] for each in described.values()):
            raise ConfigError(
                f"{said} can be read as {' and as '.join(found)}, with different instances",
                f"say which: --format {first[1:]}",
            )
        return found[first]

    def _as(self, suffix: str, path: Path, said: str) -> list[Any]:
        """Read a file under a name with this ending; errors say what the user calls it."""
        named = path.with_name(f"{path.name}{suffix}")
        if not named.exists():
            named.symlink_to(path)
        try:
            return self.problem.read(named, self.options)
        except ThinkersError as error:
            words = str(error).replace(str(named), said).replace(named.name, said)
            raise InvalidInstanceError(words, error.hint) from error


def _binary(path: Path) -> str:
    """The ending that the first bytes show; empty for text."""
    with path.open("rb") as file:
        begins = file.read(max(map(len, MAGIC.values())))
    shown = [suffix for suffix, magic in MAGIC.items() if begins.startswith(magic)]
    if len(shown) < 2:
        return shown[0] if shown else ""
    try:
        with zipfile.ZipFile(path) as archive:
            arrays = all(name.endswith(".npy") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return shown[0]
    return ".npz" if arrays else ".pth"


@contextmanager
def _opened(path: Path, said: str) -> Iterator[IO[bytes]]:
    """The stream, open for reading."""
    if said == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.closed:
            raise InvalidInstanceError(f"{said} is closed", "pipe a file into it: cat FILE | ...")
        yield sys.stdin.buffer
        return
    try:
        with path.open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise InvalidInstanceError(f"there is no file {path}") from None


def _copy(stream: IO[bytes], file: IO[bytes], said: str) -> None:
    """Copy a stream to a file, up to its end."""
    left = MAX_BYTES
    try:
        while chunk := stream.read(min(left + 1, 1 << 20)):
            left -= len(chunk)
            if left < 0:
                raise InvalidInstanceError(
                    f"{said} holds more than {MAX_BYTES >> 30} GB", "give a file"
                )
            file.write(chunk)
    except OSError as error:
        raise InvalidInstanceError(f"cannot read {said}: {error.strerror or error}") from error


@contextmanager
def _temporary(said: str) -> Iterator[Path]:
    """A folder for a while."""
    try:
        folder = TemporaryDirectory()
    except OSError as error:
        raise ConfigError(
            f"{said} needs a temporary folder, and there is none to write to",
            "set TMPDIR to a folder, or give a file",
        ) from error
    with folder as name:
        yield Path(name)
