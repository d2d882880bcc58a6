"""A baseline as a solver: one instance after the other, each with random numbers of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from thinkers.problems.events import Advance, Watch
from thinkers.scoring.measuring import measure
from thinkers.scoring.runs import Answer, AnyBaseline, AnyProblem, Kind
from thinkers.scoring.solver import Solver


@dataclass(frozen=True, eq=False)
class BaselineSolver(Solver):
    """A baseline; a failure is recorded in its row, and the others go on.

    Attributes:
        baseline: The baseline with its options.
    """

    problem: AnyProblem
    baseline: AnyBaseline
    seed: int = 0

    @property
    def name(self) -> str:
        """The baseline's, with the options that are not its defaults."""
        return self.baseline.label

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Answers of a baseline; bounds, where it gives nothing else."""
        return ("baseline",)

    @property
    def options(self) -> dict[str, Any]:
        """All of its options, and the versions of the programs behind it."""
        return {**self.baseline.model_dump(mode="json"), "versions": self.baseline.versions()}

    def answers(
        self, places: Sequence[int], instances: Sequence[Any], watch: Watch
    ) -> list[tuple[Answer, ...]]:
        """One by one."""
        found: list[tuple[Answer, ...]] = []
        for place, instance in zip(places, instances, strict=True):
            found.append((measure(self.problem, instance, self.baseline, (self.seed, place)),))
            watch(Advance("solving", len(found), len(instances)))
        return found
