"""Halting: which instances of a batch stop after a step, and the error bounds of their states."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from thinkers.engine.bounds import ErrorBound, LipschitzBounds, in_float64, verify_bounds
from thinkers.engine.following import Following
from thinkers.engine.looking import Read
from thinkers.engine.progress import Progress
from thinkers.engine.stop import StopRule, ends
from thinkers.engine.thoughts import Halted
from thinkers.nets import Thinker
from thinkers.nets.norms import norms
from thinkers.nets.packing import rows_of


def scores_of(logits: Tensor) -> NDArray[np.float32]:
    """Logits as a float32 array of the same shape, wherever and in whatever they were computed."""
    scores: NDArray[np.float32] = logits.float().cpu().numpy()
    return scores


class HaltingMonitor:
    """Follows the convergence of a batch: residuals, error bounds, and which instances halt.

    Make it before `thinker.cached_weights()` is opened: its float64 copy needs its own weights.
    """

    def __init__(
        self, thinker: Thinker, inputs: Tensor, mask: Tensor | None, read: Read | None = None
    ) -> None:
        self.bounds = LipschitzBounds.of(thinker)
        if self.bounds is not None:
            verify_bounds(thinker, self.bounds, inputs)
        self._thinker = thinker
        self._twin = thinker if self.bounds is None else in_float64(thinker)
        self._inputs = None if self.bounds is None else inputs
        self._mask = None if self.bounds is None else mask
        self._following = Following(len(inputs), read)

    def progress(self, iteration: int, thought: Tensor, image: Tensor, seconds: float) -> Progress:
        """Residuals, norms and error bounds of the step from `thought` to `image`."""

        def logits() -> Tensor:  # only where somebody asks: the readout is costly
            found: Tensor = self._thinker.readout(image)
            return found

        found = self._progress(iteration, thought, image, seconds, self._mask, logits)
        return self._following.looked(self.followed(found), lambda: scores_of(logits()))

    def followed(self, progress: Progress) -> Progress:
        """The progress, and how it stands to what was before."""
        return self._following.followed(progress)

    def _progress(
        self,
        iteration: int,
        thought: Tensor,
        image: Tensor,
        seconds: float,
        mask: Tensor | None,
        logits: Callable[[], Tensor],
    ) -> Progress:
        change = norms(image - thought)  # (b,)
        progress = Progress(iteration, _numpy(change), _numpy(norms(image)), seconds)
        if self.bounds is None:
            return progress
        bounds, distance = self.bounds, self.bounds.distance(change)  # (b,)
        return replace(
            progress,
            distance=_numpy(distance),
            final=lambda: _numpy(bounds.final(logits(), distance, mask)),
        )

    def halt(self, stop: StopRule, progress: Progress, image: Tensor) -> Halted:
        """The instances that halt after this step, with the logits of their states.

        Where something is proven, one more step in float64 gives their last residual, and a rule
        that is met by a proof alone must be met there too.
        """
        reasons = ends(stop, progress)
        rows = np.flatnonzero(reasons != "")
        if not len(rows):
            return Halted(rows, reasons[rows], np.empty(0, np.float32), [])
        left = torch.from_numpy(rows).to(image.device)
        thought = rows_of(image, left)
        mask = None if self._mask is None else self._mask[left]
        if self.bounds is None:
            logits = self._thinker.readout(thought)  # (rows, classes, *shape)
            return Halted(rows, reasons[rows], scores_of(logits), [None] * len(rows))
        assert self._inputs is not None
        thought, inputs = thought.double(), self._inputs[left].double()
        after = self._twin.step(thought, self._twin.recall(inputs))
        logits = self._twin.readout(after).float()  # (rows, classes, *shape), as answered
        exact = self._progress(
            progress.iteration, thought, after, progress.seconds, mask, lambda: logits
        )
        if (same := progress.same) is not None:
            exact = replace(exact, same=lambda: same()[rows])
        unproven = ends(stop, replace(progress, distance=None, final=None))[rows]
        confirmed = ends(stop, exact)
        reasons = np.where(confirmed != "", confirmed, unproven)
        stays = reasons != ""
        error_bounds = self._error_bounds(exact)
        return Halted(
            rows[stays], reasons[stays], scores_of(logits)[stays],
            [bound for bound, leaves in zip(error_bounds, stays, strict=True) if leaves],
        )  # fmt: skip

    def _error_bounds(self, exact: Progress) -> list[ErrorBound | None]:
        assert self.bounds is not None
        assert exact.distance is not None
        assert exact.final is not None
        pairs = zip(exact.distance.tolist(), exact.final().tolist(), strict=True)
        return [ErrorBound(self.bounds.contraction, *pair) for pair in pairs]

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Forget the instances that are not among `rows`."""
        self._following.keep(rows)
        if self._inputs is not None:
            places = torch.from_numpy(rows).to(self._inputs.device)
            self._inputs, self._mask = self._inputs[places], rows_of(self._mask, places)


def _numpy(values: Tensor) -> NDArray[Any]:
    return values.cpu().numpy()
