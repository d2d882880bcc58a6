"""From logits to an answer: decoding, checking and refining within a time limit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event
from time import perf_counter
from typing import Generic

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from thinkers.engine.looking import scores_of
from thinkers.errors import PluginError
from thinkers.nets import Thinker
from thinkers.problems.effort import Effort
from thinkers.problems.encoding import Encoding
from thinkers.problems.problem import Instance, Problem, Solution
from thinkers.problems.verdict import Verdict

MOMENT = 1e-3
"""Seconds that thinking and refining are given at least, however late it is."""

REFINING = 0.5
"""Share of the time that is left after encoding which is kept for refining (our choice)."""


@dataclass(frozen=True, eq=False)
class Rehearsal(Generic[Solution]):
    """An answer from the initial state, made to measure how long answering takes.

    Attributes:
        scores: `(classes, *shape)` float32 logits that it was read from.
        solution: The answer.
        seconds: Time that reading, decoding and checking it took.
    """

    scores: NDArray[np.float32]
    solution: Solution
    seconds: float


@dataclass(frozen=True, eq=False)
class Answer(Generic[Solution]):
    """One instance's answer.

    Attributes:
        solution: After refining, where that was asked for.
        verdict: The check of `solution`.
        raw: The check of the answer before refining.
        metrics: What the scores come to before they are decoded, see `Result.metrics`.
        seconds: Of decoding and checking.
        refining: Seconds of refining, and of checking once more.
        unrefined: The answer before refining; None where none was asked for.
        cut: Whether refining was interrupted.
    """

    solution: Solution
    verdict: Verdict
    raw: Verdict
    metrics: dict[str, float]
    seconds: float
    refining: float = 0.0
    unrefined: Solution | None = None
    cut: bool = False


@dataclass(frozen=True, eq=False)
class Answering(Generic[Instance, Solution]):
    """Turns logits into checked, refined answers.

    Attributes:
        problem: What the instances are of.
        encoding: What the scores are read by.
        thinker: Whose scores they are.
        refine: How long to refine; None for not at all.
        interrupt: Ends the refining once it is set.
    """

    problem: Problem[Instance, Solution]
    encoding: Encoding[Instance, Solution]
    thinker: Thinker
    refine: Effort | None
    interrupt: Event

    @property
    def refines(self) -> bool:
        """Whether refining was asked for, and can be done."""
        return self.refine is not None and self.problem.refinable

    def rehearse(self, inputs: Tensor, instance: Instance) -> Rehearsal[Solution]:
        """Answer from the initial state of `(1, channels, *shape)` inputs."""
        start, thinker = perf_counter(), self.thinker
        with torch.inference_mode(), thinker.cached_weights():
            logits = thinker.readout(thinker.embed(inputs))  # (1, classes, *shape)
        scores = scores_of(logits[0])
        self.require_scores([scores], tuple(inputs.shape[2:]))
        solution = self.encoding.decode(scores, instance)
        self.problem.check(instance, solution)
        return Rehearsal(scores, solution, perf_counter() - start)

    def require_scores(self, scores: Sequence[NDArray[np.float32]], shape: tuple[int, ...]) -> None:
        """See that a thinker's readout gives a score for each class and position.

        Raises:
            PluginError: It does not.
        """
        thinker, own = self.thinker, self.encoding.signature
        expected = (own.classes, *own.chosen(shape))
        for each in scores:
            if each.shape != expected:
                raise PluginError(
                    f"readout of {thinker.name} returned scores of shape {each.shape}, expected "
                    f"{expected}",
                    package=type(thinker).__module__.partition(".")[0],
                )

    def thinking(self, left: float, size: int, rehearsal: Rehearsal[Solution]) -> float:
        """How many of the `left` seconds are for thinking, where `size` instances think."""
        left -= size * rehearsal.seconds
        if self.refine is not None and self.refines:
            kept, wanted = REFINING * left, self.refine.seconds
            left -= kept if wanted is None else min(kept, size * wanted)
        return max(left, MOMENT)

    def answer(
        self,
        scores: NDArray[np.float32],
        instance: Instance,
        allowed: float | None,
        rehearsal: Rehearsal[Solution] | None,
    ) -> Answer[Solution]:
        """Decode, check and refine.

        Args:
            scores: `(classes, *shape)` float32 logits.
            instance: The task.
            allowed: Seconds that are left; None for as many as it takes.
            rehearsal: Of this very instance: need not be decoded again if its scores are the same.
        """
        begin, encoding = perf_counter(), self.encoding
        if rehearsal is not None and np.array_equal(scores, rehearsal.scores):
            solution = rehearsal.solution
        else:
            solution = encoding.decode(scores, instance)
        verdict = self.problem.check(instance, solution)
        metrics = metrics_of(encoding, scores, instance)
        seconds = perf_counter() - begin
        found = Answer(solution, verdict, verdict, metrics, seconds)
        if self.refine is None or not self.refines:
            return found
        effort = self._effort(self.refine, None if allowed is None else allowed - seconds)
        return self._refined(found, instance, effort, scores)

    def _refined(
        self,
        found: Answer[Solution],
        instance: Instance,
        effort: Effort,
        scores: NDArray[np.float32],
    ) -> Answer[Solution]:
        """The answer, improved and checked again."""
        begin = perf_counter()
        better = self.problem.refine(instance, found.solution, effort, scores)
        verdict = self.problem.check(instance, better)
        return replace(
            found, solution=better, verdict=verdict, unrefined=found.solution,
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


def metrics_of(
    encoding: Encoding[Instance, Solution], scores: NDArray[np.float32], instance: Instance
) -> dict[str, float]:
    """What scores come to before they are decoded, see `Result.metrics`."""
    accuracy = encoding.accuracy(scores, instance)
    return {} if accuracy is None else {"accuracy": float(accuracy)}
