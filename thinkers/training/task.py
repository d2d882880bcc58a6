"""What is learned: a problem, as one of its encodings shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from thinkers.engine.batching import by_shape
from thinkers.errors import ConfigError
from thinkers.problems.batch import Batch
from thinkers.problems.encoding import Encoding
from thinkers.problems.problem import Problem
from thinkers.training.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Task:
    """A problem, and which of its encodings is learned; it can be pickled.

    Attributes:
        problem: The problem.
        name: The encoding's name, for the record.

    Raises:
        ConfigError: The problem has no such encoding.
    """

    problem: Problem[Any, Any]
    name: str

    def __post_init__(self) -> None:
        if self.name not in self.problem.encodings:
            known = ", ".join(self.problem.encodings)
            raise ConfigError(
                f"{self.problem.name} has no encoding {self.name!r}", f"known: {known}"
            )

    @classmethod
    def of(cls, recipe: Recipe, problem: Problem[Any, Any]) -> "Task":
        """What a recipe says: its encoding, or the problem's default.

        Raises:
            ConfigError: The problem has no such encoding.
        """
        return cls(problem, recipe.encoding or next(iter(problem.encodings)))

    @property
    def encoding(self) -> Encoding[Any, Any]:
        """What a thinker sees of the problem."""
        return self.problem.encodings[self.name]

    def labelled(self, instances: Sequence[Any]) -> list[Batch]:
        """Instances with their labels, encoded; without where training needs none."""
        needed = self.encoding.needs_labels
        return self.encoded(instances, self.problem.label(instances) if needed else None)

    def encoded(self, instances: Sequence[Any], labels: Sequence[Any] | None) -> list[Batch]:
        """One batch for each shape that occurs, in the order of the instances."""
        encoding = self.encoding
        return [
            encoding.encode(
                [instances[number] for number in members],
                None if labels is None else [labels[number] for number in members],
            )
            for members in by_shape(encoding, instances).values()
        ]
