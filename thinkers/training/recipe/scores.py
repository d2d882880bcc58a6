"""The evaluation of a recipe: scores of the published model, and the bar of a success."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from thinkers.settings import Settings
from thinkers.training.recipe.data import Group


class Scores(Settings):
    """What to measure when the model is published.

    Attributes:
        sizes: Values of the problem's size option; left out where it has none.
        instances: Fresh instances of each size.
        params: Other options of the generator; a list stands for each of its values.
    """

    sizes: list[int] | None = Field(default=None, min_length=1)
    instances: int = Field(default=100, ge=1)
    params: dict[str, Any] = {}

    def combinations(self) -> Iterator[tuple[int | None, dict[str, Any]]]:
        """Every size, or None, with every combination of the other options."""
        others = Group(count=self.instances, params=self.params).combinations()
        sizes: list[int | None] = [*self.sizes] if self.sizes else [None]
        return itertools.product(sizes, list(others))


class Bar(Settings):
    """What a trained model must reach to count as a success, on fresh instances of one size.

    Attributes:
        size: Value of the problem's size option; left out where it has none.
        params: Other options of the generator; a list stands for each of its values, and the worst
            of what is measured counts.
        instances: How many of each.
        measure: A share of the instances, `exact` or `feasible`, or the `mean_gap`.
        value: The least share, or the greatest mean gap (0.05 for 5 %), that passes.
    """

    size: int | None = None
    params: dict[str, Any] = {}
    instances: int = Field(default=100, ge=1)
    measure: Literal["exact", "feasible", "mean_gap"] = "exact"
    value: float = Field(ge=0)

    @model_validator(mode="after")
    def _shares_are_at_most_one(self) -> Self:
        if self.measure != "mean_gap" and self.value > 1:
            raise ValueError(f"expected a share of at most 1 as value, got {self.value}")
        return self

    def combinations(self) -> list[dict[str, Any]]:
        """Every combination of the options."""
        return list(Group(count=self.instances, params=self.params).combinations())

    def worst(self, measured: Sequence[float | None]) -> float | None:
        """The least share, or the greatest gap; None where one of the values is None."""
        values = [value for value in measured if value is not None]
        if len(values) < len(measured):
            return None
        return max(values) if self.measure == "mean_gap" else min(values)

    @property
    def measured(self) -> str:
        """The measure and its size, if it has one, in words."""
        return self.measure if self.size is None else f"{self.measure} at {self.size}"

    def passed_by(self, measured: float | None) -> bool:
        """Whether a measured value reaches the bar; None, no value, never does."""
        if measured is None:
            return False
        return measured <= self.value if self.measure == "mean_gap" else measured >= self.value
