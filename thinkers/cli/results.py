"""Where the answers of `compare` go as they come, to the end or until Ctrl-C."""

import shlex
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thinkers.cli import options
from thinkers.cli.groups import Tables
from thinkers.cli.rendering import warn
from thinkers.errors import ConfigError

if TYPE_CHECKING:
    from thinkers.scoring.contest import Contest, Given
    from thinkers.scoring.store.memory import Record, Results
    from thinkers.scoring.store.rows import About

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="Write every answer to this SQLite file as it comes; the same command goes on with "
        "it, and seeks nothing twice.",
    ),
]


@dataclass(frozen=True)
class Kept(Tables):
    """Where what is compared goes."""

    json: options.Json = False
    out: Out = None

    @property
    def paths(self) -> list[Path]:
        """The files that were asked for."""
        return [*super().paths, *([] if self.out is None else [self.out])]


def open_results(path: Path | None) -> "Results":
    """The store in that file; without one, what remembers answers for as long as this runs.

    Raises:
        ConfigError: The file is there and no store, or cannot be written.
    """
    from thinkers.scoring.store.memory import Memory
    from thinkers.scoring.store.store import Store

    return Memory() if path is None else Store.open(path, create=True)


def command() -> str:
    """What was typed."""
    return shlex.join(["thinkers", *sys.argv[1:]])


@dataclass(eq=False)
class Keeper:
    """Keeps answers as they come; where that fails once, the rest is compared all the same.

    Attributes:
        results: Where they are kept.
        faults: Why it failed, if it did.
        so_far: The contest that was begun last, and what was given in it until now.
    """

    results: "Results"
    faults: list[Exception] = field(default_factory=list)
    so_far: "tuple[Contest, list[Given]] | None" = None

    def run(
        self,
        contest: "Contest",
        about: "About",
        answers: "Callable[[Any], Iterable[list[Given]]]",
    ) -> "list[Given]":
        """All answers of a contest.

        Args:
            contest: What is compared.
            about: What is kept beside the answers.
            answers: Seeks those that are not done yet, and gives all as they come.

        Raises:
            ConfigError: The store is damaged, or cannot be written before anything is sought.
        """
        from thinkers.scoring.store.memory import Memory

        results = Memory() if self.faults else self.results
        record = results.begin(contest, about)
        found: list[Given] = []
        self.so_far = contest, found
        for cell in answers(record.done()):
            found += cell
            self._keep(record, cell)
        self._finish(record)
        return found

    def _keep(self, record: "Record", cell: "list[Given]") -> None:
        if self.faults:
            return
        try:
            record.add(cell)
        except ConfigError as error:
            self.faults.append(error)
            warn(f"{error}; what comes now is not kept")

    def _finish(self, record: "Record") -> None:
        if self.faults:
            return
        try:
            record.finish()
        except ConfigError as error:
            self.faults.append(error)
