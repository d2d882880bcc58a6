"""Thinking of one instance with the answer read after each iteration, for whoever watches."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from thinkers.engine.devices import pick_device
from thinkers.engine.loop import think
from thinkers.engine.memory import require_room
from thinkers.engine.progress import Progress
from thinkers.engine.solve import default_stop
from thinkers.engine.stop import AnyOf, Interrupted, MaxIterations, StopRule
from thinkers.models.store import Model
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
    """

    iteration: int
    solution: Any
    verdict: Verdict
    residual: float
    margin: float


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
    seen: Seen = lambda frame: None,
) -> str:
    """Think of an instance and tell the answer after each iteration; gives what ended it.

    The last frame is the answer that `solve` gives.

    Args:
        problem: What the instance is of.
        model: Who thinks.
        instance: The task.
        iterations: As many, unless the thought diverges; None for the model's own rule.
        interrupt: Ends the thinking once it is set.
        device: `auto`, `cpu` or `cuda`.
        seen: Told each frame, one iteration late, since the last is only known at the end.
    """
    problem.require(instance)
    place = pick_device(device)
    model.thinker.to(place)
    encoding = model.card.pick_encoding(problem.encodings)
    shape = encoding.shape(instance)
    require_room(model.thinker, encoding.signature.inputs, shape, 1, place)
    batch = encoding.encode([instance])
    inputs = torch.from_numpy(batch.seen(encoding.signature)).to(place)

    def frame(iteration: int, scores: NDArray[np.float32], residual: float) -> Frame:
        solution = encoding.decode(scores, instance)
        margin = encoding.signature.margin(scores, batch.mask[0])
        return Frame(iteration, solution, problem.check(instance, solution), residual, margin)

    rule = default_stop(model, shape) if iterations is None else MaxIterations(iterations)
    watching = _Watching(frame, seen)
    thoughts = think(
        model.thinker, inputs, AnyOf(rule, Interrupted(interrupt or Event()), watching),
        mask=torch.from_numpy(batch.mask).to(place), read=watching.read,
    )  # fmt: skip
    count, residuals = thoughts.iterations[0], thoughts.residuals[0]
    watching.end(frame(count, thoughts.scores[0], residuals[count - 1] if count else np.nan))
    return thoughts.stopped_by[0]


class _Watching(StopRule):
    """Never met; has the answer read after each iteration."""

    name = "watching"

    def __init__(
        self, frame: Callable[[int, NDArray[np.float32], float], Frame], seen: Seen
    ) -> None:
        self._frame, self._seen = frame, seen
        self._at: Progress | None = None
        self._last: Frame | None = None

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        if progress.same is not None:
            self._at = progress
            progress.same()
        return np.zeros(len(progress.change), bool)

    def read(self, place: int, scores: NDArray[np.float32]) -> int:
        """Make the frame of the present iteration, whose number stands for its answer."""
        del place
        assert self._at is not None
        self._tell()
        self._last = self._frame(self._at.iteration, scores, float(self._at.residual[0]))
        return self._at.iteration

    def end(self, last: Frame) -> None:
        """Tell what is left: the thought's own answer takes the place of what was read of it."""
        if self._last is not None and self._last.iteration != last.iteration:
            self._tell()
        self._seen(last)

    def _tell(self) -> None:
        if self._last is not None:
            self._seen(self._last)
