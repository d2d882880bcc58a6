"""Counterexample search: an instance that a model answers wrong, then a smaller one (shrinking)."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np

from thinkers.engine.result import Result
from thinkers.engine.solve import solve
from thinkers.errors import ConfigError, InvalidInstanceError
from thinkers.models.card import Card
from thinkers.models.kinds import AnyModel
from thinkers.problems.events import Watch, unwatched
from thinkers.problems.problem import Problem
from thinkers.scoring.evaluating import as_good
from thinkers.scoring.statistics import gaps

AnyProblem = Problem[Any, Any]

AT_ONCE = 16
"""Instances that are looked at together: half of them are new, half are made from others."""

KEPT = 16
"""Instances of the least margin from which others are made."""

DRAWS = 32
"""Instances of each smaller size among which a failing one is looked for."""

SIZES = 2
"""How many of the sizes on a model's card are looked at by default: the smallest."""

GAP = 0.1
"""Excess over the best known cost from which on an answer has failed, where answers are scored by
their costs (our choice): models are not meant to be at 0 there."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """An instance that was looked at.

    Attributes:
        family: What it was drawn from, or what it was made from was; empty where there are none.
        size: The size that it was drawn with.
        result: What the model answered.
        fault: What is wrong with the answer; empty where nothing is.
    """

    family: str
    size: int | None
    result: Result[Any, Any]
    fault: str = ""


@dataclass
class Found:
    """The result of a counterexample search.

    Attributes:
        looked: How many instances were looked at, while shrinking too.
        failing: The smallest failing one, if there is any.
        near: Those of the least margin, the least first.
    """

    looked: int = 0
    failing: Candidate | None = None
    near: list[Candidate] = field(default_factory=list)


@dataclass(frozen=True)
class Search:
    """Where to look.

    Attributes:
        problem: The model's problem.
        model: Whose failures are looked for.
        families: The families to draw from.
        sizes: Values of the problem's size option; None alone where it has none.
        device: `auto`, `cpu` or `cuda`.
        watch: Told how far the present instances are.
    """

    problem: AnyProblem
    model: AnyModel
    families: Sequence[str]
    sizes: Sequence[int | None]
    device: str = "auto"
    watch: Watch = unwatched

    def run(self, seconds: float, seed: int = 0) -> Found:
        """Look for this long, at least once, and end early when a failing instance is small.

        Raises:
            ConfigError: No family has instances of these sizes.
        """
        end, rng, found = perf_counter() + seconds, np.random.default_rng(seed), Found()
        places = [
            (family, size)
            for size in self.sizes
            for family in self.families
            if self._draw(family, size, 1, rng)
        ]
        if not places:
            raise ConfigError(f"no family of {self.problem.name} has instances of these sizes")
        while found.failing is None and (not found.looked or perf_counter() < end):
            looked = self._look(list(self._next(places, found.near, rng)), found)
            found.near = _nearest([*found.near, *looked])
        if found.failing is not None:
            self._shrink(found, end, rng)
        return found

    def _next(
        self,
        places: Sequence[tuple[str, int | None]],
        near: Sequence[Candidate],
        rng: np.random.Generator,
    ) -> Iterator[tuple[str, int | None, Any]]:
        """The instances to look at: new ones, and such as are like those of the least margin."""
        for number in range(AT_ONCE):
            if near and number % 2:
                parent = near[int(rng.integers(len(near)))]
                made = self._mutated(parent.result.instance, rng)
                drawn = [made] if made is not None else []
                family, size = parent.family, parent.size
            else:
                drawn, (family, size) = [], places[int(rng.integers(len(places)))]
            for instance in drawn or self._draw(family, size, 1, rng):
                yield family, size, instance

    def _mutated(self, instance: Any, rng: np.random.Generator) -> Any:
        """An instance that some changes make of another: one in half of the cases, or more."""
        for _ in range(rng.geometric(0.5)):
            changed = self.problem.mutate(instance, rng)
            if changed is None:
                return None
            instance = changed
        return instance

    def _draw(
        self, family: str, size: int | None, count: int, rng: np.random.Generator
    ) -> list[Any]:
        """Instances of a family; none where it has none of that size."""
        with suppress(ConfigError, InvalidInstanceError):
            params = self.problem.sized(size, {"family": family} if family else {})
            return self.problem.generate(rng.spawn(1)[0], count, params)
        return []

    def _look(self, drawn: Sequence[tuple[str, int | None, Any]], found: Found) -> list[Candidate]:
        """Solve instances, and note the first of the smallest that fail."""
        tasks = [instance for *_, instance in drawn]
        results = solve(self.problem, tasks, self.model, device=self.device, watch=self.watch)
        faults = faults_of(self.problem, results)
        looked = [
            Candidate(family, size, result, fault)
            for (family, size, _), result, fault in zip(drawn, results, faults, strict=True)
        ]
        found.looked += len(looked)
        failing = [one for one in looked if one.fault]
        found.failing = min(failing, key=lambda one: one.size or 0, default=found.failing)
        return looked

    def _shrink(self, found: Found, end: float, rng: np.random.Generator) -> None:
        """Look for the smallest size at which an instance of the same family fails."""
        first = found.failing
        assert first is not None
        for size in range(1, first.size or 0):
            if found.failing is not first or perf_counter() >= end:
                return
            drawn = self._draw(first.family, size, DRAWS, rng)
            if drawn:
                self._look([(first.family, size, instance) for instance in drawn], found)


def faults_of(problem: AnyProblem, results: Sequence[Result[Any, Any]]) -> list[str]:
    """What is wrong with each answer; empty where it is right or cannot be scored.

    An answer fails that is infeasible, or costs more than its label; where answers are scored by
    their costs, `GAP` more.
    """
    faults = ["" if each.verdict.feasible else each.verdict.reason or "wrong" for each in results]
    faults = [
        fault if each.verdict.possible else "" for fault, each in zip(faults, results, strict=True)
    ]
    costly = [
        place for place, each in enumerate(results) if problem.objective and each.verdict.right
    ]
    labels = problem.label([results[place].instance for place in costly]) if costly else []
    for place, label in zip(costly, labels, strict=True):
        verdict = results[place].verdict
        best = problem.check(results[place].instance, label).cost
        [gap], [good] = gaps([verdict.cost], [best]), as_good([verdict.cost], [best])
        if gap > GAP if verdict.accuracy is None else not good:
            assert problem.objective is not None
            known = problem.objective.turned(best)
            faults[place] = f"{problem.objective.words(verdict.cost)}, and {known:.6g} is known"
    return faults


def small_sizes(problem: AnyProblem, card: Card) -> list[int | None]:
    """The sizes to look at: the smallest on the model's card, or the generator's own."""
    if problem.size_option is None:
        return [None]
    measured = sorted({score.size for score in card.scores if score.size is not None})
    return [*measured[:SIZES]] or [getattr(problem.Params(), problem.size_option)]


def _nearest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those of the least margin, and of those with the same margin, which are mostly the same, one.

    Otherwise one instance that many families draw would keep all others out.
    """
    unlike = {one.result.margin: one for one in candidates}
    return [unlike[margin] for margin in sorted(unlike)][:KEPT]
