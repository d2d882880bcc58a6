"""What a proven contraction says of a thought: how far the fixed point is, and which choices stay.

Banach's a-posteriori bound: for a K-contraction G with fixed point φ* and any φ, however it was
reached, `‖G(φ) - φ*‖ <= K / (1 - K) ‖G(φ) - φ‖`. With a readout that is L-Lipschitz, the choice
at a position is final when its score exceeds every other by more than `√2 L` times that bound.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any, Self, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils import parametrize

from thinkers.certify import contradicts, disagreement
from thinkers.certify.consistency import TOLERANCE
from thinkers.engine.result import Promise
from thinkers.engine.stop import Progress, StopRule
from thinkers.errors import ModelError
from thinkers.nets import Thinker

ROUNDING = 2.0**-22
"""What rounding two scores to float32 takes of their margin at most, as a share of the larger."""


@dataclass(frozen=True)
class Guarantee:
    """What a thinker promises of its step and readout, in l2.

    Attributes:
        contraction: K, 0 <= K < 1, proven.
        readout: L, a proven Lipschitz constant of the readout, or None.
    """

    contraction: float
    readout: float | None

    @classmethod
    def of(cls, thinker: Thinker) -> Self | None:
        """The thinker's, or None where no contraction is proven; proven once for its weights."""
        contraction = thinker.once(thinker.lipschitz)
        if contraction is None or contraction >= 1:
            return None
        return cls(contraction, thinker.once(thinker.readout_lipschitz))

    def distance(self, residual: Tensor) -> Tensor:
        """`(b,)` bounds of ‖G(φ) - φ*‖, given ‖G(φ) - φ‖."""
        return self.contraction / (1 - self.contraction) * residual

    def final(self, logits: Tensor, distance: Tensor, mask: Tensor) -> Tensor:
        """`(b,)` the share of the masked positions whose choice no more thinking can change.

        Args:
            logits: `(b, classes, *shape)` read at G(φ), in the precision of the answer.
            distance: `(b,)` bounds of ‖G(φ) - φ*‖.
            mask: `(b, *shape)` bool.
        """
        counted = mask.flatten(1)  # (b, cells)
        if self.readout is None or logits.shape[1] < 2:
            return torch.zeros_like(distance)
        best = logits.flatten(2).topk(2, dim=1).values.double()  # (b, 2, cells)
        rounding = ROUNDING * best.abs().amax(1)  # (b, cells)
        margin = best[:, 0] - best[:, 1] - rounding  # (b, cells)
        stays = margin > sqrt(2) * self.readout * distance.unsqueeze(1)  # (b, cells)
        share: Tensor = (stays & counted).sum(1) / counted.sum(1).clamp(min=1)  # (b,)
        return share


def require_truth(thinker: Thinker, guarantee: Guarantee, inputs: Tensor) -> None:
    """Hold what a thinker proves of its step against that step; done once for its weights.

    Its pieces must give the step; without pieces, the step must not stretch more than is claimed.

    Args:
        thinker: The one that proves it.
        guarantee: What it proves.
        inputs: `(b, channels, *shape)`, of which the first is thought about.

    Raises:
        ModelError: It is not true of the step.
    """

    def fault() -> str:
        with thinker.held():
            chain, first = thinker.pieces(), inputs[:1]
            recall, thought = thinker.recall(first), thinker.embed(first)
            step = lambda thought: thinker.step(thought, recall)  # noqa: E731
            if chain is None:
                least = contradicts(step, thought, guarantee.contraction)
                return "" if least is None else f"its step stretches by {least:.3g}"
            apart = disagreement(chain, step, recall, thought)
            return "" if apart <= TOLERANCE else f"its pieces() describe another step ({apart:.2g})"

    found = thinker.once(fault)
    if found:
        raise ModelError(
            f"the thinker {thinker.name} claims to contract by {guarantee.contraction:.6g}, "
            f"but {found}: nothing is proven about it",
            "this is a fault of the thinker; `thinkers check-plugin` tells more",
        )


def in_float64(thinker: Thinker) -> Thinker:
    """A copy in float64 of the very weights that the thinker uses, constrained ones as they are."""
    twin = copy.deepcopy(thinker)
    for module in twin.modules():
        if parametrize.is_parametrized(module):
            names = cast("nn.ModuleDict", module.parametrizations)
            values = {name: nn.Parameter(getattr(module, name).detach()) for name in names}
            # Not `remove_parametrizations`: it edits a class that copy and original share.
            module.__class__ = parametrize.type_before_parametrizations(module)
            del module.parametrizations
            for name, value in values.items():
                module.register_parameter(name, value)
    return twin.double().eval()


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

    def __init__(self, thinker: Thinker, inputs: Tensor, mask: Tensor | None) -> None:
        self.guarantee = Guarantee.of(thinker)
        if self.guarantee is not None:
            require_truth(thinker, self.guarantee, inputs)
        self._thinker, self._inputs = thinker, inputs
        self._twin = thinker if self.guarantee is None else in_float64(thinker)
        self._mask = torch.ones_like(inputs[:, 0], dtype=torch.bool) if mask is None else mask
        self._least = np.full(len(inputs), np.inf)
        self._best_at = np.zeros(len(inputs), np.int64)
        self._seconds = 0.0

    def progress(self, iteration: int, thought: Tensor, image: Tensor, seconds: float) -> Progress:
        """How far a step from `thought` to `image` shows the instances to be."""
        logits = lambda: self._thinker.readout(image)  # noqa: E731  the readout is costly
        found = self._progress(iteration, thought, image, seconds, self._mask, logits)
        better = found.change < self._least
        self._least = np.where(better, found.change, self._least)
        self._best_at = np.where(better, iteration, self._best_at)
        pace, self._seconds = seconds - self._seconds, seconds
        return replace(found, pace=pace, best_at=self._best_at)

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


def _reasons(stop: StopRule, progress: Progress) -> NDArray[np.str_]:
    return np.where(np.isfinite(progress.change), stop.reasons(progress), "diverged")


def norms(thought: Tensor) -> Tensor:
    """`(b,)` float64; in the order in which the numbers lie, so that none is moved."""
    rows = thought if thought.is_contiguous() else thought.movedim(1, -1)  # (b, …)
    norms: Tensor = torch.linalg.vector_norm(rows.flatten(1).double(), dim=1)
    return norms


def _numpy(values: Tensor) -> NDArray[Any]:
    return values.cpu().numpy()
