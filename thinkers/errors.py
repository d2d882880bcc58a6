"""Errors for users: one line that says what is wrong, one hint."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any


class ThinkersError(Exception):
    """The base of all errors that are meant for users.

    Args:
        message: One line that says what is wrong, lower case, no full stop.
        hint: The next command to run, or what to change; may be empty.
    """

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        if hint:
            self.add_note(f"hint: {hint}")  # tracebacks show it


class UnknownNameError(ThinkersError):
    """A name that no plugin provides."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        super().__init__(
            f"unknown {kind} {name!r:.80}{did_you_mean(name, names)}",
            f"known: {', '.join(names) or 'none; is a plugin installed?'}",
        )


class PluginError(ThinkersError):
    """A plugin that breaks its contract.

    Args:
        message: As of any error.
        hint: As of any error.
        package: The package of the plugin's code, by which its distribution is found.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "", package: str = "") -> None:
        super().__init__(message, hint)
        self.package = package


class ConfigError(ThinkersError):
    """An option, recipe or file of settings that cannot be used."""


class MissingPackageError(ConfigError):
    """What was asked for needs an optional package that is not installed.

    It is raised from the ImportError that shows it.
    """


class UnsavedError(ConfigError):
    """A file that cannot be written, after what it was to hold has been computed.

    Args:
        error: Why it cannot.
        lost: What it was to hold, each as plain JSON types.
    """

    def __init__(self, error: ThinkersError, lost: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(str(error), error.hint)
        self.lost = lost


class InvalidInstanceError(ThinkersError):
    """An instance, or a file of instances, that is not one of its problem."""


class ModelError(ThinkersError):
    """A model or resume file that is damaged, foreign or of another architecture."""


class DeviceError(ThinkersError):
    """A device that is not there."""


class MemoryLimitError(ThinkersError):
    """Work that would take more memory than is free."""


class SolveError(ThinkersError):
    """A solve that failed through no fault of the user."""

    exit_code = 1


class InterruptionError(SolveError):
    """Work that ended early because somebody pressed Ctrl-C, or asked the process to end."""

    exit_code = 130


class DivergedError(SolveError):
    """A training whose loss or gradient is not finite any more."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory ran out: Python's, numpy's, onnxruntime's, or torch's.

    Torch says so on a GPU by an exception of its own, which is not imported for this, and on the
    CPU by words; onnxruntime by words, too.
    """
    names = {kind.__name__ for kind in type(error).__mro__}
    words = "can't allocate memory", "not enough memory", "Failed to allocate memory", "bad alloc"
    speaks = isinstance(error, RuntimeError) or type(error).__module__.startswith("onnxruntime")
    said = speaks and any(each in str(error) for each in words)
    return isinstance(error, MemoryError) or "OutOfMemoryError" in names or said


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`", did you mean 'knapsack'?"` when something near is known, else nothing."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f", did you mean {near[0]!r}?" if near else ""
