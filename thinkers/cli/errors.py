"""The one table that turns exceptions into sentences and exit codes."""

import errno
import re
from collections.abc import Sequence
from dataclasses import dataclass

import typer

from thinkers.cli.rendering import complain
from thinkers.errors import PluginError, ThinkersError, did_you_mean, is_out_of_memory
from thinkers.problems.wording import one_line
from thinkers.registry.registry import installed

USAGE_ERROR: type = typer.BadParameter.__mro__[1]
"""What typer raises for an option or argument that it cannot take; it has no public name."""


@dataclass(frozen=True)
class Explanation:
    """What a user is told.

    Attributes:
        message: What is wrong, in one line; empty for nothing to say.
        hint: What to do next; may be empty.
        exit_code: 2 for a user's mistake, 1 for a failure.
    """

    message: str
    hint: str
    exit_code: int


DEBUG = "THINKERS_DEBUG"
"""Set it to 1 to see the traceback behind an error."""

WAY_OUT = "leave it out: THINKERS_PLUGINS names the plugins to load; THINKERS_DEBUG=1 shows where"

MISNAMED = frozenset({errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR})
"""What the system says of names that stand for no file."""

ALARMING = SystemExit, KeyboardInterrupt, BrokenPipeError
"""What says something else of the program than of a plugin that raised it."""

SENTENCES: dict[type[BaseException], Explanation] = {
    BrokenPipeError: Explanation("", "", 1),
    PermissionError: Explanation("no permission to use {error.filename}", "", 2),
    FileNotFoundError: Explanation("there is no file {error.filename}", "", 2),
    IsADirectoryError: Explanation("{error.filename} is a folder, expected a file", "", 2),
    MemoryError: Explanation("out of memory", "try fewer instances or a smaller size", 1),
    KeyboardInterrupt: Explanation("interrupted", "", 130),
    typer.Abort: Explanation("interrupted", "", 130),
    OSError: Explanation("the system refuses: {error}", "", 1),
    SystemExit: Explanation("a plugin, or what it uses, wanted to end the program", WAY_OUT, 1),
}
"""The exceptions that are not ours, and what to say of each; the first that fits."""


def explain(error: BaseException, arguments: Sequence[str] = ()) -> Explanation:
    """What is wrong, what to do next, and the exit code.

    Args:
        error: What was raised.
        arguments: What the user typed, so that a hint can name the problem.
    """
    if _was_interrupted(error):
        error = KeyboardInterrupt()
    if isinstance(error, PluginError):
        plugin = installed().plugin_of(error.package)
        place = "" if plugin is None else f"plugin {plugin}, "
        return Explanation(f"{place}{error}", error.hint or WAY_OUT, error.exit_code)
    if isinstance(error, ThinkersError):
        return Explanation(str(error), error.hint, error.exit_code)
    if isinstance(error, USAGE_ERROR):
        return Explanation(_usage(error), f"see `{_command(error, arguments)} --help`", 2)
    if is_out_of_memory(error):
        error = MemoryError()
    if isinstance(error, OSError) and error.errno in MISNAMED:
        return Explanation(f"cannot use {error.filename}: {error.strerror}", "", 2)
    # A pressed Ctrl-C is nobody's fault, and may have come while plugins were being found.
    place = "" if type(error) is KeyboardInterrupt else installed().blame(error)
    if place and isinstance(error, ALARMING):
        return Explanation(f"{place}: {one_line(error)}", WAY_OUT, 1)
    nameless = isinstance(error, OSError) and error.filename is None
    for kind, known in SENTENCES.items():
        if isinstance(error, kind) and not (nameless and "filename" in known.message):
            return Explanation(known.message.format(error=error), known.hint, known.exit_code)
    if place:
        return Explanation(f"{place}: {one_line(error)}", WAY_OUT, 1)
    hint = "set THINKERS_DEBUG=1 to see where; please report it"
    return Explanation(f"internal error: {one_line(error)}", hint, 1)


def _was_interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C stands behind an error, as where a compiled library was being imported."""
    while error is not None:
        if isinstance(error, ImportError) and type(error.__cause__) is KeyboardInterrupt:
            return True
        error = error.__cause__
    return False


def raise_first(failed: Sequence[BaseException]) -> None:
    """Raise the first of what failed side by side, if anything did, and say what the others were.

    What is said of several, such as of each size of a sweep, is said once.

    Raises:
        BaseException: The first.
    """
    for told in list(dict.fromkeys(map(explain, failed)))[1:]:
        complain(told.message, told.hint)
    if failed:
        raise failed[0]


def _usage(error: BaseException) -> str:
    """Typer's own sentence in our style, with what is near; the help when no command was given."""
    words = " ".join(str(error.format_message()).split()).removesuffix(".")  # type: ignore[attr-defined]
    words = words[:1].lower() + words[1:].replace(". Did you mean", ", did you mean")
    words = words.replace("Value error, ", "")
    if options := getattr(error, "possibilities", None):
        name = str(getattr(error, "option_name", ""))
        return words.partition(" (")[0] + did_you_mean(name, options)
    choice = re.search(r"'([^']*)' is not one of (.*)", words)
    return words + did_you_mean(choice[1], re.findall(r"'([^']*)'", choice[2])) if choice else words


def _command(error: BaseException, arguments: Sequence[str]) -> str:
    """The command that was given what it cannot take, with the problem whose options it has."""
    context = getattr(error, "ctx", None)
    if context is None:
        return "thinkers"
    problem = [word for word in arguments[1:2] if word in installed().problems()]
    return " ".join([str(context.command_path), *problem])
