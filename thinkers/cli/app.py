"""The `thinkers` command: builds the commands, runs one, turns errors into sentences."""

import os
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

import thinkers
from thinkers.cli import streams
from thinkers.cli.cache import cache
from thinkers.cli.certify import certify
from thinkers.cli.check_plugin import check_plugin
from thinkers.cli.completion import problem_among, problem_of_line
from thinkers.cli.errors import DEBUG, explain
from thinkers.cli.export_model import export
from thinkers.cli.help import Command, first_sentence
from thinkers.cli.info import info
from thinkers.cli.listing import show
from thinkers.cli.new_plugin import new_plugin
from thinkers.cli.plot import plot
from thinkers.cli.problem_commands import PROBLEM_COMMANDS
from thinkers.cli.problem_options import with_problem_options
from thinkers.cli.rename_model import rename_model
from thinkers.cli.rendering import complain, left_out, print_text, show_warning, warn
from thinkers.cli.report import report
from thinkers.cli.stress import stress
from thinkers.cli.train import train
from thinkers.cli.tune import tune
from thinkers.cli.ui import ui
from thinkers.errors import InterruptionError, ThinkersError
from thinkers.problems.problem import Problem
from thinkers.registry.discovery import LIMIT
from thinkers.registry.registry import installed, pick

OTHER_COMMANDS: dict[str, Callable[..., None]] = {
    "ui": ui,
    "stress": stress,
    "train": train,
    "tune": tune,
    "plot": plot,
    "report": report,
    "certify": certify,
    "list": show,
    "info": info,
    "rename-model": rename_model,
    "export": export,
    "cache": cache,
    "check-plugin": check_plugin,
    "new-plugin": new_plugin,
}

COMPLETING = "_THINKERS_COMPLETE"
"""Set by the shell while it asks for completions."""


def build_app(problem: type[Problem[Any, Any]] | None = None) -> typer.Typer:
    """The commands, with the options of `problem` on those that take a problem."""
    app = typer.Typer(
        name="thinkers",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
    )
    app.callback()(_say_version)
    for name, command in PROBLEM_COMMANDS.items():
        _add(app, name, with_problem_options(command, problem))
    for name, command in OTHER_COMMANDS.items():
        _add(app, name, command)
    return app


def _add(app: typer.Typer, name: str, command: Callable[..., None]) -> None:
    app.command(name, cls=Command, short_help=first_sentence(command))(command)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 2 for a user's mistake, 1 for a failure."""
    try:
        for sentence in installed().plugins.unknown if os.environ.get(LIMIT) else []:
            warn(sentence)
        app = build_app(_problem_in(arguments) if arguments else problem_of_line())
        code = app(args=list(arguments), prog_name="thinkers", standalone_mode=False)
    except BaseException as error:  # plugins may raise anything
        if isinstance(error, SystemExit) and _is_about_completion(arguments):
            return int(error.code or 0)
        if os.environ.get(DEBUG) == "1":
            raise
        return _told(error, arguments)
    if code == InterruptionError.exit_code:  # typer makes this of Ctrl-C, and says nothing
        return _told(KeyboardInterrupt())
    return code if isinstance(code, int) else 0


def _is_about_completion(arguments: Sequence[str]) -> bool:
    """Whether a shell asks for completions, or a user for the script: typer ends itself then."""
    asked = {"--install-completion", "--show-completion"}
    return COMPLETING in os.environ or bool(asked & {word.partition("=")[0] for word in arguments})


def main() -> None:
    """Entry point of the console script."""
    streams.prepare()
    warnings.showwarning = show_warning
    code = run(sys.argv[1:])
    try:
        streams.finish()
    except streams.OutputError as error:
        code = code or _told(error)
    sys.exit(code)


def _told(error: BaseException, arguments: Sequence[str] = ()) -> int:
    """Say what is wrong and what to do next, and return the exit code."""
    told = explain(error, arguments)
    if told.message:
        complain(told.message, told.hint)
    if isinstance(error, ThinkersError) and told.exit_code == 2:
        # it may be about what a plugin failed to provide
        left_out(installed())
    return told.exit_code


def _print_version(wanted: bool) -> None:
    if wanted:
        print_text(f"thinkers {thinkers.__version__}")
        raise typer.Exit


def _say_version(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Say the version, and exit."
        ),
    ] = False,
) -> None:
    """Learned iterative solvers that people can trust."""


def _problem_in(arguments: Sequence[str]) -> type[Problem[Any, Any]] | None:
    """The problem class that a command line names, by convention right after the command."""
    command, *rest = arguments
    if command not in PROBLEM_COMMANDS or not rest:
        return None
    if rest[0].startswith("-"):
        return problem_among(rest)
    return pick("problem", rest[0], installed().problems())
