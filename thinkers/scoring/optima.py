"""Known optima of instances: read from a file, and refuted by any answer that is better."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from thinkers.errors import InvalidInstanceError
from thinkers.problems.files import read_text
from thinkers.problems.objective import Objective
from thinkers.scoring.identity import digest_of, name_of
from thinkers.scoring.runs import AnyProblem, Run
from thinkers.scoring.statistics import TIE

FEWEST_DIGITS = 8
"""Digits of a digest that name an instance (our choice)."""

Optima = Mapping[str, float]
"""The optimum of each instance, as people say it, by the instance's name or digest."""


@dataclass(frozen=True)
class Known:
    """What is known of the optima of some instances.

    Attributes:
        costs: The least cost of each; None where it is not known, or was refuted.
        refuted: A sentence for each that was refuted.
    """

    costs: Sequence[float | None] = ()
    refuted: Sequence[str] = ()

    @property
    def foreign(self) -> bool:
        """Whether optima were given, and none of them is of these instances."""
        return bool(self.costs) and not self.refuted and all(each is None for each in self.costs)


def read_optima(path: Path, problem: AnyProblem, instances: Sequence[Any] = ()) -> Optima:
    """The optima in a file.

    A `.json` file holds an object of names and numbers, a `.csv` file two columns; any other is
    one of the problem's own, with answers beside its instances, or with answers only.

    Args:
        path: The file.
        problem: What was solved.
        instances: To which answers belong that stand in a file without instances.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where; it holds no optimum; or the
            problem has no costs.
    """
    if found := _read(path, problem, instances):
        return found
    raise InvalidInstanceError(f"{path} holds no optimum")


def _read(path: Path, problem: AnyProblem, instances: Sequence[Any]) -> Optima:
    if problem.objective is None:
        raise InvalidInstanceError(f"{problem.name} has no optima: its answers are right or wrong")
    if path.suffix.lower() == ".json":
        return _of_json(path)
    if path.suffix.lower() == ".csv":
        return _of_csv(path)
    found = {
        digest_of(problem, instance): problem.check(instance, answer)
        for instance, answer in _answered(path, problem, instances)
        if answer is not None
    }
    if not all(verdict.right for verdict in found.values()):
        raise InvalidInstanceError(f"{path} holds an answer that is not allowed")
    turned = problem.objective.turned
    return {digest: turned(verdict.cost) for digest, verdict in found.items()}


def _answered(
    path: Path, problem: AnyProblem, instances: Sequence[Any]
) -> Iterator[tuple[Any, Any]]:
    """Instances, each with the file's answer to it or None; those of the file if it holds any."""
    suffix = path.suffix.lower()
    if all(each.instances for each in problem.formats if each.suffix == suffix):
        return zip(problem.read(path), problem.read_answers(path), strict=True)
    once = list({digest_of(problem, each): each for each in instances}.values())
    return zip(once, problem.read_answers_to(path, once), strict=True)


def known_optima(
    problem: AnyProblem, instances: Sequence[Any], runs: Sequence[Run], optima: Optima
) -> Known:
    """The optima of these instances, without those that an answer beats."""
    objective = problem.objective
    if objective is None or not optima:
        return Known()
    costs: list[float | None] = []
    refuted = []
    for place, instance in enumerate(instances):
        cost = _cost(objective, optima, name_of(instance), digest_of(problem, instance))
        best = min(runs, key=lambda run: run.answers[place].verdict.cost)
        least = best.answers[place].verdict.cost
        if cost is not None and least < cost - TIE * abs(cost):
            name = name_of(instance) or f"instance {place}"
            refuted.append(
                f"the optimum of {name} is refuted: {best.solver} found {objective.words(least)}, "
                f"which is better than {objective.turned(cost):.6g}"
            )
            cost = None
        costs.append(cost)
    return Known(costs, refuted)


def _cost(objective: Objective, optima: Optima, name: str, digest: str) -> float | None:
    """By name, or by digest, of which the first digits suffice."""
    if name in optima:
        return objective.turned(optima[name])
    for known, optimum in optima.items():
        if len(known) >= FEWEST_DIGITS and digest.startswith(known.lower()):
            return objective.turned(optimum)
    return None


def _of_json(path: Path) -> Optima:
    try:
        found = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise InvalidInstanceError(f"{path} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise InvalidInstanceError(f"{path}: expected an object of names and numbers")
    return {name: _number(optimum, f"{path}: {name}") for name, optimum in found.items()}


def _of_csv(path: Path) -> Optima:
    """The first line may be a head: then what stands in it is no number."""
    found = {}
    reader = csv.reader(io.StringIO(read_text(path)))
    for cells in reader:
        where = f"{path}, line {reader.line_num}"
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != 2:
            raise InvalidInstanceError(f"{where}: expected a name and a number, got {cells}")
        name, text = map(str.strip, cells)
        if reader.line_num == 1 and not _is_number(text):
            continue
        found[name] = _number(text, where)
    return found


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not _is_number(str(value)):
        raise InvalidInstanceError(f"{where}: expected a finite number, got {value!r}")
    return float(str(value))
