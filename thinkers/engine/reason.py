"""Why the iteration ended: the names in results, and sentences for people."""

from enum import StrEnum
from typing import Self


class Reason(StrEnum):
    """What ended the iteration of an instance; its value is the name in results.

    Attributes:
        sentence: What follows "thought 30 iterations" for people.
    """

    sentence: str

    MAX_ITERATIONS = "max_iterations"
    CONVERGED = "converged"
    SETTLED = "settled", "settled: no more thinking would change anything"
    CERTIFIED = "certified"
    CERTIFIED_ANSWER = "certified_answer"
    UNCHANGED = "unchanged", "stopped since the answer no longer changes"
    DEADLINE = "deadline"
    DIVERGED = "diverged"
    INTERRUPTED = "interrupted", "interrupted"
    STALLED = (
        "stalled",
        "given up since the residual no longer falls: float32 proves no more",
    )

    def __new__(cls, name: str, sentence: str = "") -> Self:
        """A reason; without a sentence of its own, the usual one names it."""
        reason = str.__new__(cls, name)
        reason._value_ = name
        reason.sentence = sentence or cls.usual(name)
        return reason

    @staticmethod
    def usual(name: str) -> str:
        """The default sentence of a reason."""
        return f"stopped by {name}"

    @classmethod
    def sentence_of(cls, name: str) -> str:
        """The sentence of a reason, or the default for a stop rule of a plugin."""
        return next((each.sentence for each in cls if each == name), cls.usual(name))
