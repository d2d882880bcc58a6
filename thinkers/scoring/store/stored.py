"""A comparison out of a store, as it would have come from `compare`."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thinkers.errors import ConfigError
from thinkers.problems.events import Watch
from thinkers.registry.registry import installed
from thinkers.scoring.contest import Contest, Given
from thinkers.scoring.judging import Judging
from thinkers.scoring.runs import Answer, AnyProblem, Kind
from thinkers.scoring.solver import Solver
from thinkers.scoring.store.database import told
from thinkers.scoring.store.reading import WAY_OUT, Source, read_instance


@dataclass(frozen=True)
class StoredSolver(Solver):
    """A solver of another time: it gives the answers that it gave.

    Attributes:
        row: What is written of it: its key and its kinds.
        found: Its answers by the place of the instance.
    """

    problem: AnyProblem
    row: Mapping[str, Any]
    found: Mapping[int, tuple[Answer, ...]]

    @property
    def name(self) -> str:
        """As it was shown."""
        return str(self.row["solver"])

    @property
    def budget(self) -> float | None:  # type: ignore[override]  # never set
        """Seconds that it was given for each answer; None where it was not."""
        return float(self.row["budget"]) or None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What each of the answers is that it gave for an instance."""
        return tuple(self.row["kinds"])

    def answers(
        self, places: Sequence[int], instances: Sequence[Any], watch: Watch
    ) -> list[tuple[Answer, ...]]:
        """What it gave."""
        del instances, watch
        return [self.found[place] for place in places]


@dataclass(frozen=True, eq=False)
class Stored:
    """A comparison that was written.

    Attributes:
        contest: Its instances, and its solvers with their answers.
        given: The answers that there are; of one that was ended early, some.
        digests: Of the instances.
        sizes: The value of the problem's size option for each; None where there is none.
        families: That of each instance; empty where none was named.
        judging: What the answers are scored by.
        command: What was typed.
        begun: When, in UTC, as ISO 8601 has it.
        ended: When it was complete; empty where it never was.
        circumstances: Versions, the machine, and the seed that drew the instances.
    """

    contest: Contest
    given: Sequence[Given]
    digests: Sequence[str]
    sizes: Sequence[int | None]
    families: Sequence[str]
    judging: Judging
    command: str
    begun: str
    ended: str
    circumstances: Mapping[str, Any]


def stored_in(database: sqlite3.Connection, path: Path) -> Iterator[Stored]:
    """All comparisons of a store, in the order in which they began.

    Raises:
        ConfigError: It is damaged.
        UnknownNameError: The problem's plugin is not installed.
    """
    names = "id, problem, solvers, instances, judging, command, begun, ended, circumstances"
    with told(path):
        runs = database.execute(f"SELECT {names} FROM runs ORDER BY id").fetchall()
    for number, *run in runs:
        try:
            problem, solvers, digests, judging, *others, circumstances = run
            jsons = [json.loads(each) for each in (solvers, digests, judging, circumstances)]
            yield _stored(database, path, problem, jsons, others)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            fault = f"{type(error).__name__}: {error}"
            raise ConfigError(f"{path}: run {number} cannot be read: {fault}", WAY_OUT) from error


def _stored(
    database: sqlite3.Connection, path: Path, name: str, jsons: Sequence[Any], others: Sequence[Any]
) -> Stored:
    solvers, digests, judging, circumstances = jsons
    problem = installed().problem(name)
    rows = [_instance(database, path, digest) for digest in digests]
    instances = [
        read_instance(path, problem, digest, content)
        for digest, (content, _, _) in zip(digests, rows, strict=True)
    ]
    source = Source(database, path, problem, instances, digests)
    found = [StoredSolver(problem, row, source.answers(row, row["kinds"])) for row in solvers]
    command, begun, ended = others
    given = [
        Given(place, number, answers)
        for place, solver in enumerate(found)
        for number, answers in solver.found.items()
    ]
    return Stored(
        Contest(problem, instances, found), given, digests, [size for _, size, _ in rows],
        [family for _, _, family in rows], Judging(float(judging["tie"]), dict(judging["optima"])),
        command, begun, ended or "", dict(circumstances),
    )  # fmt: skip


def _instance(
    database: sqlite3.Connection, path: Path, digest: str
) -> tuple[bytes, int | None, str]:
    with told(path):
        found = database.execute(
            "SELECT kept, size, family FROM instances WHERE digest = ?", (digest,)
        ).fetchone()
    if found is None:
        raise ConfigError(f"{path}: there is no instance {digest[:8]:.8}", WAY_OUT)
    content, size, family = found
    return content, size, family
