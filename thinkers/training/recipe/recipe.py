"""A recipe: a TOML file that holds everything that matters in training a model."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from pydantic import Field

from thinkers.errors import ConfigError
from thinkers.extras import extra
from thinkers.models.card import Budget
from thinkers.models.renamed import with_present_names
from thinkers.problems.origin import package_of
from thinkers.settings import Settings
from thinkers.training.recipe.data import Data
from thinkers.training.recipe.dotted import put
from thinkers.training.recipe.loss import Loss
from thinkers.training.recipe.optimizer import Optimizer
from thinkers.training.recipe.scores import Bar, Scores
from thinkers.training.recipe.start import Start
from thinkers.training.recipe.toml import parse_toml, read_toml


class Recipe(Settings):
    """Everything that matters in training one model.

    Attributes:
        name: The model's name, `problem/model`.
        problem: Problem name.
        thinker: Thinker name.
        encoding: Encoding name, or None for the problem's default.
        seed: Of the weights, the data and the order of the data.
        start: The model whose weights it begins with; None for random ones.
        config: Settings of the thinker.
        budget: How long the model thinks by default.
        data: What to learn from.
        loss: What to minimise.
        optimizer: How to descend.
        scores: What to measure at the end.
        bar: What counts as a success when several seeds are trained, or None.
        validate_every: Steps between validations.
    """

    name: str = Field(pattern=r"^[a-z0-9_]+/[a-z0-9._-]+$")
    problem: str
    thinker: str
    encoding: str | None = None
    seed: int = Field(default=0, ge=0)
    start: Start | None = None
    config: dict[str, Any] = {}
    budget: Budget
    data: Data
    loss: Loss
    optimizer: Optimizer
    scores: Scores
    bar: Bar | None = None
    validate_every: int = Field(default=250, ge=1)

    def chosen(self) -> dict[str, Any]:
        """What is not a default, in plain types: the same in a version that has more settings."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @classmethod
    def of(cls, values: Mapping[str, Any], where: str = "") -> Self:
        """Validate `values`; settings under old names are read as the present ones, with a warning.

        Raises:
            ConfigError: A key is unknown or out of range.
        """
        return super().of(with_present_names(values, where or "recipe"), where)

    @classmethod
    def read(cls, path: Path, changes: Iterable[str] = ()) -> Self:
        """Read a recipe.

        Args:
            path: A TOML file.
            changes: `section.key=value` replacements, values in TOML; a number chooses from a
                list, as in `data.train.0.count=100`.

        Raises:
            ConfigError: The file cannot be read, or a key is unknown or out of range.
        """
        values = read_toml(path, "recipe")
        for change in changes:
            _apply(values, change)
        return cls.of(values, path.name)

    def to_toml(self) -> str:
        """The text of a recipe file that reads as this recipe.

        Raises:
            MissingPackageError: tomli-w is not installed; the standard library only reads TOML.
        """
        text: str = extra("tune", "tomli_w").dumps(self.model_dump(mode="json", exclude_none=True))
        return text


def _apply(values: dict[str, Any], change: str) -> None:
    key, equals, value = change.partition("=")
    if not equals or not key:
        raise ConfigError(f"expected section.key=value, got {change!r}")
    try:
        setting = parse_toml(f"value = {value}")["value"]
    except ValueError:
        setting = value
    put(values, key, setting, repr(change))


def shipped_recipes(problem: type[object]) -> dict[str, Path]:
    """The recipes in the folder `recipes` of the package that holds a problem, by name.

    A problem in a module of its own, or in none that can be found, has none.
    """
    try:
        package = files(package_of(problem))
    except (AttributeError, ImportError, TypeError, ValueError):
        return {}
    folder = Path(str(package)) / "recipes"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}
