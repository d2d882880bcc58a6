"""Checks of what the command line makes of a problem: its options, and the pages of their help."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import typer

from thinkers.cli.help import Command
from thinkers.cli.problem_commands import PROBLEM_COMMANDS
from thinkers.cli.problem_options import with_problem_options
from thinkers.problems.problem import Problem
from thinkers.testing import Check, ContractError

UNREADABLE = re.compile(r"\S*(PydanticUndefined|<\S+ (object )?at 0x|<class ')\S*")
"""What Python shows of a default that there is none of, and of things that have no words."""


def option_checks(problem: type[Problem[Any, Any]]) -> list[Check]:
    """The checks of a problem's options, on each command that takes them."""
    return [
        Check(f"{name} takes its options", partial(_takes, problem, name, command), problem.Params)
        for name, command in PROBLEM_COMMANDS.items()
    ]


def _takes(problem: type[Problem[Any, Any]], name: str, command: Callable[..., None]) -> None:
    """The options clash with none of the command's, have types that it takes, and can be read."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(name, cls=Command)(with_problem_options(command, problem))
    built = typer.main.get_command(app)
    page = built.get_help(built.make_context(name, [], resilient_parsing=True))
    unreadable = UNREADABLE.search(page)
    if unreadable is not None:
        line = next(each for each in page.splitlines() if unreadable[0] in each)
        raise ContractError(f"the help of {name} is in words, not {line.strip()!r}")
    for field in problem.Params.model_fields:
        option = f"--{field.replace('_', '-')}"
        if option not in page:
            raise ContractError(f"the help of {name} has {option}")
