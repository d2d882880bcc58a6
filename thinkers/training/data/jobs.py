"""Jobs, and what they give: a value, or why there is none."""

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from thinkers.errors import SolveError, ThinkersError

Job = Callable[[], Any]


@dataclass(frozen=True)
class Failure:
    """Why a job gave nothing.

    Attributes:
        reason: In one line.
        hint: What to do, where the error said so.
        trace: Where it happened, for `THINKERS_DEBUG=1`.
    """

    reason: str
    hint: str = ""
    trace: str = ""

    @classmethod
    def of(cls, error: Exception) -> Self:
        """The failure that an error is, called while it is handled."""
        line = " ".join(str(error).split())
        if isinstance(error, ThinkersError):
            return cls(line, error.hint, traceback.format_exc())
        return cls(f"{type(error).__name__}: {line}", trace=traceback.format_exc())

    def error(self, what: str, hint: str) -> SolveError:
        """The error to raise, about `what`; `hint` is for failures that have none."""
        error = SolveError(f"{what}: {self.reason}", self.hint or hint)
        error.__cause__ = RuntimeError(self.trace) if self.trace else None
        return error


def attempt(job: Job) -> Any:
    """What a job gives, or its Failure."""
    try:
        return job()
    except Exception as error:  # a problem may raise anything
        return Failure.of(error)


def pickled(thing: Any) -> bytes:
    """A pickle of it, or of the Failure that it cannot be pickled."""
    try:
        return pickle.dumps(thing)
    except Exception as error:  # pickling runs code of the thing
        return pickle.dumps(Failure.of(error))


def attempt_pickled(payload: bytes) -> bytes:
    """The pickle of what a pickled job gives; a job that could not be pickled gives its Failure."""

    def job() -> Any:
        thing = pickle.loads(payload)
        return thing if isinstance(thing, Failure) else thing()

    return pickled(attempt(job))
