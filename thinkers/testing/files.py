"""Contract tests of the files of a problem."""

import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from thinkers.errors import InvalidInstanceError, MissingPackageError
from thinkers.problems.files import FileFormat
from thinkers.problems.problem import Problem
from thinkers.settings import Settings
from thinkers.testing.contract import about, require, skip_unless
from thinkers.testing.mutations import damaged, outcomes
from thinkers.testing.samples import draw, labelled

AnyProblem = Problem[Any, Any]

FEW = 20
"""Damaged copies of the toy that are tried of each format; tests of a reader try more."""


@about("write", "read")
def files_invert(problem: AnyProblem, params: Settings) -> None:
    """Every format that is written and read gives instances and answers back.

    A format may refuse a kind of instance, such as an asymmetric one; the toy it holds.
    """
    kept = any(form.writes and form.reads and form.instances for form in problem.formats)
    skip_unless(kept, "it has no format that is both read and written")
    pairs, toy = labelled(problem, draw(problem, params)), problem.toy()
    for form in problem.formats:
        if form.writes and form.reads and form.instances:
            for some in (pairs, pairs[:1]) if form.many else (pairs[:1],):
                for answered in (False, True) if form.answers else (False,):
                    if not _inverts(problem, form, some, answered):
                        held = _inverts(problem, form, [toy], answered)
                        require(held, f"{form.suffix} holds {len(some)} instances, or the toy")


def _inverts(
    problem: AnyProblem, form: FileFormat, pairs: list[tuple[Any, Any]], answered: bool
) -> bool:
    """Whether the format takes these instances; raises ContractError unless they come back."""
    instances, answers = [one for one, _ in pairs], [answer for _, answer in pairs]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"instances{form.suffix}"
        try:
            problem.write(path, instances, answers if answered else None)
        except MissingPackageError as error:
            shown = isinstance(error.__cause__, ImportError)
            require(shown, f"a missing package of {form.suffix} is shown by its ImportError")
            return True
        except InvalidInstanceError:
            return False
        found, told = problem.read(path), problem.read_answers(path)
    expected = [_unnamed(problem.describe(each)) for each in instances]
    same = [_unnamed(problem.describe(each)) for each in found] == expected
    require(same, f"reading gives back what was written to {form.suffix}")
    kept = [problem.describe_solution(each) if answered else None for each in answers]
    same = [each if each is None else problem.describe_solution(each) for each in told] == kept
    require(same, f"reading gives back the answers that were written to {form.suffix}")
    return True


@about("read")
def damage_is_told(problem: AnyProblem, params: Settings) -> None:
    """Whatever becomes of a file of the toy, it is read as instances or refused in one line."""
    del params
    instance, answer = problem.toy()
    for form in problem.formats:
        if form.writes and form.reads and form.instances:
            with TemporaryDirectory() as folder, suppress(MissingPackageError):
                path = Path(folder) / f"toy{form.suffix}"
                problem.write(path, [instance], [answer] if form.answers else None)
                for found in outcomes(problem.read, path, path.read_bytes(), FEW):
                    problem.require(*found)


@about("read")
def what_is_only_read_is_told(problem: AnyProblem, params: Settings) -> None:
    """Of a format that is not written, whatever is in a file is read or refused in one line."""
    del params
    forms = [form for form in problem.formats if form.reads and form.instances and not form.writes]
    skip_unless(bool(forms), "it has no format that is only read")
    content = json.dumps(problem.describe(problem.toy()[0])).encode()
    for form in forms:
        with TemporaryDirectory() as folder, suppress(MissingPackageError):
            path = Path(folder) / f"strange{form.suffix}"
            for strange in (b"", content):
                for found in damaged(problem.read, path, strange, FEW):
                    problem.require(*found)


@about("write")
def what_is_only_written_holds_the_toy(problem: AnyProblem, params: Settings) -> None:
    """A format that is not read takes the toy, with its answer, and writes it alike each time."""
    del params
    forms = [
        form for form in problem.formats if form.writes and not (form.reads and form.instances)
    ]
    skip_unless(bool(forms), "it has no format that is only written")
    instance, answer = problem.toy()
    for form in forms:
        with TemporaryDirectory() as folder, suppress(MissingPackageError):
            paths = [Path(folder) / f"{number}{form.suffix}" for number in range(2)]
            for path in paths:
                try:
                    problem.write(path, [instance], [answer] if form.answers else None)
                except InvalidInstanceError as error:
                    require(False, f"{form.suffix} holds the toy: {error}")
                require(path.is_file(), f"write makes the {form.suffix} file that it is asked for")
            first, again = (path.read_bytes() for path in paths)
            require(first == again != b"", f"the toy is written to {form.suffix} alike each time")


@about("write")
def files_can_be_drawn_on(problem: AnyProblem, params: Settings) -> None:
    """What is drawn by hand looks like the file of an instance: a grid of the sketch's letters."""
    del params
    sketch = problem.sketch
    skip_unless(sketch is not None, "it has no sketch")
    assert sketch is not None
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"toy{sketch.suffix}"
        problem.write(path, [problem.toy()[0]], None)
        rows = path.read_text(encoding="utf-8").splitlines()
    same = len({len(row) for row in rows}) == 1
    known = set("".join(rows)) <= set(sketch.marks)
    require(
        same and known, f"the {sketch.suffix} file of the toy is a grid of the sketch's letters"
    )


def _unnamed(description: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in description.items() if key != "name"}


RULES = (
    files_invert,
    damage_is_told,
    what_is_only_read_is_told,
    what_is_only_written_holds_the_toy,
    files_can_be_drawn_on,
)
