"""The training data of a recipe."""

import itertools
from collections.abc import Iterator, Sequence
from math import prod
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from thinkers.settings import Settings


class Group(Settings):
    """Instances to train on.

    Attributes:
        count: How many instances of each combination of `params`.
        params: Options of the problem's generator; a list stands for each of its values.
        weight: How often a batch comes from each combination, relative to the others.
        begin: Share of the steps after which the group joins in, 0 to 1: small sizes first.
        fresh: Whether each batch is newly generated and labelled, in place of a `count`: nothing
            is seen twice on purpose, for problems whose labels are cheap.
        file: In place of a `count` and `params`, a file of instances as `solve --input` reads it,
            or a folder of such: failures that `stress --search` found, or what people really have.
            They are labelled by the problem; those of one shape share the weight by their number.
    """

    count: int | None = Field(default=None, ge=1)
    params: dict[str, Any] = {}
    weight: float = Field(default=1.0, gt=0)
    begin: float = Field(default=0.0, ge=0, lt=1)
    fresh: bool = False
    file: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _from_one_place(self) -> Self:
        if [self.fresh, self.count is not None, self.file is not None].count(True) != 1:
            raise ValueError("expected either a count, or fresh = true, or a file")
        if self.file is not None and self.params:
            raise ValueError("params mean nothing for a file")
        return self

    @field_validator("params")
    @classmethod
    def _lists_hold_something(cls, params: dict[str, Any]) -> dict[str, Any]:
        for name, value in params.items():
            if value == []:
                raise ValueError(f"the list of {name} is empty")
        return params

    def combinations(self) -> Iterator[dict[str, Any]]:
        """Every combination of the listed values."""
        lists = [value if isinstance(value, list) else [value] for value in self.params.values()]
        for values in itertools.product(*lists):
            yield dict(zip(self.params, values, strict=True))


class Data(Settings):
    """What to learn from. A batch comes from one combination of one group.

    Attributes:
        batch: Instances a step, or None with `positions`.
        positions: Positions a step, whatever the size: as many instances of n positions as fit,
            at least one, so that a step costs about the same at every size.
        augment: Whether the problem's symmetries are applied to each batch.
        hard: How much more often batches come from what is hard: each combination's weight is
            multiplied by its loss to this power, as measured at the last validation on some of its
            instances. 0 leaves the weights as they are.
        train: Groups to learn from.
        validation: Groups to choose the best weights by, never learnt from.
    """

    batch: int | None = Field(default=None, ge=1)
    positions: int | None = Field(default=None, ge=1)
    augment: bool = False
    hard: float = Field(default=0.0, ge=0)
    train: list[Group] = Field(min_length=1)
    validation: list[Group] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_followed(self) -> Self:
        if (self.batch is None) == (self.positions is None):
            raise ValueError("expected either batch or positions")
        if all(group.begin > 0 for group in self.train):
            raise ValueError("expected a group to train on with begin = 0")
        if any(group.count is None or group.begin > 0 for group in self.validation):
            raise ValueError("expected validation groups with a count and without begin")
        return self

    def instances(self, shape: Sequence[int]) -> int:
        """How many instances of a shape a batch holds."""
        if self.batch is not None:
            return self.batch
        assert self.positions is not None
        return max(1, self.positions // prod(shape))
