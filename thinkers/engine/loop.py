"""The inference loop: apply the step until a stop rule says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from time import perf_counter
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from thinkers.engine.acceleration import Acceleration, Anderson, Picard
from thinkers.engine.cutting import Cut, Over
from thinkers.engine.halting import HaltingMonitor, scores_of
from thinkers.engine.looking import Read
from thinkers.engine.progress import Progress
from thinkers.engine.stop import StopRule
from thinkers.engine.thoughts import Halted, Heard, Thoughts, Trace
from thinkers.nets import Thinker
from thinkers.nets.packing import packed, rows_of

GRACE = 0.5
"""Seconds for which an iteration may go on, whatever the time is: the answer after one whole
iteration is worth that (our choice)."""


def think(
    thinker: Thinker,
    inputs: Tensor,
    stop: StopRule,
    trace: Trace = False,
    *,
    mask: Tensor | None = None,
    acceleration: type[Acceleration] | None = None,
    watch: Heard = lambda iteration, left: None,
    read: Read | None = None,
) -> Thoughts:
    """Iterate the step to a fixed point; each instance leaves the batch when a stop rule is met.

    Memory does not grow with the number of iterations (but for `trace`). The readout runs once
    per instance, on its final thought. A thought that is not finite any more stops as `diverged`.
    Where the thinker proves a contraction, the last residual is taken in float64, and rules that
    rest on the proof must hold there too. A step in which a rule says that it is over
    (`StopRule.over`) is not finished, and counts for nothing: the answer is that of the thought
    before, of which nothing is proven.

    Args:
        thinker: In evaluation mode.
        inputs: `(b, channels, *shape)` on the thinker's device.
        stop: When to stop.
        trace: After which iterations the logits are kept; True for all.
        mask: `(b, *shape)` bool, the positions whose answer counts; None for all.
        acceleration: How to get from thought to thought; by default Anderson acceleration where a
            contraction is proven, else the plain iteration.
        watch: Told the iteration, and how many still think.
        read: Reads answers along the way, for rules that look at them.
    """
    begin = perf_counter()
    thinker.prepare(inputs[:, 0].numel())
    thinker = packed(thinker, inputs)
    monitor = HaltingMonitor(thinker, inputs, mask, read)
    chosen = (acceleration or (Anderson if monitor.bounds else Picard))()
    batch = _Batch(thinker, inputs, stop, monitor, chosen, begin)
    with torch.inference_mode(), thinker.cached_weights():
        batch.think(trace, watch)
    return batch.thoughts


class _Batch:
    """Instances that think together: what is left of them, and how far they are."""

    def __init__(
        self,
        thinker: Thinker,
        inputs: Tensor,
        stop: StopRule,
        monitor: HaltingMonitor,
        acceleration: Acceleration,
        begin: float,
    ) -> None:
        self.thinker, self.inputs, self.stop = thinker, inputs, stop
        self.monitor, self.acceleration, self.begin = monitor, acceleration, begin
        self.thoughts = Thoughts.of(len(inputs))
        self.active = np.arange(len(inputs))
        self.iteration_seconds = np.inf

    def think(self, trace: Trace, watch: Heard) -> None:
        """Iterate until every instance has left."""
        thought, done = self.thinker.embed(self.inputs), 0
        try:
            with self._cut():
                recall = self.thinker.recall(self.inputs)
            for iteration in count(1):
                with self._cut():
                    image = self.thinker.step(thought, recall)
                if trace is True or (trace and iteration in trace):
                    self.thoughts.keep_trace(self.active, scores_of(self.thinker.readout(image)))
                progress, stay = self._end(iteration, thought, image)
                watch(iteration, len(stay))
                if not len(stay):
                    return
                change = torch.from_numpy(progress.change).to(image.device)  # (b,)
                thought, done = self.acceleration.propose(thought, image, change), iteration
                if len(stay) < len(self.active):
                    thought, recall = self._keep(stay, thought, recall)
        except Over as over:
            logits = scores_of(self.thinker.readout(thought))
            rows = np.arange(len(self.active))
            reasons = np.full(len(rows), over.reason)
            halted = Halted(rows, reasons, logits, [None] * len(rows))
            self.thoughts.finish(self.active, done, halted)

    def _end(
        self, iteration: int, thought: Tensor, image: Tensor
    ) -> tuple[Progress, NDArray[np.int64]]:
        """Write down who stops after this step; gives the rows of those who stay."""
        seconds = perf_counter() - self.begin
        progress = self.monitor.progress(iteration, thought, image, seconds)
        self.iteration_seconds = progress.iteration_seconds
        self.thoughts.note(self.active, progress)
        halted = self.monitor.halt(self.stop, progress, image)
        self.thoughts.finish(self.active, iteration, halted)
        return progress, np.delete(np.arange(len(self.active)), halted.rows)

    def _keep(self, stay: NDArray[np.int64], thought: Tensor, recall: Any) -> tuple[Tensor, Any]:
        self.active, rows = self.active[stay], torch.from_numpy(stay).to(thought.device)
        self.monitor.keep(rows)
        self.acceleration.keep(rows)
        return thought[rows], rows_of(recall, rows)

    @contextmanager
    def _cut(self) -> Iterator[None]:
        """Ends what runs inside between two operations, when a rule says that it is over.

        Iterations that have so far been short are not looked into: they end soon enough.
        """
        if self.iteration_seconds < GRACE / 2:
            yield
            return
        start = perf_counter()

        def over() -> str:
            now = perf_counter()
            return self.stop.over(now - self.begin) if now - start > GRACE else ""

        with Cut(over):
            yield
