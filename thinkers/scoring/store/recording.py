"""One comparison as it is written: what was done before, and each cell's answers as they come."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from thinkers.scoring.contest import Contest, Given, Place
from thinkers.scoring.identity import digest_of
from thinkers.scoring.store.database import Opened, insert, transaction
from thinkers.scoring.store.reading import Source
from thinkers.scoring.store.rows import About, answer_row, instance_row, solver_row


@dataclass(eq=False)
class Recording:
    """A comparison in a store.

    Attributes:
        file: The store's file.
        database: The connection to it.
        contest: What is compared.
        about: What else is said of it.
    """

    file: Opened
    database: sqlite3.Connection
    contest: Contest
    about: About

    @cached_property
    def digests(self) -> list[str]:
        """By which the instances are known."""
        return [digest_of(self.contest.problem, each) for each in self.contest.instances]

    @cached_property
    def solvers(self) -> list[dict[str, Any]]:
        """By which the solvers are known."""
        return [solver_row(each) for each in self.contest.solvers]

    @property
    def _key(self) -> dict[str, str]:
        """By which the comparison is known: the same command goes on with the same one."""
        solvers = [
            {**row, "kinds": each.kinds}
            for row, each in zip(self.solvers, self.contest.solvers, strict=True)
        ]
        return {
            "problem": self.contest.problem.name, "solvers": json.dumps(solvers),
            "instances": json.dumps(self.digests),
        }  # fmt: skip

    def begin(self) -> None:
        """Note the comparison and its instances; one that is there goes on under its number.

        Raises:
            ConfigError: It cannot be written.
        """
        judging = {"tie": self.about.judging.tie, "optima": dict(self.about.judging.optima)}
        run = {
            **self._key, "begun": _now(), "command": self.about.command,
            "judging": json.dumps(judging),
            "circumstances": json.dumps(dict(self.about.circumstances)),
        }  # fmt: skip
        problem = self.contest.problem
        tasks = zip(self.digests, self.contest.instances, strict=True)
        rows = [instance_row(problem, digest, each, self.about) for digest, each in tasks]
        with transaction(self.database, self.file):
            insert(self.database, "runs", run)
            for row in rows:
                insert(self.database, "instances", row)

    def finish(self) -> None:
        """Note that the comparison is complete.

        Raises:
            ConfigError: It cannot be written.
        """
        where = " AND ".join(f"{name} = :{name}" for name in self._key)
        with transaction(self.database, self.file):
            self.database.execute(
                f"UPDATE runs SET ended = :now WHERE {where}", {**self._key, "now": _now()}
            )

    def done(self) -> dict[Place, Given]:
        """What solvers have given already; nothing where a part of it is missing.

        Raises:
            ConfigError: The file is damaged.
        """
        contest = self.contest
        source = Source(
            self.database, self.file.path, contest.problem, contest.instances, self.digests
        )  # fmt: skip
        return {
            (place, number): Given(place, number, answers)
            for place, solver in enumerate(contest.solvers)
            for number, answers in source.answers(self.solvers[place], solver.kinds).items()
        }

    def add(self, given: Iterable[Given]) -> None:
        """Write answers that came together, all or none; those that are there already stay.

        Raises:
            ConfigError: They cannot be written.
        """
        rows = [row for each in given for row in self._rows(each)]
        with transaction(self.database, self.file):
            for row in rows:
                insert(self.database, "answers", row)

    def _rows(self, given: Given) -> list[dict[str, Any]]:
        where = {"instance": self.digests[given.instance], "number": given.instance}
        shared = {**self.solvers[given.solver], **where}
        kinds = self.contest.solvers[given.solver].kinds
        return [
            {**shared, "kind": kind, **answer_row(self.contest.problem, answer)}
            for kind, answer in zip(kinds, given.answers, strict=True)
        ]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
