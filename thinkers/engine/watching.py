"""Thinking of one instance with the answer read after each iteration, for whoever watches."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.in_torch import InTorch
from thinkers.engine.looking import ReadWhen
from thinkers.engine.progress import Progress
from thinkers.engine.reading import counts
from thinkers.engine.solve import default_stop, reads_every
from thinkers.engine.stop import AnyOf, Interrupted, MaxIterations
from thinkers.models.store import Model
from thinkers.problems.marks import Heat
from thinkers.problems.problem import Problem
from thinkers.problems.verdict import Verdict

AnyProblem = Problem[Any, Any]


@dataclass(frozen=True, eq=False)
class Frame:
    """The answer after an iteration.

    Attributes:
        iteration: Iterations thought, 0 where not even the first was finished.
        solution: The decoded answer.
        verdict: Its independent check.
        residual: The relative residual; nan after 0 iterations.
        margin: How near the scores are to another answer, see `Signature.margin`.
        heat: What the scores say of each place, where that was asked for.
    """

    iteration: int
    solution: Any
    verdict: Verdict
    residual: float
    margin: float
    heat: Heat | None = None


Seen = Callable[[Frame], None]
"""Told each frame once it cannot change any more."""


def watched(
    problem: AnyProblem,
    model: Model,
    instance: Any,
    iterations: int | None = None,
    *,
    interrupt: Event | None = None,
    device: str = "auto",
    heat: bool = False,
    seen: Seen = lambda frame: None,
) -> str:
    """Think of an instance and tell the answer after each iteration; gives what ended it.

    The last frame is the answer that `solve` gives: where that is the best of those along the way
    and not the last of them, its frame comes again.

    Args:
        problem: What the instance is of.
        model: Who thinks.
        instance: The task.
        iterations: As many, unless the thought diverges; None for the model's own rule.
        interrupt: Ends the thinking once it is set.
        device: `auto`, `cpu` or `cuda`.
        heat: Whether frames keep what the scores say of each place.
        seen: Told each frame, one iteration late, since the last is only known at the end.
    """
    problem.require(instance)
    encoding = model.card.pick_encoding(problem.encodings)
    runtime = InTorch(model.thinker, encoding.signature.inputs, device)
    shape = encoding.shape(instance)
    runtime.room(shape, 1)
    batch = encoding.encode([instance])

    def frame(iteration: int, scores: NDArray[np.float32], residual: float) -> Frame:
        solution = encoding.decode(scores, instance)
        margin = encoding.signature.margin(scores, batch.mask[0])
        shaded = encoding.heat(scores, instance) if heat else None
        verdict = problem.check(instance, solution)
        return Frame(iteration, solution, verdict, residual, margin, shaded)

    every = reads_every(problem, model)
    rule = default_stop(model, shape) if iterations is None else MaxIterations(iterations)
    watching = _Watching(frame, seen, every)
    rules = rule, Interrupted(interrupt or Event()), ReadWhen(watching.due)
    inputs = batch.seen(encoding.signature)
    thoughts = runtime.think(inputs, AnyOf(*rules), mask=batch.mask, read=watching.read)
    count, residuals = thoughts.iterations[0], thoughts.residuals[0]
    watching.end(frame(count, thoughts.scores[0], residuals[count - 1] if count else np.nan))
    return thoughts.stopped_by[0]


class _Watching:
    """The frames so far, each told when the next one is made."""

    def __init__(
        self, frame: Callable[[int, NDArray[np.float32], float], Frame], seen: Seen, every: int
    ) -> None:
        self._frame, self._seen, self._every = frame, seen, every
        self._residual = np.nan
        self._last: Frame | None = None
        self._best: Frame | None = None

    def due(self, progress: Progress) -> bool:
        """Always, once the residual is noted."""
        self._residual = float(progress.residual[0])
        return True

    def read(
        self, places: NDArray[np.int64], iteration: int, scores: NDArray[np.float32]
    ) -> list[int]:
        """Make the frame of the present iteration, whose number stands for its answer."""
        del places
        self._tell()
        self._last = self._frame(iteration, scores[0], self._residual)
        return [iteration]

    def end(self, last: Frame) -> None:
        """Tell what is left: the thought's own answer takes the place of what was read of it."""
        if self._last is not None and self._last.iteration != last.iteration:
            self._tell()
        self._seen(last)
        if self._best is not None and self._best.verdict.rank < last.verdict.rank:
            self._seen(self._best)

    def _tell(self) -> None:
        told = self._last
        if told is None:
            return
        self._seen(told)
        if counts(self._every, told.iteration):
            self._best = min(filter(None, (told, self._best)), key=lambda each: each.verdict.rank)
