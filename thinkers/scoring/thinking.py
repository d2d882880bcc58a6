"""A model as a solver: its raw answers, and refined ones where the problem can refine."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from thinkers.engine.result import Result
from thinkers.engine.solve import StopFor, solve
from thinkers.engine.stop import StopRule
from thinkers.errors import PluginError, SolveError, ThinkersError
from thinkers.models.kinds import AnyModel
from thinkers.problems.effort import Effort
from thinkers.problems.events import Watch
from thinkers.registry.strangers import attempt
from thinkers.scoring.measuring import measure
from thinkers.scoring.runs import Answer, AnyBaseline, AnyProblem, Kind, failure
from thinkers.scoring.solver import Solver, options_of

MOMENT = 1e-3
"""Seconds that the search alone is given at least, however soon the model was done."""

BLOCK = 32
"""Instances that are answered together, where nobody asks for more to think together; a killed
comparison loses at most so many answers (our choice)."""

REFINED_BLOCK = 8
"""The same where answers are refined: that takes a second or so of each, and as long again without
the model, so that 32 would be a minute's work to lose (our choice)."""


@dataclass(frozen=True, eq=False)
class ModelSolver(Solver):
    """A model that thinks of instances together, and may refine what it finds.

    Where the plugin's code fails on some instance, each is tried alone, and that one has failed.

    Attributes:
        model: The model.
        stop: When it stops thinking; None for its own budget.
        refine: How long each answer may be refined.
        budget: Wall time for each answer, as in `solve`.
        device: Where it thinks.
        batch: The most instances that think together, as in `solve`.
        search: What refines without the model, to be shown alone; None for nothing.
    """

    problem: AnyProblem
    model: AnyModel
    stop: StopRule | StopFor | None = None
    refine: Effort = Effort()  # noqa: RUF009  it is frozen
    budget: float | None = None
    device: str = "auto"
    iterations: int | None = None
    batch: int | None = None
    search: AnyBaseline | None = None

    @property
    def block(self) -> int:  # type: ignore[override]  # never set
        """As many as think together, where that is more than usual."""
        return max(REFINED_BLOCK if self.problem.refinable else BLOCK, self.batch or 0)

    @property
    def name(self) -> str:
        """The model's."""
        return self.model.card.name

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Raw answers; where the problem can refine, refined ones, and the search alone."""
        if not self.problem.refinable:
            return ("model",)
        return ("model", "refined") if self.search is None else ("model", "refined", "alone")

    @property
    def options(self) -> dict[str, Any]:
        """What all models have, how long it refines, and the search."""
        told = {**options_of(self.model, self.stop, self.device), "refine": self.refine.seconds}
        return told if self.search is None else {**told, "search": self.search.label}

    def answers(
        self, places: Sequence[int], instances: Sequence[Any], watch: Watch
    ) -> list[tuple[Answer, ...]]:
        """The answers of all, thought of together; then the search, of each alone."""
        found = self._thought(instances, watch)
        if self.search is None:
            return found
        return [
            (*own, self._searched(place, instance, own[-1].seconds))
            for place, instance, own in zip(places, instances, found, strict=True)
        ]

    def _searched(self, place: int, instance: Any, seconds: float) -> Answer:
        """What the search finds without the model, as long as the refined answer took."""
        assert self.search is not None
        given = max(seconds, MOMENT)
        return measure(self.problem, instance, self.search, (self.seed, place), given)

    def _thought(self, instances: Sequence[Any], watch: Watch) -> list[tuple[Answer, ...]]:
        """The model's answers."""

        def together() -> list[tuple[Answer, ...]] | ThinkersError:
            try:
                return [self._pair(result) for result in self._solve(instances, watch)]
            except (PluginError, SolveError):  # some instance's own fault
                raise
            except ThinkersError as error:
                return error

        found = attempt(together, lambda fault: None)  # a plugin's decode or refine may do anything
        if isinstance(found, ThinkersError):
            raise found
        return [self._alone(each, watch) for each in instances] if found is None else found

    def _solve(self, instances: Sequence[Any], watch: Watch) -> list[Result[Any, Any]]:
        return solve(
            self.problem, instances, self.model, self.stop, refine=self.refine,
            seconds=self.budget, device=self.device, batch=self.batch, watch=watch,
        )  # fmt: skip

    def _alone(self, instance: Any, watch: Watch) -> tuple[Answer, ...]:
        failures: list[str] = []
        begin = perf_counter()
        found = attempt(lambda: self._pair(*self._solve([instance], watch)), failures.append)
        if found is not None:
            return found
        failed = failure(failures[0], perf_counter() - begin)
        return (failed, failed)[: len(self.kinds)]

    def _pair(self, result: Result[Any, Any]) -> tuple[Answer, ...]:
        """The raw answer, and the refined one."""
        own = result.solution if result.unrefined is None else result.unrefined
        raw = Answer(result.raw, result.raw_seconds, own)
        return (raw, Answer(result.verdict, result.seconds, result.solution))[: len(self.kinds)]
