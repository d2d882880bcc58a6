"""The progressive loss of Bansal et al. 2022 (algorithm 1), for any thinker and any target."""

from functools import partial
from typing import Any, NamedTuple, Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from thinkers.certify.iterate import iterate
from thinkers.errors import ConfigError
from thinkers.nets import Thinker
from thinkers.nets.packing import packed
from thinkers.problems.encoding import Loss as OwnLoss
from thinkers.problems.signature import Target
from thinkers.training.recipe import Loss
from thinkers.training.step.cross_entropy import cross_entropy
from thinkers.training.step.implicit import fixed_point, implicit, phantom
from thinkers.training.step.mosaic import tile, untile
from thinkers.training.step.rows import Carried, Rows


class Draw(NamedTuple):
    """The random part of one step's loss.

    Attributes:
        iterations: M, the length of the full pass.
        no_grad_steps: n, iterations without gradient.
        grad_steps: k, iterations with gradient that follow them.
    """

    iterations: int
    no_grad_steps: int
    grad_steps: int

    @classmethod
    def of(cls, loss: Loss, rng: np.random.Generator) -> Self:
        """Draw n ~ U{0 … M-1} and k ~ U{1 … M-n}, within the recipe's bounds; M itself may vary."""
        iterations = loss.iterations
        if loss.min_iterations is not None:
            iterations = int(rng.integers(loss.min_iterations, iterations + 1))
        last = iterations - loss.min_grad_steps
        max_no_grad = last if loss.max_no_grad_steps is None else min(last, loss.max_no_grad_steps)
        free = int(rng.integers(0, max_no_grad + 1))
        most = min(iterations - free, loss.max_grad_steps or iterations)
        return cls(iterations, free, int(rng.integers(loss.min_grad_steps, most + 1)))

    def grad_alone(self) -> Self:
        """The draw of its steps with gradient alone."""
        return type(self)(self.grad_steps, 0, self.grad_steps)


