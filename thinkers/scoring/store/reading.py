"""Instances and answers out of a store: nothing is believed that can be seen to be otherwise."""

import sqlite3
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from thinkers.errors import ConfigError
from thinkers.problems.instances import is_instance
from thinkers.problems.origin import package_of
from thinkers.problems.verdict import Verdict
from thinkers.registry.strangers import attempt
from thinkers.scoring.identity import digest_of
from thinkers.scoring.runs import Answer, AnyProblem
from thinkers.scoring.statistics import TIE
from thinkers.scoring.store.database import told
from thinkers.scoring.store.keeping import UnkeptError, revived

OURS = ("thinkers.problems.verdict", "thinkers.scoring.runs")
"""Where the classes of answers stand; those of solutions stand in the problem's package."""

WAY_OUT = "another version of thinkers or of a plugin wrote it, or it is damaged: name another file"


COMMON = ("problem", "solver", "options", "budget", "iterations", "seed")
"""What all answers of a solver have in common: a part of their key."""


@dataclass(frozen=True, eq=False)
class Source:
    """Where the answers to some instances stand.

    Attributes:
        database: The connection to a store.
        path: Its file.
        problem: What the instances are of.
        instances: The tasks.
        digests: By which they are known.
    """

    database: sqlite3.Connection
    path: Path
    problem: AnyProblem
    instances: Sequence[Any]
    digests: Sequence[str]

    def answers(
        self, solver: Mapping[str, Any], kinds: Sequence[str]
    ) -> dict[int, tuple[Answer, ...]]:
        """What a solver gave, by the place of the instance; nothing where a kind is missing.

        Args:
            solver: By which it is known, as it is written.
            kinds: Of the answers.

        Raises:
            ConfigError: The file is damaged, or was forged.
        """
        where = " AND ".join(f"{name} = :{name}" for name in COMMON)
        with told(self.path):
            rows = self.database.execute(
                f"SELECT id, kind, instance, number, kept FROM answers WHERE {where}",
                {name: solver[name] for name in COMMON},
            ).fetchall()
        found: dict[int, dict[str, Answer]] = {}
        for row, kind, digest, place, content in rows:
            if 0 <= place < len(self.digests) and self.digests[place] == digest:
                instance = self.instances[place]
                answer = read_answer(self.path, self.problem, instance, row, content)
                found.setdefault(place, {})[kind] = answer
        return {
            place: tuple(answers[kind] for kind in kinds)
            for place, answers in sorted(found.items())
            if set(answers) == set(kinds)
        }


def read_instance(path: Path, problem: AnyProblem, digest: str, content: bytes) -> Any:
    """An instance, if it is the one that the digest is of.

    Raises:
        ConfigError: It is not.
    """
    where = f"{path}: instance {digest[:8]}"
    found = _revived(where, content, problem)
    if not is_instance(type(problem), found):
        raise ConfigError(f"{where} is none of {problem.name}", WAY_OUT)
    if attempt(partial(digest_of, problem, found), lambda fault: None) != digest:
        raise ConfigError(f"{where} is not what its digest says", WAY_OUT)
    return found


def read_answer(path: Path, problem: AnyProblem, instance: Any, row: int, content: bytes) -> Answer:
    """An answer, if its problem judges it as it says: it is checked anew.

    Raises:
        ConfigError: It does not.
    """
    where = f"{path}: answer {row}"
    found = _revived(where, content, problem)
    if not isinstance(found, Answer) or not _is_whole(found):
        raise ConfigError(f"{where} is no answer", WAY_OUT)
    verdict = found.verdict
    if found.proved and problem.objective and not _is_proof(found):
        raise ConfigError(f"{where} claims a proof that is none", WAY_OUT)
    if found.solution is None:
        if verdict.feasible:
            raise ConfigError(f"{where} is a valid answer without an answer", WAY_OUT)
    elif not found.failure:
        faults: list[str] = []
        own = deepcopy(found.solution)
        again = attempt(partial(problem.check, deepcopy(instance), own), faults.append)
        if again != verdict:
            raise ConfigError(f"{where} is not what {problem.name} says of it", WAY_OUT)
    return found


def _revived(where: str, content: bytes, problem: AnyProblem) -> Any:
    try:
        return revived(content, (*OURS, package_of(problem)))
    except UnkeptError as error:
        raise ConfigError(f"{where} cannot be read: {error}", WAY_OUT) from error


def _is_whole(answer: Answer) -> bool:
    """Whether its fields are what they should be, where a forged one could be anything."""
    bound = answer.bound is None or isinstance(answer.bound, float)
    flags = isinstance(answer.proved, bool) and isinstance(answer.refuted, bool)
    numbers = isinstance(answer.seconds, float | int) and answer.seconds >= 0
    words = isinstance(answer.failure, str)
    return isinstance(answer.verdict, Verdict) and bound and flags and numbers and words


def _is_proof(answer: Answer) -> bool:
    bound = answer.bound
    return bound is not None and answer.verdict.cost <= bound + TIE * abs(bound)
