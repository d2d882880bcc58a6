"""What a baseline is: a classical solver of one problem."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Generic, Self

import numpy as np

from thinkers.problems.problem import Instance, Solution
from thinkers.problems.terms import Terms
from thinkers.settings import Settings


@dataclass(frozen=True)
class BaselineAnswer(Generic[Solution]):
    """What a baseline found.

    Attributes:
        solution: Its answer; None of a baseline that gives a bound only.
        proved: Whether it proved that no better answer exists.
        bound: What no answer is better than, proved: a lower bound of what is minimised, an upper
            bound of what is maximised; or None.
    """

    solution: Solution | None
    proved: bool = False
    bound: float | None = None


@dataclass(frozen=True)
class Appraisal(Generic[Solution]):
    """What a baseline thinks of an answer, where no right one is known.

    Attributes:
        best: The baseline's own answer.
        value: What the baseline thinks that answer is worth, in `Baseline.appraisal_unit`.
        loss: How much less the appraised answer is worth, >= 0; 0 where both are as good.
    """

    best: Solution
    value: float
    loss: float


class Baseline(Settings, Generic[Instance, Solution]):
    """A classical solver; implementations are final, and their fields are their options.

    `--baseline name:seconds=2` sets the field `seconds`.

    Class attributes:
        name: Lower-case name, unique among the baselines of its problem.
        problem: The name of the problem that it solves.
        summary: One line for lists, with the source of the method.
        appraisal_unit: What `appraise` counts in, or None where it appraises nothing.
        takes_start: Whether `improve` begins from the start that it is given.
        formerly: Names that it had in earlier versions, by which it is still found.
    """

    name: ClassVar[str]
    problem: ClassVar[str]
    summary: ClassVar[str]
    appraisal_unit: ClassVar[str | None] = None
    takes_start: ClassVar[bool] = False
    formerly: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def solve(self, instance: Instance, rng: np.random.Generator) -> BaselineAnswer[Solution]:
        """Solve one instance with one thread; all chance comes from `rng`."""

    def improve(
        self, instance: Instance, rng: np.random.Generator, terms: Terms[Solution]
    ) -> BaselineAnswer[Solution]:
        """Solve one instance on terms: within a time, from a start, telling what there is so far.

        By default `solve`, within the time where the baseline has a field `seconds`.
        """
        return self.within(terms.seconds).solve(instance, rng)

    def within(self, seconds: float | None) -> Self:
        """The same with so many seconds in its field `seconds`, or with less.

        Less where the user set less, or where the field takes no more.
        """
        field = type(self).model_fields.get("seconds")
        if seconds is None or field is None:
            return self
        own = getattr(self, "seconds", None) if "seconds" in self.model_fields_set else None
        limits = [own, *(getattr(each, "le", None) for each in field.metadata)]
        least = min([seconds, *(limit for limit in limits if limit is not None)])
        return self.model_copy(update={"seconds": least})

    @property
    def label(self) -> str:
        """Its name with the options that are not their defaults, as `--baseline` takes them."""
        options = self.model_dump(exclude_defaults=True)
        told = ",".join(f"{name}={_written(value)}" for name, value in options.items())
        return f"{self.name}:{told}" if told else self.name

    def appraise(self, instance: Instance, solution: Solution) -> Appraisal[Solution] | None:
        """Hold an answer against the baseline's own, where no right answer is known.

        Raises:
            SolveError: It failed on this instance.
            ThinkersError: What it needs is not installed.
        """
        del instance, solution
        return None

    def unsuitable(self, instance: Instance) -> str:
        """Why this instance is not for this baseline, for people; empty when it is."""
        del instance
        return ""

    def cheap(self, instance: Instance) -> bool:
        """Whether the answer takes well under a second, so that `solve` may show it."""
        del instance
        return False

    def versions(self) -> dict[str, str]:
        """The versions of the programs behind it, by name."""
        return {}


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
