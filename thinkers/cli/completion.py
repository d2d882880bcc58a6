"""What a shell may complete: the names that are installed, found without torch."""

import os
from collections.abc import Iterable

from thinkers.registry.registry import AnyProblem, installed

LINES = ("COMP_WORDS", "_TYPER_COMPLETE_ARGS")
"""Where a shell (bash; zsh, fish and PowerShell) says which line it completes."""


def problems(incomplete: str) -> list[str]:
    """Names of problems."""
    return _begun(installed().problems(), incomplete)


def models(incomplete: str) -> list[str]:
    """Names of models, of the problem where the line names one."""
    problem = problem_of_line()
    return _begun(installed().models(problem.name if problem else None), incomplete)


def baselines(incomplete: str) -> list[str]:
    """Names of baselines, of the problem where the line names one."""
    registry, problem = installed(), problem_of_line()
    wanted = registry.problems() if problem is None else [problem.name]
    return _begun({name for each in wanted for name in registry.baselines(each)}, incomplete)


def recipes(incomplete: str) -> list[str]:
    """Names of the recipes that come with the problem that the line names."""
    from thinkers.training.recipe import shipped_recipes

    problem = problem_of_line()
    return _begun(shipped_recipes(problem), incomplete) if problem else []


def problem_of_line() -> type[AnyProblem] | None:
    """The problem that is named in the line that a shell completes."""
    return problem_among(
        next((os.environ[name].split() for name in LINES if name in os.environ), [])
    )


def problem_among(words: Iterable[str]) -> type[AnyProblem] | None:
    """The first problem that is named among words."""
    known = installed().problems()
    return next((known[word.lower()] for word in words if word.lower() in known), None)


def _begun(names: Iterable[str], incomplete: str) -> list[str]:
    return sorted(name for name in names if name.startswith(incomplete))
