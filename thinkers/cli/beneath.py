"""A baseline's answer faintly beneath a thinker's, in pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from thinkers.cli import rendering
from thinkers.problems.baseline import Baseline
from thinkers.problems.figure import Figure
from thinkers.problems.marks import Under
from thinkers.registry.registry import AnyProblem, installed
from thinkers.registry.strangers import attempt

if TYPE_CHECKING:
    from thinkers.engine.result import Result

NONE = "none"
"""In the place of a baseline's name."""


@dataclass(frozen=True)
class Beneath:
    """Who is asked for an answer to lie beneath.

    Attributes:
        problem: What the instances are of.
        baselines: The first whose answer is verified is taken.
        named: Whether the user named one, who may take long; others are asked only where they are
            cheap.
    """

    problem: AnyProblem
    baselines: Sequence[Baseline[Any, Any]]
    named: bool

    @classmethod
    def of(cls, problem: AnyProblem, name: str) -> "Beneath":
        """Those that a name means: `none`; or, where it is empty and answers have a cost, all.

        The reference goes before others.

        Raises:
            UnknownNameError: There is no such baseline.
        """
        from thinkers.cli.choosing import choose_baselines

        if name and name != NONE:
            return cls(problem, choose_baselines(installed(), problem, [name]), named=True)
        own = installed().baselines(problem.name) if problem.objective and not name else {}
        order = sorted(own, key=lambda each: (each != problem.reference, each))
        return cls(problem, [own[each] for each in order], named=False)

    def under(self, instance: Any) -> Under[Any] | None:
        """The answer; None, and a warning where one was named, where there is none."""
        from thinkers.scoring.measuring import measure

        for baseline in self.baselines:
            cheap = attempt(partial(baseline.cheap, instance), lambda fault: None)
            if not (self.named or cheap):
                continue
            found = measure(self.problem, instance, baseline)
            if found.solution is not None and (self.named or found.verdict.feasible):
                return Under(found.solution, baseline.label, found.verdict)
            if self.named:
                why = found.failure or found.verdict.reason or "it gives no answer"
                rendering.warn(f"nothing of {baseline.name} is drawn: {why}")
        return None

    @property
    def shown(self) -> "Callable[[Result[Any, Any]], Figure]":
        """What draws for the terminal: with an answer beneath only where one was named."""
        return self.figure if self.named else plain

    def figure(self, result: "Result[Any, Any]") -> Figure:
        """The picture of an answer with all that is beside it."""
        marks = replace(result.marks, under=self.under(result.instance))
        return self.problem.draw(result.instance, result.solution, marks)


def plain(result: "Result[Any, Any]") -> Figure:
    """The picture of an answer with nothing beneath it."""
    return result.problem.draw(result.instance, result.solution, result.marks)
