"""The optimiser's step under a throttle: what is measured, and how much of it is taken."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from thinkers.training.recipe import Optimizer
from thinkers.training.step.optional.throttle import LIMITS, Throttle

TINY = 1e-12
"""Keeps a step of length 0 from a division by it."""

JUMP = 2.0
"""A loss this many times the last one makes the guard look ahead."""


class Throttled:
    """Takes a share of each step that an optimiser would make: the same direction, shorter.

    Between steps the rules `gt-0` to `gt-2` keep weights and gradients of the last one.
    """

    def __init__(
        self, settings: Optimizer, optimizer: torch.optim.Optimizer, module: nn.Module
    ) -> None:
        assert settings.throttle != "none"
        self.settings, self.optimizer = settings, optimizer
        self.throttle = Throttle(settings.throttle, settings.chi or LIMITS[settings.name])
        self.weights = [weight for weight in module.parameters() if weight.requires_grad]
        self.last: dict[str, list[Tensor]] = {}
        self.loss, self.alert = 0.0, False

    @torch.no_grad()
    def step(
        self, number: int, rate: float, cut: float, loss: float, again: Callable[[], object]
    ) -> None:
        """Take a share of the step that the gradients, times `cut`, ask for.

        Args:
            number: Of the training step, from 0.
            rate: η.
            cut: What clipping makes of the gradients; it shortens steps, and hides no curvature.
            loss: The loss here, the same number in all processes.
            again: Replaces the gradients by those at the weights as they then are, on the same
                batch, not clipped.
        """
        here, slopes = _copies(self.weights), _slopes(self.weights)
        for weight in self.weights:
            if weight.grad is not None:
                weight.grad.mul_(cut)
        if self.throttle.rule != "guard":
            if self.last:
                found = self._curvature(here, self.last["weights"], slopes, self.last["slopes"])
                self.throttle.follow(rate, cut * found)
            self.last = {"weights": here, "slopes": slopes}
            self._advance(rate)
            return
        watches = self._watches(number, loss)
        self._advance(rate)
        if watches:
            self._look_ahead(rate * cut, here, slopes, again)
        self.loss = loss

    def _watches(self, number: int, loss: float) -> bool:
        """In warm-up, every few steps, after a jump of the loss, and after a step that was cut."""
        due = number < self.settings.warmup or number % self.settings.throttle_every == 0
        return due or self.alert or not loss <= JUMP * self.loss

    def _advance(self, rate: float) -> None:
        for options in self.optimizer.param_groups:
            options["lr"] = self.throttle.share * rate
        self.optimizer.step()

    def _look_ahead(
        self, rate: float, start: list[Tensor], slopes: list[Tensor], again: Callable[[], object]
    ) -> None:
        """Try shares of the step that was taken, since its direction needs no second try."""
        taken = self.throttle.share
        moves = [weight - place for weight, place in zip(self.weights, start, strict=True)]

        def go(share: float) -> None:
            for weight, place, move in zip(self.weights, start, moves, strict=True):
                torch.add(place, move, alpha=share / taken, out=weight)

        def load(share: float) -> float:
            go(share)
            with torch.enable_grad():
                again()
            there = _slopes(self.weights)
            return share * rate * self._curvature(self.weights, start, there, slopes)

        self.alert = not self.throttle.look_ahead(load)
        go(self.throttle.share)

    def _curvature(
        self,
        here: Sequence[Tensor],
        there: Sequence[Tensor],
        slopes: Sequence[Tensor],
        others: Sequence[Tensor],
    ) -> float:
        """C, `‖P^-½ dg‖ / ‖P^½ dθ‖`, in the metric P of the optimiser: 1 but for Adam's."""
        changed = moved = torch.zeros((), dtype=torch.float64)
        for index, weight in enumerate(self.weights):
            scale = self._metric(weight)
            change, move = slopes[index] - others[index], here[index] - there[index]
            changed = changed + (change.square() / scale).sum(dtype=torch.float64).cpu()
            moved = moved + (move.square() * scale).sum(dtype=torch.float64).cpu()
        return float(changed.sqrt() / (moved.sqrt() + TINY))

    def _metric(self, weight: Tensor) -> Tensor | float:
        """The diagonal of P: `√v̂ + ε` of Adam's state as it is, which may lag the gradients."""
        state = self.optimizer.state.get(weight, {})
        if "exp_avg_sq" not in state:
            return 1.0
        options = self.optimizer.defaults
        seen = 1 - options["betas"][1] ** float(state["step"])
        metric: Tensor = (state["exp_avg_sq"] / seen).sqrt() + options["eps"]
        return metric

    def state(self) -> dict[str, Any]:
        """All that a step changes here, in plain types and tensors."""
        kept = {"throttle": self.throttle.state(), "loss": self.loss, "alert": self.alert}
        return kept | {"last": self.last}

    def load(self, state: dict[str, Any]) -> None:
        """Restore what `state` gave."""
        self.throttle = Throttle(**state["throttle"])
        self.loss, self.alert = state["loss"], state["alert"]
        device = self.weights[0].device
        self.last = {
            name: [tensor.to(device) for tensor in tensors]
            for name, tensors in state["last"].items()
        }


def _copies(tensors: Sequence[Tensor]) -> list[Tensor]:
    return [tensor.detach().clone() for tensor in tensors]


def _slopes(weights: Sequence[Tensor]) -> list[Tensor]:
    """The gradients, 0 where there is none."""
    return [
        torch.zeros_like(weight) if weight.grad is None else weight.grad.clone()
        for weight in weights
    ]
