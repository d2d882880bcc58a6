"""Checks of what the command line makes of a problem: its options, and their help."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

import typer

from thinkers.cli.problem_commands import PROBLEM_COMMANDS
from thinkers.cli.problem_options import with_problem_options
from thinkers.problems.problem import Problem
from thinkers.testing import Check, ContractError

UNSAID = "PydanticUndefined"
"""What pydantic shows of a default that there is none of."""


def option_checks(problem: type[Problem[Any, Any]]) -> list[Check]:
    """The checks of a problem's options, on each command that takes them."""
    return [
        Check(f"{name} takes its options", partial(_takes, problem, command), problem.Params)
        for name, command in PROBLEM_COMMANDS.items()
    ]


def _takes(problem: type[Problem[Any, Any]], command: Callable[..., None]) -> None:
    """The options clash with none of the command's, have types that it takes, and can be read."""
    app = typer.Typer()
    extended = with_problem_options(command, problem)
    app.command()(extended)
    typer.main.get_command(app)
    for name, parameter in inspect.signature(extended).parameters.items():
        for each in getattr(parameter.annotation, "__metadata__", ()):
            if UNSAID in str(getattr(each, "help", "")):
                raise ContractError(f"the help of {name} says its default, not {UNSAID}")
