"""Jobs, and what they give: a value, or why there is none."""

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Self

from thinkers.errors import PluginError, SolveError, ThinkersError
from thinkers.registry.registry import installed

Job = Callable[..., Any]
"""What is done; a long one is called with the pipe to the main process, see `Message`."""


@dataclass(frozen=True)
class Message:
    """What a long job says while it is done."""

    content: Any


@dataclass(frozen=True)
class Failure:
    """Why a job gave nothing.

    Attributes:
        reason: In one line.
        hint: What to do, where the error said so.
        trace: Where it happened, for `THINKERS_DEBUG=1`.
        exit_code: Of the process, where it ended without an outcome.
    """

    reason: str
    hint: str = ""
    trace: str = ""
    exit_code: int | None = None

    @classmethod
    def of(cls, error: Exception) -> Self:
        """The failure that an error is, called while it is handled."""
        line, place = " ".join(str(error).split()), _accused(error)
        if isinstance(error, ThinkersError):
            return cls(f"{place}{line}", error.hint, traceback.format_exc())
        return cls(f"{place}{type(error).__name__}: {line}", trace=traceback.format_exc())

    def error(self, what: str, hint: str) -> SolveError:
        """The error to raise, about `what`; `hint` is for failures that have none."""
        error = SolveError(f"{what}: {self.reason}", self.hint or hint)
        error.__cause__ = RuntimeError(self.trace) if self.trace else None
        return error


def _accused(error: Exception) -> str:
    """The plugin whose code is at fault, with a colon; empty where none is."""
    registry = installed()
    registry.problems()  # a worker process may not have asked for them yet
    if isinstance(error, PluginError):
        plugin = registry.plugin_of(error.package)
        return "" if plugin is None else f"plugin {plugin}, "
    place = "" if isinstance(error, ThinkersError) else registry.blame(error)
    return f"{place}: " if place else ""


def attempt(job: Job, *arguments: Any) -> Any:
    """What a job gives, or its Failure."""
    try:
        return job(*arguments)
    except Exception as error:  # a problem may raise anything
        return Failure.of(error)


def pickled(thing: Any) -> bytes:
    """A pickle of it, or of the Failure that it cannot be pickled."""
    try:
        return pickle.dumps(thing)
    except Exception as error:  # pickling runs code of the thing
        return pickle.dumps(Failure.of(error))


def attempt_pickled(payload: bytes, pipe: Connection | None = None) -> bytes:
    """The pickle of what a pickled job gives; a job that could not be pickled gives its Failure.

    Args:
        payload: The job's pickle.
        pipe: What a long job is called with.
    """

    def job() -> Any:
        thing = pickle.loads(payload)
        if isinstance(thing, Failure):
            return thing
        return thing() if pipe is None else thing(pipe)

    return pickled(attempt(job))
