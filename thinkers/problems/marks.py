"""What is drawn beside an answer: another answer beneath it, scores as shade, what has changed."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from thinkers.problems.objective import Objective
from thinkers.problems.verdict import Verdict

Solution = TypeVar("Solution")

SHADES = " ░▒▓"
"""A shade of text, from nothing to all; a full block is left to what is solid, such as walls."""


@dataclass(frozen=True, eq=False)
class Heat:
    """What a thinker's scores say of each place, to be drawn as shade.

    Attributes:
        values: float64, at least 0; nan where nothing is said. Of the shape that the problem draws:
            by default that of the encoding's choices, see `Signature.chosen`.
        words: What the values are, with their unit, as a legend says it.
        most: The value of the darkest shade, above 0.
    """

    values: NDArray[np.float64]
    words: str
    most: float = 1.0

    def __post_init__(self) -> None:
        values = np.asarray(self.values, np.float64)
        if np.nan_to_num(values).min(initial=0.0) < 0 or not 0 < self.most < np.inf:
            raise ValueError("expected heat of 0 or more, and a finite most above 0")
        object.__setattr__(self, "values", values)

    @property
    def shares(self) -> NDArray[np.float64]:
        """The values as shares of the most, 0 to 1; 0 where nothing is said."""
        shares = np.clip(self.values / self.most, 0.0, 1.0)
        return np.asarray(np.nan_to_num(shares, nan=0.0), np.float64)

    def text(self) -> NDArray[np.str_]:
        """The shares as characters of `SHADES`, each for an equal part of the scale."""
        steps = np.minimum(self.shares * len(SHADES), len(SHADES) - 1).astype(np.int64)
        found: NDArray[np.str_] = np.array(list(SHADES), np.str_)[steps]
        return found


@dataclass(frozen=True, eq=False)
class Under(Generic[Solution]):
    """Another answer to the same instance, such as a baseline's.

    Attributes:
        solution: The answer.
        name: Who gave it.
        verdict: Its independent check.
    """

    solution: Solution
    name: str
    verdict: Verdict

    def words(self, objective: Objective | None) -> str:
        """Whose it is and what it comes to: `nearest-neighbour: length 4.2`."""
        return f"{self.name}: {judgement(self.verdict, objective)}"


@dataclass(frozen=True, eq=False)
class Marks(Generic[Solution]):
    """What is drawn beside an answer; nothing by default.

    Attributes:
        name: Who gave the answer; empty where nobody says.
        verdict: Its independent check; None where it was not checked.
        under: Another answer, drawn faintly beneath it.
        before: The answer one iteration ago, so that what has changed can be seen.
        heat: What the thinker's scores say of each place.
    """

    name: str = ""
    verdict: Verdict | None = None
    under: Under[Solution] | None = None
    before: Solution | None = None
    heat: Heat | None = None

    def words(self, objective: Objective | None, otherwise: str = "answer") -> str:
        """Whose the answer is and what it comes to, as a legend says it."""
        name = self.name or otherwise
        return f"{name}: {judgement(self.verdict, objective)}" if self.verdict else name


def judgement(verdict: Verdict, objective: Objective | None) -> str:
    """What a check says, in a few words: `length 4.2`, `right`, or why it is wrong."""
    if verdict.unknown:
        return f"not scored: {verdict.reason or 'no answer is known'}"
    if not verdict.feasible:
        return f"wrong: {verdict.reason}" if verdict.possible else f"no answer: {verdict.reason}"
    return objective.words(verdict.cost) if objective else "right"
