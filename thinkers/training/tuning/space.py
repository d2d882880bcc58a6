"""The search space: the values of a recipe that are tried."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import Field, model_validator

from thinkers.errors import ConfigError
from thinkers.models.renamed import present_name
from thinkers.settings import Settings
from thinkers.training.recipe import Recipe
from thinkers.training.recipe.dotted import put
from thinkers.training.recipe.toml import read_toml

Scalar = bool | int | float | str

FIXED = ("name", "problem", "seed", "budget", "scores", "bar", "validate_every", "data.validation")
"""What cannot be searched: it does not train, or is what trials are judged by."""


class Axis(Settings):
    """The values of one setting: `choices`, or numbers from `low` to `high`.

    Attributes:
        low: The least number; whole numbers at both ends give whole numbers.
        high: The greatest.
        log: Whether orders of magnitude count alike.
        step: Distance of the numbers, or None for any.
        choices: The values themselves.
    """

    low: int | float | None = None
    high: int | float | None = None
    log: bool = False
    step: int | float | None = Field(default=None, gt=0)
    choices: list[Scalar] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.choices is not None:
            if self.model_fields_set != {"choices"}:
                raise ValueError("choices stand alone, without low, high, log and step")
        elif self.low is None or self.high is None or self.low >= self.high:
            raise ValueError(f"expected choices, or low < high, got {self.low} and {self.high}")
        elif self.log and (self.step is not None or self.low <= 0):
            raise ValueError("log needs low > 0, and no step")
        return self

    @property
    def whole(self) -> bool:
        """Whether its numbers are whole."""
        return all(isinstance(each, int) for each in (self.low, self.high, self.step or 1))

    @property
    def ends(self) -> list[Scalar]:
        """The values that are furthest out."""
        if self.choices is not None:
            return self.choices
        assert self.low is not None
        assert self.high is not None
        return [self.low, self.high]


class Space(Settings):
    """The axes of a search, by the dotted name of the setting."""

    axes: dict[str, Axis] = Field(min_length=1)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a space from a TOML file, a table for each setting.

        Raises:
            ConfigError: The file cannot be read, or says what makes no axis.
        """
        values = read_toml(path, "space")
        axes = {
            present_name(name): Axis.of(axis, f"{path.name}: {name}")
            for name, axis in _flat(values, "")
        }
        if not axes:
            raise ConfigError(
                f"{path.name} names no setting to search",
                "such as [optimizer.learning_rate] with low = 1e-4 and high = 1e-2",
            )
        return cls(axes=axes)

    def require_fits(self, recipe: Recipe) -> None:
        """See that each axis is a setting of the recipe, and its ends are values of it.

        Raises:
            ConfigError: Names the setting, and what is near.
        """
        for name, axis in self.axes.items():
            for fixed in FIXED:
                if name == fixed or name.startswith(f"{fixed}."):
                    raise ConfigError(f"{name} cannot be searched: trials would not compare")
            for value in axis.ends:
                changed(recipe, {name: value}, "space")


def changed(recipe: Recipe, values: Mapping[str, Scalar], where: str) -> Recipe:
    """The recipe with other values of some settings, by dotted name.

    Raises:
        ConfigError: There is no such setting, or a value is out of range.
    """
    plain = recipe.model_dump(mode="json")
    for name, value in values.items():
        put(plain, name, value, f"{where}: {name}")
    return Recipe.of(plain, where)


def _flat(values: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each innermost table by its dotted name."""
    if prefix and not all(isinstance(value, Mapping) for value in values.values()):
        yield prefix, dict(values)
        return
    for name, value in values.items():
        if not isinstance(value, Mapping):
            raise ConfigError(f"expected a table such as [optimizer.learning_rate], got {name!r}")
        yield from _flat(value, f"{prefix}.{name}" if prefix else name)
