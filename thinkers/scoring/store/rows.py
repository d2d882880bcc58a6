"""What is written of solvers, instances and answers: a row for each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from thinkers.engine.result import finite
from thinkers.errors import ConfigError
from thinkers.registry.strangers import attempt
from thinkers.scoring.identity import name_of
from thinkers.scoring.judging import Judging
from thinkers.scoring.runs import Answer, AnyProblem
from thinkers.scoring.solver import Solver
from thinkers.scoring.store.keeping import UnkeptError, kept


@dataclass(frozen=True)
class About:
    """What is said of a comparison beside its solvers and instances.

    Attributes:
        command: What was typed.
        judging: What its answers are scored by.
        circumstances: Versions, the machine, and the seed that drew the instances.
        size: Value of the problem's size option; None where there is none, or files were read.
        family: Of the instances; empty where none was named.
    """

    command: str = ""
    judging: Judging = Judging()  # noqa: RUF009  it is frozen
    circumstances: Mapping[str, Any] = field(default_factory=dict)
    size: int | None = None
    family: str = ""


def solver_row(solver: Solver) -> dict[str, Any]:
    """What all answers of a solver have in common: a part of their key."""
    faults: list[str] = []
    options = attempt(lambda: solver.options, faults.append)  # may ask a stranger for versions
    return {
        "problem": solver.problem.name, "solver": solver.name,
        "options": json.dumps(options or {"fault": faults}, sort_keys=True, default=str),
        "budget": float(solver.budget or 0), "iterations": solver.iterations or 0,
        "seed": solver.seed,
    }  # fmt: skip


def instance_row(problem: AnyProblem, digest: str, instance: Any, about: About) -> dict[str, Any]:
    """An instance.

    Raises:
        ConfigError: It is of a kind that cannot be kept.
    """
    try:
        content = kept(instance)
    except UnkeptError as error:
        raise ConfigError(
            f"instances of {problem.name} cannot be kept: {error}", "leave out --out"
        ) from error
    return {
        "digest": digest, "problem": problem.name, "name": name_of(instance), "size": about.size,
        "family": about.family, "kept": content,
    }  # fmt: skip


def answer_row(problem: AnyProblem, answer: Answer) -> dict[str, Any]:
    """What is said of one answer, for people who ask by SQL; `kept` is all of it."""
    verdict = answer.verdict
    return {
        "feasible": verdict.feasible, "known": verdict.known, "cost": finite(verdict.cost),
        "bound": finite(answer.bound), "proved": answer.proved, "seconds": answer.seconds,
        "reason": answer.failure or verdict.reason, "answer": _described(problem, answer),
        "curve": json.dumps(answer.curve) if answer.curve else None, "kept": _kept(answer),
    }  # fmt: skip


def _described(problem: AnyProblem, answer: Answer) -> str | None:
    if answer.solution is None:
        return None
    faults: list[str] = []
    said = attempt(lambda: json.dumps(problem.describe_solution(answer.solution)), faults.append)
    return json.dumps({"error": faults[0]}) if said is None else said


def _kept(answer: Answer) -> bytes:
    """Without the solution where a solver gave something that has no form."""
    try:
        return kept(answer)
    except UnkeptError:
        return kept(replace(answer, solution=None))
