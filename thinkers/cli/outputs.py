"""Output files: checked for access, clashes and format before any work is done."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thinkers.cli import formats
from thinkers.cli.answers import Drawing
from thinkers.cli.beneath import plain
from thinkers.cli.errors import raise_first
from thinkers.cli.inputs import is_stream
from thinkers.errors import ConfigError
from thinkers.problems import provenance
from thinkers.problems.problem import Problem
from thinkers.problems.returns import require_written

if TYPE_CHECKING:
    from thinkers.engine.result import Result

AnyProblem = Problem[Any, Any]

PICTURES = (".svg", ".png")
"""The name endings of pictures."""

IN_FOLDER = "instance"
"""What files in a folder of answers are called, before their number."""


@dataclass(frozen=True)
class Outputs:
    """The files that results go to.

    Attributes:
        problem: Whose results.
        answers: One file for all instances, or one for each.
        pictures: One for each instance, or none.
    """

    problem: AnyProblem
    answers: Sequence[Path]
    pictures: Sequence[Path]

    @property
    def wanted(self) -> bool:
        """Whether there is any."""
        return bool(self.answers or self.pictures)

    def save(self, results: "Sequence[Result[Any, Any]]", figure: Drawing = plain) -> None:
        """Write all files; one that cannot be written does not keep the others from it.

        Args:
            results: What is written.
            figure: Draws each.

        Raises:
            Exception: What was wrong with the first such file.
        """
        failed: list[Exception] = []
        for write in self._writes(results, figure):
            try:
                write()
            except Exception as error:  # a plugin's write may raise anything
                failed.append(error)
        raise_first(failed)

    def _writes(
        self, results: "Sequence[Result[Any, Any]]", figure: Drawing
    ) -> Iterator[Callable[[], None]]:
        parts = [results] if len(self.answers) == 1 else [[result] for result in results]
        for path, part in zip(self.answers, parts, strict=False):  # there may be fewer results
            if part:
                yield partial(_write, self.problem, path, part)
        for path, result in zip(self.pictures, results, strict=False):
            yield partial(_draw, figure, path, result)


def plan(
    problem: AnyProblem,
    instances: Sequence[Any],
    inputs: Iterable[Path],
    *,
    output: str | None = None,
    draw: Path | None = None,
    form: str = "",
    force: bool = False,
) -> Outputs:
    """Decide which files answers and pictures go to, and see that they can.

    Args:
        problem: Whose instances.
        instances: All that are to be solved.
        inputs: Where they came from.
        output: A file, or a folder: one that is there, or a name that ends in a slash.
        draw: The picture; with several instances its name gets their numbers.
        form: The format of files in a folder.
        force: Whether inputs may be replaced.

    Raises:
        ConfigError: A file cannot be written, or would replace an input.
        InvalidInstanceError: The instances are not what the format holds.
    """
    parts = _parts(problem, instances, output, form)
    pictures = _pictures(draw, len(instances))
    answers = [path for path, _ in parts]
    require_free([*answers, *pictures], [] if force else inputs, ", or give --force")
    for path, part in parts:
        fit = formats.require_holds(problem, path, len(part), answers=True)
        formats.require_fits(problem, path, part, fit)
    return Outputs(problem, answers, pictures)


def in_folder(output: str | None) -> bool:
    """Whether answers go to a folder: one that is there, or a name that ends in a slash."""
    return bool(output) and (str(output).endswith(("/", os.sep)) or Path(str(output)).is_dir())


def numbered(path: Path, count: int) -> list[Path]:
    """A path for each of `count`, with numbers from 0 that sort as they count."""
    width = len(str(count - 1))
    return [
        path.with_name(f"{path.stem}-{number:0{width}}{path.suffix}") for number in range(count)
    ]


def require_free(outputs: Iterable[Path], inputs: Iterable[Path], otherwise: str = "") -> None:
    """See that no output is written twice, and none replaces an input.

    Raises:
        ConfigError: Says which would; `otherwise` is what else to do about an input.
    """
    read = {_identity(path) for path in inputs if not is_stream(path)}
    written = set()
    for path in outputs:
        own = _identity(path)
        if own in read:
            raise ConfigError(
                f"{path} is an input, which would be lost", f"choose another name{otherwise}"
            )
        if own in written:
            raise ConfigError(f"{path} would be written twice", "give each file its own name")
        written.add(own)


def require_writable(*paths: Path | None) -> None:
    """See that files can be written before any work is done for them.

    Raises:
        ConfigError: The folder is not there, the path is a folder, or it may not be written.
    """
    for path in paths:
        if path is not None:
            with _writing(path):
                if not path.absolute().parent.is_dir():
                    raise ConfigError(f"there is no folder {path.parent} to write {path.name} to")
                if path.is_dir():
                    raise ConfigError(f"cannot write {path}: it is a folder")
                real = Path(os.path.realpath(path))
                _require_access(path, real if real.exists() and not real.is_file() else real.parent)


def _parts(
    problem: AnyProblem, instances: Sequence[Any], output: str | None, form: str
) -> list[tuple[Path, Sequence[Any]]]:
    """The files of answers, each with the instances that go to it."""
    if output is None:
        return []
    if not output:
        raise ConfigError("expected the name of a file to write, got none")
    path = Path(output)
    if not in_folder(output):
        require_writable(path)
        return [(path, instances)]
    suffix = formats.folder_suffix(problem, instances, form)
    with _writing(path):
        if path.exists() and not path.is_dir():
            raise ConfigError(f"{path} is a file, expected a folder", "leave out the last slash")
        if not path.absolute().parent.is_dir():
            raise ConfigError(f"there is no folder {path.parent} to make {path.name} in")
        _require_access(path, path if path.exists() else path.absolute().parent)
    names = numbered(path / f"{IN_FOLDER}{suffix}", len(instances))
    return [(name, [instance]) for name, instance in zip(names, instances, strict=True)]


def _pictures(draw: Path | None, count: int) -> list[Path]:
    if draw is None:
        return []
    if draw.suffix.lower() not in PICTURES:
        raise ConfigError(f"cannot draw to {draw.name!r}", "use a name ending in .svg or .png")
    paths = [draw] if count == 1 else numbered(draw, count)
    require_writable(*paths)
    return paths


def _require_access(path: Path, place: Path) -> None:
    if not os.access(place, os.W_OK):
        raise ConfigError(f"cannot write {path}: no permission to write to {place}")


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turn what the system says of a path into a sentence that names it."""
    try:
        yield
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from error


def _identity(path: Path) -> tuple[int, int] | str:
    """What two paths share that name one file, by links too."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return os.path.realpath(path)
    return found.st_dev, found.st_ino


def _write(problem: AnyProblem, path: Path, results: "Sequence[Result[Any, Any]]") -> None:
    """Write instances and answers; a note of the file that was there is of another content."""
    with _writing(path):
        path.absolute().parent.mkdir(exist_ok=True)
        instances = [result.instance for result in results]
        problem.write(path, instances, [result.solution for result in results])
        require_written(problem, path)
        provenance.forget(path)


def _draw(figure: Drawing, path: Path, result: "Result[Any, Any]") -> None:
    figure(result).save(path)
