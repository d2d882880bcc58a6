"""What a model was measured to do, and which of such measurements is worse."""

from collections.abc import Iterable
from math import inf
from typing import Any, Protocol, TypeVar

from pydantic import Field

from thinkers.settings import Settings


class Score(Settings):
    """What a model was measured to do on fresh instances of one size and kind.

    The fields are those of `thinkers.scoring.evaluating.Evaluation`, and with them:

    Attributes:
        params: Options of the generator, beside the size.
        seed: Drew the instances.
        shape: The positions of the largest instance, as the model reads it.
        traits: What kinds they were, see `Problem.traits`, each with the share that is of it.
    """

    problem: str = ""
    model: str = ""
    size: int | None = Field(default=None, ge=0)
    instances: int = Field(ge=1)
    feasible: float = Field(ge=0, le=1)
    exact: float = Field(ge=0, le=1)
    cell_accuracy: float | None = None
    mean_gap: float | None = None
    iterations: float = 0.0
    stopped_by: dict[str, int] = {}
    seconds: float = 0.0
    unknown: int = 0
    params: dict[str, Any] = {}
    seed: int = 0
    shape: tuple[int, ...] = ()
    traits: dict[str, float] = {}

    @property
    def where(self) -> str:
        """The size and the other options, on one line: `30 asymmetric`."""
        size = "" if self.size is None else str(self.size)
        return " ".join([size, *map(str, self.params.values())]).strip()


class Measured(Protocol):
    """What is known of answers to instances of one kind, as on a card or of an evaluation."""

    @property
    def feasible(self) -> float | None:
        """Share of feasible answers; None where none could be scored."""

    @property
    def exact(self) -> float | None:
        """Share of answers that are as good as the best known; None where none could be scored."""

    @property
    def mean_gap(self) -> float | None:
        """Mean excess over the best known cost; None where some answer is infeasible."""

    @property
    def cell_accuracy(self) -> float | None:
        """Mean share of each answer that is right; None where that means nothing."""


Row = TypeVar("Row", bound=Measured)


def scored_by_gap(rows: Iterable[Measured]) -> bool:
    """Whether the scores of one model are mean gaps and not shares right.

    So where answers have costs, and their positions are not right or wrong by themselves.
    """
    every = list(rows)
    return any(row.mean_gap is not None for row in every) and all(
        row.cell_accuracy is None for row in every
    )


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """Rows of one model by how bad they are; those without scores last.

    What counts is the share that is exact, or else the mean gap, none being worse than any; then
    the share of feasible answers. Equally bad rows stay as they come.
    """
    every = list(rows)
    by_gap = scored_by_gap(every)

    def goodness(row: Row) -> tuple[float, float]:
        if row.exact is None or row.feasible is None:
            return inf, inf
        gap = inf if row.mean_gap is None else row.mean_gap
        return (-gap if by_gap else row.exact), row.feasible

    return sorted(every, key=goodness)
