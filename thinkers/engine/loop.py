"""The inference loop: apply the step until a stop rule says so."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
from thinkers.engine.stop import StopRule, ending, ends
from thinkers.engine.thoughts import Halted, Heard, Thoughts, Trace
from thinkers.engine.window import Windows
from thinkers.nets import Thinker
from thinkers.nets.packing import packed, rows_of
from thinkers.nets.thinker import Stride

GRACE = 0.5
"""Seconds for which an iteration may go on, whatever the time is: the answer after one whole
iteration is worth that (our choice)."""

STRIDE, LONGEST = 0.1, 4096
"""Seconds from which on strides are not made longer, and the most steps of one (our choice)."""


Stopped = tuple[NDArray[np.int64], int, NDArray[np.str_]]
"""Instances that stop, after which iteration, and why."""


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
        plain = isinstance(acceleration, Picard) and not monitor.bounds and not stop.at_once
        self.length = 1 if plain else 0
        self.windows = Windows(thinker, inputs.device)
        self.rows = self.active  # of the thought; others in it have stopped
        self.thought: Tensor
        self.recall: Any
        self.done = 0
        self.seconds = self.first_seconds = 0.0

    def think(self, trace: Trace, watch: Heard) -> None:
        """Iterate until every instance has left."""
        self.thought = self.thinker.embed(self.inputs)
        try:
            with self._cut():
                self.recall = self.thinker.recall(self.inputs)
            while len(self.active):
                self._advance(trace)
                watch(self.done, len(self.active))
        except Over as over:
            logits = scores_of(self.thinker.readout(rows_of(self.thought, self._tensor(self.rows))))
            rows = np.arange(len(self.active))
            reasons = np.full(len(rows), over.reason)
            halted = Halted(rows, reasons, logits, [None] * len(rows))
            self.thoughts.finish(self.active, self.done, halted)

    def _advance(self, trace: Trace) -> None:
        """Make a step, or a stride of several."""
        length = 0 if trace else self._length()
        windowed = self._windowed(length)
        self._gather(windowed)
        thought, recall = self.thought, self.recall
        with self._cut():
            stride = self.thinker.ahead(thought, recall, length) if length > 1 else None
            if stride is None and windowed:
                stride = self.windows.make(thought, recall, length)
            image = self.thinker.step(thought, recall) if stride is None else stride.image
        if stride is not None:
            self._pass(stride)
            self.thought, self.done = image, self.done + len(stride.change)
        else:
            if trace is True or (trace and self.done + 1 in trace):
                logits = scores_of(self.thinker.readout(image))
                self.thoughts.keep_trace(self.active, logits)
            progress, stay = self._end(self.done + 1, thought, image)
            change = torch.from_numpy(progress.change).to(image.device)  # (b,)
            self.thought = self.acceleration.propose(thought, image, change)
            self.done += 1
            self._leave(stay)
        self._lengthen(stride is None)

    def _gather(self, windowed: bool) -> None:
        """Let the thought be of those that are left: in windows, once they are half of it.

        Other shapes are other graphs; to capture one takes as long as some windows.
        """
        if len(self.rows) <= (len(self.thought) // 2 if windowed else len(self.thought) - 1):
            left = self._tensor(self.rows)
            self.thought, self.recall = rows_of(self.thought, left), rows_of(self.recall, left)
            self.rows = np.arange(len(left))

    def _tensor(self, rows: NDArray[np.int64]) -> Tensor:
        return torch.from_numpy(rows).to(self.inputs.device)

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

    def _pass(self, stride: Stride) -> None:
        """Write down who stops after which step of a stride; they are read out together."""
        steps, stopped, last = len(stride.change), list[Stopped](), list[Tensor]()
        times = np.linspace(self.seconds, perf_counter() - self.begin, steps + 1)[1:].tolist()
        for step, (change, size, seconds) in enumerate(
            zip(stride.change, stride.size, times, strict=True), start=1
        ):
            now = Progress(self.done + step, change[self.rows], size[self.rows], seconds)
            progress = self.monitor.followed(now)
            self.iteration_seconds = progress.iteration_seconds
            self.thoughts.note(self.active, progress)
            [rows] = np.nonzero(ending(self.stop, progress))
            if not len(rows):
                continue
            reasons = ends(self.stop, progress)[rows]
            still = step == steps or not progress.change[rows].any()  # the same thought at the end
            image = stride.image if still else self._after(step, stride)
            last.append(rows_of(image, self._tensor(self.rows[rows])))
            stopped.append((self.active[rows], progress.iteration, reasons))
            self._leave(np.delete(np.arange(len(self.rows)), rows))
            if not len(self.rows):
                break
        if stopped:
            thought = torch.cat(last) if len(last) > 1 else last.pop()
            self._finish(stopped, scores_of(self.thinker.readout(thought)))

    def _finish(self, stopped: Sequence[Stopped], scores: NDArray[np.float32]) -> None:
        """Write down the answers of those that stopped."""
        ends_at = np.cumsum([len(active) for active, _, _ in stopped])
        for (active, iteration, reasons), own in zip(
            stopped, np.split(scores, ends_at[:-1]), strict=True
        ):
            halted = Halted(np.arange(len(active)), reasons, own, [None] * len(active))
            self.thoughts.finish(active, iteration, halted)

    def _windowed(self, length: int) -> bool:
        """Whether a stride may be a window: these are for iterations that are short."""
        width = self.windows.width
        return min(length, width) > 1 and width * self.iteration_seconds < STRIDE

    def _after(self, count: int, stride: Stride) -> Tensor:
        """The thought after fewer steps of a stride than were made."""
        thought, recall = self.thought, self.recall
        if stride.thoughts:
            return stride.thoughts[count - 1]
        fewer = self.thinker.ahead(thought, recall, count) if count > 1 else None
        if fewer is not None:
            return fewer.image
        for _ in range(count):
            thought = self.thinker.step(thought, recall)
        return thought

    def _length(self) -> int:
        """How many steps the next stride may have; a single one where time is nearly over."""
        most, now = self.stop.max_iterations, perf_counter() - self.begin
        if self.length < 2 or self.stop.over(now + STRIDE):
            return 0
        return self.length if most is None else min(self.length, most - self.done)

    def _lengthen(self, single: bool) -> None:
        """Let strides be longer while they are short, or about as long as a few single steps."""
        now = perf_counter() - self.begin
        took, self.seconds = now - self.seconds, now
        if single and self.length > 1 and self.windows.width == 1:
            self.length = 0  # this thinker has no faster way
        if single:
            self.first_seconds = took
        if took < max(STRIDE, 4 * self.first_seconds):
            self.length = min(8 * self.length, LONGEST)

    def _leave(self, stay: NDArray[np.int64]) -> None:
        """Forget all but the rows that stay."""
        if len(stay) < len(self.active):
            self.active, self.rows = self.active[stay], self.rows[stay]
            self.monitor.keep(stay)
            self.acceleration.keep(self._tensor(stay))

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
