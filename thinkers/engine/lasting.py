"""Thinking of one instance for as long as there is time, with answers read on the way."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.answering import MOMENT, REFINING
from thinkers.engine.choosing import choose_runtime
from thinkers.engine.looking import ReadWhen
from thinkers.engine.progress import Progress
from thinkers.engine.reading import counts, name_of
from thinkers.engine.runtime import Runtime
from thinkers.engine.sampling import perturbed
from thinkers.engine.solve import StopFor, reads_every, rule_for, settled_of
from thinkers.engine.stop import AnyOf, Deadline, Interrupted, StopRule, Unchanged
from thinkers.problems.effort import Effort
from thinkers.problems.encoding import Encoding
from thinkers.problems.problem import Problem
from thinkers.problems.verdict import Verdict

if TYPE_CHECKING:
    from thinkers.models.kinds import AnyModel

AnyProblem = Problem[Any, Any]

READING = 0.1
"""Most of the time that is spent on reading answers on the way (our choice)."""


@dataclass(frozen=True, eq=False)
class TimedAnswer:
    """An answer on the way.

    Attributes:
        seconds: When it was there, since the work began; reading those before it is part of that.
        solution: The answer.
        verdict: Its check.
    """

    seconds: float
    solution: Any
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class Lasting:
    """What is the same for all instances.

    Attributes:
        problem: What they are of.
        model: Who thinks.
        seconds: Wall time for the whole answer; None for as much as the model's card says.
        stop: When to stop sooner; by default as the model's card says, where time is not given or
            answers are refined.
        device: Where to think.
        enough: Whether an answer of that cost need not be improved.
    """

    problem: AnyProblem
    model: "AnyModel"
    seconds: float | None = None
    stop: StopRule | StopFor | None = None
    device: str = "auto"
    enough: Callable[[float], bool] = lambda cost: False

    @cached_property
    def encoding(self) -> Encoding[Any, Any]:
        """What the model sees of an instance."""
        return self.model.card.pick_encoding(self.problem.encodings)

    @cached_property
    def runtime(self) -> Runtime:
        """What thinks."""
        return choose_runtime(self.model, self.encoding, self.device)

    def think(self, instance: Any) -> list[TimedAnswer]:
        """Think; the answers on the way, of which the last is the best.

        Where answers have costs the best of those read on the way counts, and the time that is left
        after thinking goes to breadth: copies are thought of, or without symmetries others drawn
        from the scores of the best. Where answers are right or wrong nobody could choose among
        them: thinking ends when the answer stays the same, and the last one counts.
        """
        work = _Work(self, instance)
        if self.problem.objective is None:
            work.read(work.thought(self._until_same(work)))
            return work.answers[-1:]
        work.read(work.thought(self._own(work)))
        if self.seconds is not None:
            (self._think_of_copies if self.problem.has_symmetries else self._draw)(work)
        return work.best_last()

    def refine(self, instance: Any, start: Any = None) -> list[TimedAnswer]:
        """Think as the model's card says, and refine for the rest of the time.

        Args:
            instance: The task.
            start: A valid answer that is refined instead of the thinker's where it is better.
        """
        work = _Work(self, instance, 1 - REFINING)
        work.read(work.thought(self._own(work)))
        if start is not None:
            work.keep(start)
        best = work.best_last()[-1].solution
        left = work.left
        effort = Effort(
            None if left is None else max(left, MOMENT), interrupt=work.interrupt, report=work.keep
        )
        if not work.interrupt.is_set():
            work.keep(self.problem.refine(instance, best, effort, work.best_scores))
        return work.best_last()

    def _own(self, work: "_Work") -> StopRule:
        return rule_for(self.stop, self.model, work.shape)

    def _until_same(self, work: "_Work") -> StopRule:
        """The rule that was asked for; longer than that only while the answer still changes."""
        if self.seconds is None or self.stop is not None:
            return self._own(work)
        least = self.model.card.budget.iterations(work.shape)
        return AnyOf(settled_of(self.model), _UnchangedAfter(least))

    def _think_of_copies(self, work: "_Work") -> None:
        """Copies one after the other, as long as there is time."""
        rng = np.random.default_rng(0)
        for _ in work.while_time():
            made = self.problem.symmetric(work.instance, rng)
            if made is None:
                return
            copy, back = made
            inner = _Work(self, copy, begin=work.begin)
            scores = inner.thought(self._own(inner))
            work.keep(back(inner.encoding.decode(scores, copy)))

    def _draw(self, work: "_Work") -> None:
        """Answers drawn from the scores of the best, as long as there is time."""
        scores, rng = work.best_scores, np.random.default_rng(0)
        for _ in work.while_time():
            work.read(perturbed(scores, rng))


class _Work:
    """One instance at work: its clock, and the answers so far."""

    def __init__(
        self, lasting: Lasting, instance: Any, share: float = 1.0, begin: float | None = None
    ) -> None:
        self.begin = perf_counter() if begin is None else begin
        self.lasting, self.instance, self.share = lasting, instance, share
        self.problem, self.encoding = lasting.problem, lasting.encoding
        self.shape = self.encoding.shape(instance)
        self.interrupt, self.answers = Event(), list[TimedAnswer]()
        self._best: tuple[tuple[bool, float], NDArray[np.float32]] | None = None
        self._reading = 0.0  # seconds that the last answer took

    @property
    def seconds(self) -> float:
        """Since the work began."""
        return perf_counter() - self.begin

    @property
    def left(self) -> float | None:
        """Seconds that are left; None where no time is given."""
        return None if self.lasting.seconds is None else self.lasting.seconds - self.seconds

    def while_time(self) -> Iterator[None]:
        """Again and again, as long as there is time for another round like the longest."""
        longest = 0.0
        while not self.interrupt.is_set() and (self.left or 0.0) > longest:
            begin = perf_counter()
            yield
            longest = max(longest, perf_counter() - begin)

    def thought(self, rule: StopRule) -> NDArray[np.float32]:
        """`(classes, *shape)` logits of the last thought."""
        runtime, batch = self.lasting.runtime, self.encoding.encode([self.instance])
        rules: list[StopRule] = [rule, Interrupted(self.interrupt)]
        if self.lasting.seconds is not None:
            left = self.share * (self.lasting.seconds - self.seconds)
            rules.append(Deadline(max(left * (1 - READING), MOMENT)))
        if self.problem.objective is not None:
            rules.insert(0, ReadWhen(self._due))
        inputs = batch.seen(self.encoding.signature)
        thoughts = runtime.think(inputs, AnyOf(*rules), mask=batch.mask, read=self._read_one)
        return thoughts.scores[0]

    def _read_one(
        self, places: NDArray[np.int64], iteration: int, scores: NDArray[np.float32]
    ) -> list[Hashable]:
        del places, iteration
        return [name_of(self.problem, self.read(scores[0]))]

    def _due(self, progress: Progress) -> bool:
        """Whether the model's card says so, or reading has taken little enough of the time."""
        if counts(reads_every(self.problem, self.lasting.model), progress.iteration):
            return True
        last = self.answers[-1].seconds if self.answers else 0.0
        return self.seconds - last >= self._reading / READING

    def read(self, scores: NDArray[np.float32]) -> Any:
        """Read an answer and keep it."""
        begin = perf_counter()
        solution = self.encoding.decode(scores, self.instance)
        rank = self.keep(solution).rank
        if self._best is None or rank <= self._best[0]:
            self._best = rank, scores
        self._reading = perf_counter() - begin
        return solution

    @property
    def best_scores(self) -> NDArray[np.float32]:
        """What the best answer so far was read from, of equal ones the last."""
        assert self._best is not None
        return self._best[1]

    def keep(self, solution: Any) -> Verdict:
        """Check an answer and keep it; that may be enough."""
        verdict = self.problem.check(self.instance, solution)
        self.answers.append(TimedAnswer(self.seconds, solution, verdict))
        if verdict.right and self.lasting.enough(verdict.cost):
            self.interrupt.set()
        return verdict

    def best_last(self) -> list[TimedAnswer]:
        """The answers, and behind them the best once more, of equal ones the last."""
        best = min(reversed(self.answers), key=lambda each: each.verdict.rank)
        return [*self.answers, TimedAnswer(self.seconds, best.solution, best.verdict)]


@dataclass(frozen=True)
class _UnchangedAfter(StopRule):
    """Stop when the answer stays the same, but not before so many iterations."""

    least: int
    unchanged: Unchanged = field(default_factory=Unchanged)
    name = Unchanged.name

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        if progress.iteration < self.least:
            return np.zeros(len(progress.change), bool)
        return self.unchanged.met(progress)
