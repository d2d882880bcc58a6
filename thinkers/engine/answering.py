"""From logits to an answer: decoding, checking and refining within a time limit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Event
from time import perf_counter
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.result import Breadth
from thinkers.engine.runtime import Runtime
from thinkers.engine.sampling import perturbed
from thinkers.errors import PluginError
from thinkers.problems.effort import Effort
from thinkers.problems.encoding import Encoding
from thinkers.problems.problem import Instance, Problem, Solution
from thinkers.problems.verdict import Verdict

MOMENT = 1e-3
"""Seconds that thinking and refining are given at least, however late it is."""

REFINING = 0.5
"""Share of the time that is left after encoding which is kept for refining (our choice)."""


@dataclass(frozen=True, eq=False)
class Reading(Generic[Solution]):
    """An answer that was read of a thought.

    Attributes:
        iteration: After which it was read; 0 for the initial state.
        scores: `(classes, *shape)` float32 logits that it was read from.
        solution: The answer.
        verdict: The check of it.
        seconds: Of reading, decoding and checking.
    """

    iteration: int
    scores: NDArray[np.float32]
    solution: Solution
    verdict: Verdict
    seconds: float


@dataclass(frozen=True, eq=False)
class Answer(Generic[Solution]):
    """One instance's answer.

    Attributes:
        reading: Before refining.
        solution: After refining, where that was asked for.
        verdict: The check of `solution`.
        metrics: What the scores come to before they are decoded, see `Result.metrics`.
        refining: Seconds of refining, and of checking once more.
        unrefined: The answer before refining; None where none was asked for.
        cut: Whether refining was interrupted.
        drawing: Seconds of drawing answers from the scores, and of checking them.
        breadth: What these came to, with the thinker's own; None where none were drawn.
    """

    reading: Reading[Solution]
    solution: Solution
    verdict: Verdict
    metrics: dict[str, float]
    refining: float = 0.0
    unrefined: Solution | None = None
    cut: bool = False
    drawing: float = 0.0
    breadth: Breadth | None = None


@dataclass(frozen=True, eq=False)
class Answering(Generic[Instance, Solution]):
    """Turns logits into checked, refined answers.

    Attributes:
        problem: What the instances are of.
        encoding: What the scores are read by.
        runtime: What thinks.
        refine: How long to refine; None for not at all.
        interrupt: Ends the refining and the drawing once it is set.
        draws: How many more answers are drawn from the scores, of which the best counts.
        seed: Of the draws.
    """

    problem: Problem[Instance, Solution]
    encoding: Encoding[Instance, Solution]
    runtime: Runtime
    refine: Effort | None
    interrupt: Event
    draws: int = 0
    seed: int | None = None

    @property
    def refines(self) -> bool:
        """Whether refining was asked for, and can be done."""
        return self.refine is not None and self.problem.refinable

    def rehearse(self, inputs: NDArray[np.float32], instance: Instance) -> Reading[Solution]:
        """Answer from the initial state of `(1, channels, *shape)` inputs; how long it takes."""
        start = perf_counter()
        [scores] = self.runtime.first_scores(inputs)  # (classes, *shape)
        self.require_scores([scores], inputs.shape[2:])
        return replace(self.read(scores, instance, 0), seconds=perf_counter() - start)

    def read(
        self,
        scores: NDArray[np.float32],
        instance: Instance,
        iteration: int,
        known: Reading[Solution] | None = None,
    ) -> Reading[Solution]:
        """Decode and check the answer of `(classes, *shape)` float32 logits after an iteration.

        Args:
            scores: The logits.
            instance: The task.
            iteration: After which they were read.
            known: An answer of the same instance, which need not be read again where its scores
                are the same.
        """
        if known is not None and np.array_equal(scores, known.scores):
            return replace(known, iteration=iteration, seconds=0.0)
        begin = perf_counter()
        solution = self.encoding.decode(scores, instance)
        verdict = self.problem.check(instance, solution)
        return Reading(iteration, scores, solution, verdict, perf_counter() - begin)

    def require_scores(self, scores: Iterable[NDArray[np.float32]], shape: tuple[int, ...]) -> None:
        """See that a thinker's readout gives a score for each class and position.

        Raises:
            PluginError: It does not.
        """
        runtime, own = self.runtime, self.encoding.signature
        expected = (own.classes, *own.chosen(shape))
        for each in scores:
            if each.shape != expected:
                raise PluginError(
                    f"readout of {runtime.name} returned scores of shape {each.shape}, expected "
                    f"{expected}",
                    package=runtime.package,
                )

    def thinking(self, left: float, size: int, rehearsal: Reading[Solution]) -> float:
        """How many of the `left` seconds are for thinking, where `size` instances think."""
        left -= size * rehearsal.seconds
        if self.refine is not None and self.refines:
            kept, wanted = REFINING * left, self.refine.seconds
            left -= kept if wanted is None else min(kept, size * wanted)
        left -= min(REFINING * left, size * self.draws * rehearsal.seconds)
        return max(left, MOMENT)

    def answer(
        self, reading: Reading[Solution], instance: Instance, allowed: float | None
    ) -> Answer[Solution]:
        """Refine what was read, or draw others from its scores, where that was asked for.

        Args:
            reading: The thinker's own answer.
            instance: The task.
            allowed: Seconds that are left; None for as many as it takes.
        """
        metrics = metrics_of(self.encoding, reading.scores, instance)
        found = Answer(reading, reading.solution, reading.verdict, metrics)
        if self.draws:
            return self._drawn(found, instance, allowed)
        if self.refine is None or not self.refines:
            return found
        return self._refined(found, instance, self._effort(self.refine, allowed))

    def _drawn(
        self, found: Answer[Solution], instance: Instance, allowed: float | None
    ) -> Answer[Solution]:
        """The best of the answer and of those drawn from its scores, in the time that is left."""
        begin, own, rng = perf_counter(), found.reading, np.random.default_rng(self.seed or 0)
        readings = [own]
        for _ in range(self.draws):
            late = allowed is not None and perf_counter() - begin > allowed
            if late or self.interrupt.is_set():
                break
            readings.append(self.read(perturbed(own.scores, rng), instance, own.iteration))
        best = min(
            readings,
            key=lambda each: blind_rank(self.problem, instance, each.solution, each.verdict),
        )
        return replace(
            found, solution=best.solution, verdict=best.verdict, drawing=perf_counter() - begin,
            breadth=Breadth.of([each.verdict for each in readings]),
        )  # fmt: skip

    def _refined(
        self, found: Answer[Solution], instance: Instance, effort: Effort
    ) -> Answer[Solution]:
        """The answer, improved and checked again."""
        begin, own = perf_counter(), found.reading
        refined = self.problem.refine(instance, own.solution, effort, own.scores)
        verdict = self.problem.check(instance, refined)
        return replace(
            found, solution=refined, verdict=verdict, unrefined=own.solution,
            refining=perf_counter() - begin, cut=effort.interrupted,
        )  # fmt: skip

    def _effort(self, wanted: Effort, left: float | None) -> Effort:
        """What was asked for, as far as `left` seconds allow."""
        effort = replace(wanted, interrupt=self.interrupt)
        if left is None:
            return effort
        left = max(left, MOMENT)
        if effort.seconds is not None:
            return replace(effort, seconds=min(effort.seconds, left))
        return replace(effort, limit=left if effort.limit is None else min(effort.limit, left))


def blind_rank(
    problem: Problem[Instance, Solution], instance: Instance, solution: Solution, verdict: Verdict
) -> tuple[bool, float]:
    """The rank of an answer by what the check finds out without a label, see `Verdict.rank`.

    Args:
        problem: Checks it.
        instance: The task.
        solution: The answer.
        verdict: The check of it.
    """
    bare = problem.unlabelled(instance)
    return verdict.rank if bare is instance else problem.check(bare, solution).rank


def metrics_of(
    encoding: Encoding[Instance, Solution], scores: NDArray[np.float32], instance: Instance
) -> dict[str, float]:
    """What scores come to before they are decoded, see `Result.metrics`."""
    found = {
        "accuracy": encoding.accuracy(scores, instance),
        "confidence": encoding.confidence(scores, instance),
    }
    return {name: float(value) for name, value in found.items() if value is not None}
