"""Who stops thinking after a step, instance by instance, and what is proven of their thoughts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from thinkers.engine.bounds import Guarantee, Promise, in_float64, norms, require_truth
from thinkers.engine.looking import Looks, Read
from thinkers.engine.progress import Progress
from thinkers.engine.reason import Reason
from thinkers.engine.stop import StopRule
from thinkers.nets import Thinker


@dataclass(frozen=True, eq=False)
class Ending:
    """The instances that stop now.

    Attributes:
        rows: Their places in the batch.
        reasons: The rule that stops each, or `diverged`.
        logits: `(len(rows), classes, *shape)`.
        promises: What is proven of each; None where nothing is.
    """

    rows: NDArray[np.int64]
    reasons: NDArray[np.str_]
    logits: NDArray[np.float32]
    promises: list[Promise | None]


class Judge:
    """Says of a batch how far it has come, what is proven of that, and who stops.

    Make it before `thinker.held()` is open: it needs weights of its own.
    """

    def __init__(
        self, thinker: Thinker, inputs: Tensor, mask: Tensor | None, read: Read | None = None
    ) -> None:
        self.guarantee = Guarantee.of(thinker)
        if self.guarantee is not None:
            require_truth(thinker, self.guarantee, inputs)
        self._thinker, self._inputs = thinker, inputs
        self._twin = thinker if self.guarantee is None else in_float64(thinker)
        self._mask = torch.ones_like(inputs[:, 0], dtype=torch.bool) if mask is None else mask
        self._least = np.full(len(inputs), np.inf)
        self._best_at = np.zeros(len(inputs), np.int64)
        self._seconds = 0.0
        self._looks = None if read is None else Looks(read, len(inputs))

    def progress(self, iteration: int, thought: Tensor, image: Tensor, seconds: float) -> Progress:
        """How far a step from `thought` to `image` shows the instances to be."""

        def logits() -> Tensor:  # only where somebody asks: the readout is costly
            found: Tensor = self._thinker.readout(image)
            return found

        found = self._progress(iteration, thought, image, seconds, self._mask, logits)
        better = found.change < self._least
        self._least = np.where(better, found.change, self._least)
        self._best_at = np.where(better, iteration, self._best_at)
        pace, self._seconds = seconds - self._seconds, seconds
        found = replace(found, pace=pace, best_at=self._best_at)
        if self._looks is None:
            return found
        return replace(found, same=partial(self._looks.same, iteration, lambda: _read(logits())))

    def _progress(
        self,
        iteration: int,
        thought: Tensor,
        image: Tensor,
        seconds: float,
        mask: Tensor,
        logits: Callable[[], Tensor],
    ) -> Progress:
        change = norms(image - thought)  # (b,)
        progress = Progress(iteration, _numpy(change), _numpy(norms(image)), seconds)
        if self.guarantee is None:
            return progress
        promise, distance = self.guarantee, self.guarantee.distance(change)  # (b,)
        return replace(
            progress,
            distance=_numpy(distance),
            final=lambda: _numpy(promise.final(logits(), distance, mask)),
        )

    def ending(self, stop: StopRule, progress: Progress, image: Tensor) -> Ending:
        """Who stops after this step, with what is read from their thoughts.

        Where something is proven, one more step in float64 gives their last residual, and a rule
        that is met by a proof alone must be met there too.
        """
        reasons = _reasons(stop, progress)
        rows = np.flatnonzero(reasons != "")
        if not len(rows):
            return Ending(rows, reasons[rows], np.empty(0, np.float32), [])
        places = torch.from_numpy(rows).to(image.device)
        thought, mask = image[places], self._mask[places]
        if self.guarantee is None:
            logits = self._thinker.readout(thought)  # (rows, classes, *shape)
            return Ending(rows, reasons[rows], _numpy(logits.float()), [None] * len(rows))
        thought, inputs = thought.double(), self._inputs[places].double()
        after = self._twin.step(thought, self._twin.recall(inputs))
        logits = self._twin.readout(after).float()  # (rows, classes, *shape), as answered
        exact = self._progress(
            progress.iteration, thought, after, progress.seconds, mask, lambda: logits
        )
        if (same := progress.same) is not None:
            exact = replace(exact, same=lambda: same()[rows])
        unproven = _reasons(stop, replace(progress, distance=None, final=None))[rows]
        confirmed = _reasons(stop, exact)
        reasons = np.where(confirmed != "", confirmed, unproven)
        stays = reasons != ""
        promises = self._promises(exact)
        return Ending(
            rows[stays], reasons[stays], _numpy(logits)[stays],
            [promise for promise, leaves in zip(promises, stays, strict=True) if leaves],
        )  # fmt: skip

    def _promises(self, exact: Progress) -> list[Promise | None]:
        assert self.guarantee is not None
        assert exact.distance is not None
        assert exact.final is not None
        pairs = zip(exact.distance.tolist(), exact.final().tolist(), strict=True)
        return [Promise(self.guarantee.contraction, *pair) for pair in pairs]

    def keep(self, rows: Tensor) -> None:
        """Forget the instances that are not among `rows`."""
        self._inputs, self._mask = self._inputs[rows], self._mask[rows]
        stay = _numpy(rows)
        self._least, self._best_at = self._least[stay], self._best_at[stay]
        if self._looks is not None:
            self._looks.keep(stay)


def _reasons(stop: StopRule, progress: Progress) -> NDArray[np.str_]:
    return np.where(np.isfinite(progress.change), stop.reasons(progress), Reason.DIVERGED)


def _read(logits: Tensor) -> NDArray[np.float32]:
    scores: NDArray[np.float32] = logits.float().cpu().numpy()
    return scores


def _numpy(values: Tensor) -> NDArray[Any]:
    return values.cpu().numpy()
