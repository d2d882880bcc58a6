"""Solvers on equal footing: baselines in processes of their own, and models that think longer."""

import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from time import perf_counter
from typing import Any

from thinkers.engine.lasting import Lasting, TimedAnswer
from thinkers.engine.solve import StopFor
from thinkers.engine.stop import StopRule
from thinkers.errors import PluginError, SolveError, ThinkersError
from thinkers.models.kinds import AnyModel
from thinkers.problems.events import Advance, Watch
from thinkers.problems.problem import Problem
from thinkers.registry.strangers import attempt
from thinkers.scoring.footing.footing import Footing
from thinkers.scoring.footing.listening import is_within
from thinkers.scoring.footing.performing import Request, perform
from thinkers.scoring.footing.worker import Worker
from thinkers.scoring.measuring import in_time, judged
from thinkers.scoring.runs import Answer, AnyBaseline, AnyProblem, Kind, failure
from thinkers.scoring.solver import Solver, options_of


@dataclass(frozen=True, eq=False)
class TimedBaseline(Solver):
    """A baseline; where it is ended some time, it runs in a process of its own until then.

    A failure is recorded in its row, and the others go on.

    Attributes:
        baseline: The baseline with its options.
        footing: What every solver is given.
    """

    problem: AnyProblem
    baseline: AnyBaseline
    footing: Footing = Footing()  # noqa: RUF009  it is frozen
    seed: int = 0
    _worker: list[Worker] = field(default_factory=list, repr=False)

    @property
    def name(self) -> str:
        """The baseline's, with the options that are not its defaults."""
        return self.baseline.label

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Answers of a baseline; bounds, where it gives nothing else."""
        return ("baseline",)

    @property
    def budget(self) -> float | None:  # type: ignore[override]  # never set
        """The footing's."""
        return self.footing.seconds

    @property
    def options(self) -> dict[str, Any]:
        """All of its options, the versions of the programs behind it, and the footing."""
        own = self.baseline.model_dump(mode="json")
        return {**own, "versions": self.baseline.versions(), **_options(self.problem, self.footing)}

    def answers(
        self, places: Sequence[int], instances: Sequence[Any], watch: Watch
    ) -> list[tuple[Answer, ...]]:
        """One by one."""
        found: list[tuple[Answer, ...]] = []
        for place, instance in zip(places, instances, strict=True):
            found.append((self._answer(place, instance),))
            watch(Advance("solving", len(found), len(instances)))
        return found

    def _answer(self, place: int, instance: Any) -> Answer:
        footing = self.footing
        request = Request(
            instance, (self.seed, place), footing.seconds, footing.start(place), footing.stop_gap,
            known_bound(self.problem, footing, instance), footing.anytime,
        )  # fmt: skip
        end = footing.end_of(self.baseline)
        if end is None:
            done = perform(self.problem, self.baseline, request)
        else:
            if not self._worker:
                self._worker.append(Worker(self.problem, self.baseline))
            done = self._worker[0].perform(request, end)
        return judged(self.problem, self.baseline, request, done, footing)


@dataclass(frozen=True, eq=False)
class TimedModel(Solver):
    """A model on a footing: it thinks of each instance alone, as long as there is time.

    The first instance is solved once before time counts, so that what is compiled is no part of it.

    Attributes:
        model: The model.
        footing: What every solver is given.
        stop: When it stops thinking sooner; None for where `Lasting` does.
        device: Where it thinks.
    """

    problem: AnyProblem
    model: AnyModel
    footing: Footing
    stop: StopRule | StopFor | None = None
    device: str = "auto"
    iterations: int | None = None
    _warm: list[bool] = field(default_factory=list, repr=False)

    @property
    def name(self) -> str:
        """The model's."""
        return self.model.card.name

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Raw answers; and refined ones where the problem can refine."""
        return ("model", "refined") if self.problem.refinable else ("model",)

    @property
    def budget(self) -> float | None:  # type: ignore[override]  # never set
        """The footing's."""
        return self.footing.seconds

    @property
    def options(self) -> dict[str, Any]:
        """What all models have, and the footing."""
        own = options_of(self.model, self.stop, self.device)
        return {**own, **_options(self.problem, self.footing)}

    def answers(
        self, places: Sequence[int], instances: Sequence[Any], watch: Watch
    ) -> list[tuple[Answer, ...]]:
        """One by one, each kind with a time of its own."""
        found = []
        for done, (place, instance) in enumerate(zip(places, instances, strict=True)):
            watch(Advance("solving", done, len(instances)))
            if not self._warm:
                self._warm.append(True)
                self._answers(place, instance)
            found.append(self._answers(place, instance))
        return found

    def _answers(self, place: int, instance: Any) -> tuple[Answer, ...]:
        bound = known_bound(self.problem, self.footing, instance)
        gap = self.footing.stop_gap

        def enough(cost: float) -> bool:
            return gap is not None and bound is not None and is_within(cost, bound, gap)

        lasting = Lasting(
            self.problem, self.model, self.footing.seconds, self.stop, self.device, enough
        )
        start = self.footing.start(place)
        given = {"model": (lasting.think, ()), "refined": (lasting.refine, (deepcopy(start),))}
        return tuple(
            self._answer(partial(work, deepcopy(instance), *more), kind, start is not None)
            for kind, (work, more) in given.items()
            if kind in self.kinds
        )

    def _answer(self, work: "partial[list[TimedAnswer]]", kind: str, started: bool) -> Answer:
        failures: list[str] = []
        begin, budget = perf_counter(), self.footing.seconds

        def answers() -> list[TimedAnswer] | ThinkersError:
            try:
                return work()
            except PluginError:
                raise
            except ThinkersError as error:
                return error

        found = attempt(answers, failures.append)
        if isinstance(found, ThinkersError):
            raise found
        if found is None:
            return failure(failures[0], perf_counter() - begin, budget)
        remarks = ("takes no start",) if started and kind == "model" else ()
        told = [Answer(each.verdict, each.seconds, each.solution) for each in found]
        try:
            return in_time(told, self.footing, remarks, choose=self.problem.objective is not None)
        except SolveError as error:
            return failure(str(error), told[-1].seconds, budget)


def _options(problem: AnyProblem, footing: Footing) -> dict[str, Any]:
    """What answers depend on beside the time, in plain JSON types; starts by their digest."""
    starts = [
        None if start is None else problem.describe_solution(start) for start in footing.starts
    ]
    text = json.dumps(starts, sort_keys=True, default=str)
    told = {
        "anytime": footing.anytime, "stop_gap": footing.stop_gap,
        "starts": sha256(text.encode()).hexdigest() if starts else None,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in (None, False)}


def known_bound(problem: AnyProblem, footing: Footing, instance: Any) -> float | None:
    """What no cost is below, where that is wanted to stop at a gap and the problem knows it."""
    objective = problem.objective
    if footing.stop_gap is None or objective is None:
        return None
    if type(problem).lower_bound is Problem.lower_bound:
        return None
    found = attempt(lambda: problem.lower_bound(deepcopy(instance)), lambda fault: None)
    return None if found is None else objective.turned(float(found))
