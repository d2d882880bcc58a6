"""`thinkers cache`: list or delete the labels and exported networks that are kept on disk."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thinkers.cli import completion, options, rendering
from thinkers.errors import ConfigError, UnknownNameError
from thinkers.registry.registry import installed

if TYPE_CHECKING:
    from thinkers.training.data.stored import Stored


class Action(StrEnum):
    """What can be done with the cache."""

    list = "list"
    clear = "clear"


What = Annotated[Action, typer.Argument(metavar="list|clear", help="By default list.")]
MaybeProblem = Annotated[
    str,
    typer.Argument(metavar="PROBLEM", help="By default all.", autocompletion=completion.problems),
]

UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
"""In which ages are told, with their seconds; the largest that is there at least twice."""


def cache(
    action: What = Action.list, problem: MaybeProblem = "", json: options.Json = False
) -> None:
    """List the labels and exported networks that are kept on disk, or clear them."""
    from thinkers.problems.cache import cache_folder
    from thinkers.training.data.stored import clear, stored

    every = stored()
    known = {each.problem for each in every}
    if problem and problem not in known:
        raise UnknownNameError("cached problem", problem, known)
    if action is Action.clear:
        if json:
            raise ConfigError("--json lists what is cached", "leave it out to clear")
        rendering.print_text(f"freed {_megabytes(clear(problem))} of {cache_folder()}")
        return
    rows = [_row(each) for each in every if not problem or each.problem == problem]
    if json:
        rendering.print_json(rows)
    elif rows:
        lines = [[row["problem"], row["kind"], row["code"], str(row["files"]),
                  _megabytes(row["bytes"]), _age(row["written"])] for row in rows]  # fmt: skip
        columns = ["problem", "kind", "code", "files", "size", "written"]
        rendering.listing(str(cache_folder()), columns, lines)
    else:
        rendering.print_text(f"nothing in {cache_folder()}")


def _row(each: "Stored") -> dict[str, Any]:
    """In plain JSON types."""
    return {
        "problem": each.problem, "kind": each.kind, "code": _state(each), "files": each.files,
        "bytes": each.bytes, "written": each.written.isoformat(timespec="seconds"),
    }  # fmt: skip


def _state(each: "Stored") -> str:
    """Whether it is of the code that is installed now, and will be used."""
    from thinkers.training.data.code import code_of
    from thinkers.training.data.stored import UNKNOWN

    kind = installed().problems().get(each.problem)
    if kind is None:
        return "damaged" if each.problem == UNKNOWN else "not installed"
    present = each.kind == "networks" or code_of(kind).digest.startswith(each.code)
    return "present" if each.code and present else "older"


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _age(written: str) -> str:
    """How long ago: `3 days ago`, `90 seconds ago`."""
    seconds = max((datetime.now(UTC) - datetime.fromisoformat(written)).total_seconds(), 0)
    each, unit = next((pair for pair in UNITS if seconds >= 2 * pair[0]), UNITS[-1])
    return f"{rendering.count(int(seconds // each), unit)} ago"
