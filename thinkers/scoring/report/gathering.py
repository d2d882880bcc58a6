"""Sheets of what a store holds: comparisons scored anew, and how they were run."""

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from thinkers.problems.wording import sized
from thinkers.registry.registry import installed
from thinkers.scoring.circumstances import Range, trained_sizes
from thinkers.scoring.comparing import compared
from thinkers.scoring.report.sheet import Sheet
from thinkers.scoring.store.stored import Stored, StoredSolver

ELSEWHERE = ("--out", "--csv", "--summary-csv")
"""Options of a command that change no number."""


def sheet_of(stored: Stored, optima: Mapping[str, float] | None = None) -> Sheet | None:
    """A comparison as it is shown; None where no instance was answered by every solver.

    Args:
        stored: It, out of a store.
        optima: Beside those that it was scored by, as people say them, by name or digest.
    """
    contest, given = stored.contest.part(stored.given)
    if not contest.instances or not given:
        return None
    problem = contest.problem
    reference = installed().baselines(problem.name).get(problem.reference)
    judging = replace(
        stored.judging,
        optima={**stored.judging.optima, **(optima or {})},
        appraiser=reference if reference and reference.appraisal_unit else None,
    )
    digests = _kept(stored, contest.instances)
    count, setting = len(contest.instances), _setting(stored)
    size = _one(stored.sizes)
    return Sheet(
        found=compared(contest, given, judging),
        title=", ".join(
            filter(None, [problem.name, setting, f"{count} instance{'s' * (count != 1)}"])
        ),
        setting=setting,
        instances=contest.instances,
        digests=digests,
        size=size,
        series=None if size is None else _series(stored),
        facts=_facts(stored, count),
        trained=_trained(stored),
    )


def _kept(stored: Stored, instances: Sequence[Any]) -> list[str]:
    """The digests of the instances that every solver has answered."""
    wanted = {id(instance) for instance in instances}
    pairs = zip(stored.contest.instances, stored.digests, strict=True)
    return [digest for instance, digest in pairs if id(instance) in wanted]


def _one(values: Sequence[Any]) -> Any:
    """What all have in common; None where they differ."""
    return values[0] if len(set(values)) == 1 else None


def _setting(stored: Stored) -> str:
    size, family = _one(stored.sizes), _one(stored.families)
    option = stored.contest.problem.size_option
    iterations = {solver.iterations for solver in stored.contest.solvers if solver.iterations}
    parts = [
        sized(size, option) if size is not None and option else "",
        f"family {family}" if family else "",
        f"at most {iterations.pop()} iterations" if len(iterations) == 1 else "",
    ]
    return ", ".join(filter(None, parts))


def _series(stored: Stored) -> tuple[str, str]:
    """What comparisons of other sizes have in common with this one."""
    family, problem = _one(stored.families), stored.contest.problem
    words = ", ".join(filter(None, [problem.name, f"family {family}" if family else ""]))
    sized = {f"--{problem.size_option}", "--sizes", "--instances", "--count", *ELSEWHERE}
    kept: list[str] = []
    tokens = iter(shlex.split(stored.command))
    for token in tokens:
        if token.partition("=")[0] not in sized:
            kept.append(token)
        elif "=" not in token:
            next(tokens, None)
    iterations = sorted({solver.iterations or 0 for solver in stored.contest.solvers})
    return words, shlex.join([*kept, *map(str, iterations)])


def _facts(stored: Stored, count: int) -> dict[str, str]:
    """How it was run, in words."""
    told = stored.circumstances
    versions = told.get("versions", {})
    every = len(stored.contest.instances)
    facts = {
        "command": stored.command,
        "begun": stored.begun,
        "ended": stored.ended or f"never: {count} of {every} instances are answered by all",
        "processor": told.get("cpu"),
        "cores": told.get("cores"),
        "system": told.get("system"),
        "device of the models": told.get("device"),
        "threads of the models": told.get("threads"),
        "time for each answer": _budget(stored),
        "seed of the instances": told.get("seed"),
        "seed of the baselines": _one([solver.seed for solver in stored.contest.solvers]),
        "tolerance of a tie": stored.judging.tie,
        "versions": ", ".join(f"{name} {number}" for name, number in versions.items()),
    }
    options = {
        f"options of {solver.name}": _words(json.loads(solver.row["options"]))
        for solver in stored.contest.solvers
        if isinstance(solver, StoredSolver)
    }
    every_fact = {**facts, **options}
    return {name: str(said) for name, said in every_fact.items() if said not in (None, "")}


def _budget(stored: Stored) -> str:
    """What every solver was given; empty where each took what its own options say."""
    given = {solver.budget for solver in stored.contest.solvers if solver.budget}
    return f"{given.pop():g} s, whatever longer time a solver's options name" if given else ""


def _words(options: Mapping[str, Any]) -> str:
    """Options in words, those that say nothing left out."""
    plain = {name: said for name, said in options.items() if said not in (None, "", [], {})}
    told = [
        _words(said) if isinstance(said, dict) else f"{name} {said}" for name, said in plain.items()
    ]
    return ", ".join(filter(None, told))


def _trained(stored: Stored) -> dict[str, Range]:
    """The sizes that each model was trained on; of installed ones, where that was not kept."""
    kept = stored.circumstances.get("trained")
    if kept is not None:
        return {name: (low, high) for name, (low, high) in kept.items()}
    problem = stored.contest.problem
    cards = {name: each.card for name, each in installed().models(problem.name).items()}
    found = {name: trained_sizes(card, problem.size_option) for name, card in cards.items()}
    return {name: sizes for name, sizes in found.items() if sizes}
