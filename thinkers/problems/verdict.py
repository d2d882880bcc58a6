"""What an independent check says of an answer."""

from dataclasses import dataclass
from math import inf, isnan

import numpy as np


@dataclass(frozen=True)
class Verdict:
    """The independent check of an answer.

    Attributes:
        feasible: Whether it is an answer at all; for right-or-wrong problems, whether nothing is
            wrong with it.
        cost: What it costs, smaller is better, below 0 too; `inf` when infeasible.
        reason: Why it is infeasible, for people; empty otherwise.
        accuracy: The share of its parts that are right, where that means something.
        known: Whether a right answer is known to hold it against. Where none is, a feasible answer
            may be right or wrong: it is judged, and never counted as right.
        possible: Whether the instance has an answer at all; where it has none, no solver is to
            blame, and `reason` says why.
        value: What it is worth where the objective is to be maximised, in place of a cost, which is
            then the value with its sign turned; None otherwise, and when infeasible.
    """

    feasible: bool
    cost: float = 0.0
    reason: str = ""
    accuracy: float | None = None
    known: bool = True
    possible: bool = True
    value: float | None = None

    def __post_init__(self) -> None:
        for name in ("feasible", "known", "possible"):
            object.__setattr__(self, name, _truth(name, getattr(self, name)))
        object.__setattr__(self, "cost", _number("cost", self.cost))
        if self.value is not None:
            self._take_value(_number("value", self.value))
        if self.accuracy is not None:
            object.__setattr__(self, "accuracy", _number("accuracy", self.accuracy))
        if not isinstance(self.reason, str):
            raise TypeError(f"expected a reason in words, got {type(self.reason).__name__}")
        if self.feasible and not self.possible:
            raise ValueError("expected no feasible answer where none is possible")
        if not self.feasible:
            object.__setattr__(self, "cost", inf)
            object.__setattr__(self, "known", True)
            object.__setattr__(self, "value", None)

    def _take_value(self, value: float) -> None:
        if self.cost not in {0.0, 0.0 - value}:
            raise ValueError("expected a cost or a value, not both")
        object.__setattr__(self, "value", value)
        object.__setattr__(self, "cost", 0.0 - value)

    @property
    def right(self) -> bool:
        """Whether the answer was held against what is known, and stands."""
        return self.feasible and self.known

    @property
    def rank(self) -> tuple[bool, float]:
        """Sorts verdicts of one instance, the best first."""
        return not self.right, self.cost

    @property
    def unknown(self) -> bool:
        """Whether the answer is allowed, but cannot be scored: no right answer is known."""
        return not self.known


def _truth(name: str, value: object) -> bool:
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"expected {name} to be True or False, got {type(value).__name__}")
    return bool(value)


def _number(name: str, value: object) -> float:
    if not isinstance(value, int | float | np.number) or isnan(value):
        raise TypeError(f"expected {name} to be a number, got {type(value).__name__}")
    return float(value)