class ProgressiveLoss(nn.Module):
    """A thinker with its loss, as one module whose forward gives the loss of a batch.

    Open `thinker.cached_weights()` around forward and backward.

    Args:
        thinker: What learns.
        loss: The recipe's settings.
        target: What is chosen.
        own: The encoding's own loss; None for cross-entropy.
    """

    def __init__(
        self, thinker: Thinker, loss: Loss, target: Target, own: OwnLoss | None = None
    ) -> None:
        super().__init__()
        self.thinker = thinker
        self.loss = loss
        self.target = target
        self.own = own
        self._packed: dict[torch.Size, Thinker] = {}
        self._shape = torch.Size()

    def forward(
        self, rows: Rows, draw: Draw, carried: Carried | None = None
    ) -> tuple[Tensor, Carried]:
        """The loss of one batch, a scalar, and the last hidden state, for the next segment.

        Noise comes from torch's global generator.

        Args:
            rows: The batch.
            draw: How long to think.
            carried: What to go on from, instead of first thoughts.

        Raises:
            ConfigError: The batch lacks what the loss reads: `decidable_from` for
                `rounds_per_iteration`, boards for `mosaic`.
        """
        boards = self.target != "row" and rows.mask.ndim > 2 and not self.thinker.tuple_state
        if self.loss.mosaic > 1 and not boards:
            raise ConfigError("only boards make a mosaic", "leave out loss.mosaic")
        alpha, error = self.loss.alpha, partial(self._error, rows)
        if self.splits(draw):
            carried = self.advance(rows.inputs, draw.no_grad_steps, carried)
            draw = draw.grad_alone()
        first, recall, count = self._begin(rows.inputs, carried)
        if self.loss.gradient != "unrolled":
            last = self._settled(first, recall)
            return error(last, count), Carried(self._untile(last.detach()), count)
        reached = self._think(first, recall, draw.no_grad_steps)
        last = self._think(reached, recall, draw.grad_steps)
        count = count + draw.no_grad_steps + draw.grad_steps  # (b,)
        total = first.new_zeros(())  # ()
        if alpha > 0:
            total = total + alpha * error(last, count)
            if draw.no_grad_steps and reached.requires_grad:
                last = route_gradient(last, reached)
        if alpha < 1:
            left = draw.iterations - draw.no_grad_steps - draw.grad_steps
            last, count = self._think(last, recall, left), count + left
            total = total + (1 - alpha) * error(last, count)
        return total, Carried(self._untile(last.detach()), count)

    @property
    def capturable(self) -> bool:
        """Whether equal draws launch equal kernels, so that a CUDA graph can be captured."""
        return self.loss.gradient == "unrolled" and self.loss.checkpoint is None

    def splits(self, draw: Draw) -> bool:
        """Whether `advance` can run the iterations without gradient, apart from the others."""
        return self.loss.alpha == 1 and self.loss.gradient == "unrolled" and draw.no_grad_steps > 0

    @torch.no_grad()
    def advance(self, inputs: Tensor, count: int, carried: Carried | None = None) -> Carried:
        """The hidden states `count` iterations later, without gradient."""
        first, recall, before = self._begin(inputs, carried)
        return Carried(self._untile(self._think(first, recall, count)), before + count)

    def _begin(self, inputs: Tensor, carried: Carried | None) -> tuple[Tensor, Any, Tensor]:
        """Thoughts to go on from, with gradient where they are first ones; recall; counts."""
        laid_out = self._tile(inputs)
        self._look_at(laid_out)
        recall = self.thinker.recall(laid_out)
        if carried is None:
            first = self._first(laid_out)
            count = torch.zeros(len(first), dtype=torch.int64, device=first.device)  # (b,)
            return self._tile(first), recall, count
        thought = carried.thought
        if carried.fresh:
            first, new = self._first(laid_out), carried.iterations == 0
            thought = torch.where(_each(new, first), first, thought.to(first.dtype))
        return self._tile(thought), recall, carried.iterations

    def _look_at(self, inputs: Tensor) -> None:
        """Learn how a hidden state that is a tuple is packed, once for each shape."""
        if self.thinker.tuple_state:
            self._shape = inputs.shape[1:]
            if self._shape not in self._packed:
                self._packed[self._shape] = packed(self.thinker, inputs)

    @property
    def _single(self) -> Thinker:
        """The thinker, with a hidden state that is one tensor."""
        return self._packed.get(self._shape, self.thinker)

    def _first(self, inputs: Tensor) -> Tensor:
        """The first thought; a share of the instances starts from noise of the same size."""
        first = self._untile(self._single.embed(inputs))
        if not self.loss.random_start:
            return first
        chosen = torch.rand(len(first), device=first.device) < self.loss.random_start  # (b,)
        return torch.where(_each(chosen, first), _noise(first), first)

    def _tile(self, boards: Tensor) -> Tensor:
        return tile(boards, self.loss.mosaic, self.loss.shared)

    def _untile(self, mosaics: Tensor) -> Tensor:
        return untile(mosaics, self.loss.mosaic, self.loss.shared)

    def _settled(self, first: Tensor, recall: Any) -> Tensor:
        """The fixed point, with one of the gradients that need no memory of the way there."""
        loss, step = self.loss, partial(self._single.step, recall=recall)
        point = fixed_point(step, first.detach(), loss.iterations, loss.tolerance)
        if loss.gradient == "phantom":
            return phantom(step, point, loss.phantom_steps, loss.damping)
        return implicit(step, point, loss.iterations, loss.tolerance)

    def _think(self, thought: Tensor, recall: Any, count: int) -> Tensor:
        segment = self.loss.checkpoint
        if segment is None or not torch.is_grad_enabled():
            return self._steps(thought, recall, count)
        for done in range(0, count, segment):
            thought = checkpoint(
                self._steps, thought, recall, min(segment, count - done), use_reentrant=False
            )
        return thought

    def _steps(self, thought: Tensor, recall: Any, count: int) -> Tensor:
        def step(thought: Tensor) -> Tensor:
            image: Tensor = self._single.step(thought, recall)
            if self.loss.path_noise:
                image = image + self.loss.path_noise * _noise(image)
            return image

        return iterate(step, thought, count)

    def _error(self, rows: Rows, thought: Tensor, iterations: Tensor) -> Tensor:
        logits, smoothing = self._untile(self._single.readout(thought)), self.loss.label_smoothing
        mask, targets = self._asked(rows, iterations)
        if self.own is not None:
            error: Tensor = self.own(logits, rows._replace(mask=mask, targets=targets).given())
            return error
        return cross_entropy(logits, mask, _labelled(targets), self.target, smoothing)

    def _asked(self, rows: Rows, iterations: Tensor) -> tuple[Tensor, Tensor | None]:
        """Mask and targets `(b, *shape)` that the loss counts after `(b,)` iterations."""
        least, most = self.loss.rounds_per_iteration, self.loss.max_rounds_per_iteration
        if least is None:
            return rows.mask, rows.targets
        if rows.decidable_from is None:
            raise ConfigError(
                "this problem's labels have no decidable_from",
                "leave out loss.rounds_per_iteration",
            )
        done = _each(iterations, rows.decidable_from)  # (b, 1[, 1])
        known = rows.decidable_from <= least * done  # (b, *shape)
        if most is None:
            return rows.mask & known, rows.targets
        if rows.interim_targets is None:
            raise ConfigError(
                "this problem's labels have no interim_targets",
                "leave out loss.max_rounds_per_iteration",
            )
        early = rows.decidable_from > most * done  # (b, *shape)
        targets = torch.where(early, rows.interim_targets, _labelled(rows.targets))  # (b, *shape)
        return rows.mask & (known | early), targets


def _labelled(targets: Tensor | None) -> Tensor:
    if targets is None:
        raise ConfigError(
            "there are no labels to learn from", "give the encoding a loss of its own"
        )
    return targets


def route_gradient(last: Tensor, start: Tensor) -> Tensor:
    """`last`, for later iterations, whose gradient passes `start` without the weights' part.

    The k iterations with gradient of the progressive term are iterations n+1 … n+k of the full
    pass, so one forward pass serves both. Their weights get the gradients of both terms at once;
    the gradient that goes on below `start` is computed for the full pass alone, without the
    weights' part.
    """
    onward = last.view_as(last)
    shares: list[Tensor] = []

    def divert(gradient: Tensor) -> None:
        shares.extend(torch.autograd.grad(last, start, gradient, retain_graph=True))

    onward.register_hook(divert)
    start.register_hook(lambda gradient: shares.pop() if shares else gradient)
    return onward


def _noise(thought: Tensor) -> Tensor:
    """Normal noise with the root mean square of each thought; no gradient."""
    size = thought.detach().flatten(1).square().mean(1).sqrt()  # (b,)
    return torch.randn_like(thought) * _each(size, thought)


def _each(values: Tensor, over: Tensor) -> Tensor:
    """`(b,)` values, one an instance, that broadcast over `(b, …)`."""
    return values.view(-1, *[1] * (over.ndim - 1))
