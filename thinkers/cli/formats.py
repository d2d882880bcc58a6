"""Checks that a file format holds what is to be written, before any work is done for it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from thinkers.errors import ConfigError, InvalidInstanceError, MissingPackageError
from thinkers.problems.files import FileFormat
from thinkers.problems.problem import Problem

AnyProblem = Problem[Any, Any]

FOLDER = ", or write to a folder: --output NAME/"
"""What else can be done with several answers."""

STANDARD_OUTPUT = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}
"""Its names."""


def require_holds(problem: AnyProblem, path: Path, count: int, *, answers: bool) -> FileFormat:
    """The format of a file that is to hold `count` instances.

    Args:
        problem: Whose instances.
        path: The file, by its name ending.
        count: How many, >= 1.
        answers: Whether it is to hold answers, which may then go to a folder; else instances.

    Raises:
        ConfigError: It cannot hold them; says which formats can.
    """
    form = _known(problem, path, answers=answers)
    kind = f"a {form.suffix} file of {problem.name}"
    if count > 1 and not form.many:
        hint = _others(
            problem, lambda each: each.many and (each.answers if answers else each.instances)
        )
        one = FOLDER if answers else ", or ask for one"
        raise ConfigError(f"{kind} holds one instance, got {count}", f"{hint}{one}")
    if answers and not form.answers:
        hint = _others(problem, lambda each: each.answers and (each.many or count == 1))
        raise ConfigError(f"{kind} holds no answers", hint)
    if not answers and not form.instances:
        hint = _others(problem, lambda each: each.instances)
        raise ConfigError(f"{kind} holds answers only, no instances", hint)
    return form


def require_fits(
    problem: AnyProblem, path: Path, instances: Sequence[Any], form: FileFormat
) -> None:
    """See that these instances can be written, by writing them into a folder that goes again.

    Raises:
        InvalidInstanceError: They are not what the format holds.
    """
    if not form.instances:
        return
    with suppress(OSError), TemporaryDirectory() as folder:  # none to write to: to be seen later
        trial = Path(folder) / path.name
        try:
            problem.write(trial, instances, None)
        except InvalidInstanceError as error:
            raise InvalidInstanceError(
                str(error).replace(str(trial), str(path)), error.hint
            ) from error
        except MissingPackageError:
            raise
        except ConfigError:
            return  # there is no room for a trial


def folder_suffix(problem: AnyProblem, instances: Sequence[Any], form: str) -> str:
    """The name ending of files that hold one instance and its answer each.

    Args:
        problem: Whose instances.
        instances: What goes to a file each.
        form: The format, such as `csv`; the problem's first that holds all of them when empty.

    Raises:
        ConfigError: The problem writes no such files.
        InvalidInstanceError: No format holds all of the instances.
    """
    fit = [each for each in problem.formats if each.writes and each.answers]
    if form:
        suffix = f".{form.lower().removeprefix('.')}"
        if suffix in {each.suffix for each in fit}:
            return suffix
        known = ", ".join(each.suffix.removeprefix(".") for each in fit) or "none"
        words = f"{problem.name} writes no format {form!r} that holds answers"
        raise ConfigError(words, f"known: {known}")
    refused = None
    for each in sorted(fit, key=lambda each: not each.instances):
        try:
            for instance in instances:
                require_fits(problem, Path(f"one{each.suffix}"), [instance], each)
        except (InvalidInstanceError, MissingPackageError) as error:
            refused = refused or error
        else:
            return each.suffix
    raise refused or ConfigError(f"{problem.name} writes no files that hold answers")


def _known(problem: AnyProblem, path: Path, *, answers: bool) -> FileFormat:
    """The format that a name ending says, if it is written."""
    if str(path) in STANDARD_OUTPUT:
        raise ConfigError(
            f"{'answers' if answers else 'instances'} are not written to standard output",
            "--json prints them" if answers else "give the name of a file",
        )
    for each in problem.formats:
        if each.writes and each.suffix == path.suffix.lower():
            return each
    ending = f"name ending {path.suffix!r}" if path.suffix else "name ending"
    hint = _others(problem, lambda each: True)
    if answers and not path.suffix:
        hint += f", or {path}/ for a folder"
    raise ConfigError(f"cannot write {path}: {problem.name} writes no files of that {ending}", hint)


def _others(problem: AnyProblem, fit: Callable[[FileFormat], bool]) -> str:
    """A hint that names the written formats that would do."""
    names = [each.suffix for each in problem.formats if each.writes and fit(each)]
    return f"use a name ending in {' or '.join(names)}" if names else "leave it out"
