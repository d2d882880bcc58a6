"""Muon (Jordan et al. 2024): orthogonalised momentum for matrices, AdamW for the rest."""

from collections.abc import Collection, Iterable
from math import sqrt
from typing import Any

import torch
from torch import Tensor

from thinkers.training.step.optional.caps import Cap

MOMENTUM = 0.95
BETAS = (0.9, 0.999)
EPSILON = 1e-8

POLYNOMIAL = (3.4445, -4.7750, 2.0315)
"""Coefficients of X, XXᵀX and (XXᵀ)²X in the quintic of Jordan et al., iterated five times."""

ROUNDS = 5

OVERSHOOT = 1.2024
"""The largest value that the five quintics give on (0, 1]: no singular value exceeds it."""

SIZE = 0.2
"""Root mean square of a step over the learning rate, near AdamW's (Liu et al. 2025, 2.2)."""


class Muon(torch.optim.Optimizer):
    """Muon for groups with `matrices`, AdamW with decay beside the gradient for the others.

    A convolution's kernel `(co, ci, *k)` is taken as the `(co, ci·taps)` matrix. A step of it has
    the norm lr · 0.2 √max(co, ci·taps) · OVERSHOOT at most, as that matrix; as a convolution √taps
    times as much. Learning rates and decay that suit AdamW suit it.

    Args:
        groups: Of parameters, with `matrices`.
        lr: The peak of the learning rate.
        cap: What holds the matrices of `capped`, from the first step on.
        capped: Some of the matrices.

    Raises:
        ConfigError: The cap does not reach as far as the steps.
    """

    def __init__(
        self,
        groups: Iterable[dict[str, Any]],
        lr: float,
        cap: Cap | None = None,
        capped: Collection[Tensor] = (),
    ) -> None:
        super().__init__(groups, {"lr": lr, "weight_decay": 0.0, "matrices": False})
        self.caps = {} if cap is None else dict.fromkeys(capped, cap)
        for weight, each in self.caps.items():
            each.require_reach(longest_step(weight, lr))

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Move every weight that has a gradient."""
        del closure
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                move = self._orthogonal if group["matrices"] else self._adam
                cap, state, rate = self.caps.get(weight), self.state[weight], group["lr"]
                if cap is not None and not state:
                    weight.copy_(cap.lower(weight))
                step = move(weight.grad, state)
                weight.mul_(1 - rate * group["weight_decay"])
                weight.add_(step, alpha=-rate)
                if cap is not None:
                    weight.copy_(cap.lower_after(weight, longest_step(weight, rate)))

    def _orthogonal(self, slope: Tensor, state: dict[str, Any]) -> Tensor:
        """Nesterov momentum, orthogonalised."""
        if not state:
            state["mean"] = torch.zeros_like(slope)
        state["mean"].lerp_(slope, 1 - MOMENTUM)
        matrix = slope.lerp(state["mean"], MOMENTUM).flatten(1)  # (co, ci·taps)
        step: Tensor = SIZE * sqrt(max(matrix.shape)) * orthogonalised(matrix).view_as(slope)
        return step

    def _adam(self, slope: Tensor, state: dict[str, Any]) -> Tensor:
        if not state:
            state.update(seen=0, mean=torch.zeros_like(slope), square=torch.zeros_like(slope))
        state["seen"] += 1
        state["mean"].lerp_(slope, 1 - BETAS[0])
        state["square"].lerp_(slope.square(), 1 - BETAS[1])
        mean = state["mean"] / (1 - BETAS[0] ** state["seen"])
        square = state["square"] / (1 - BETAS[1] ** state["seen"])
        step: Tensor = mean / (square.sqrt() + EPSILON)
        return step


def longest_step(weight: Tensor, rate: float) -> float:
    """A bound of the norm of one step, as a `(co, ci·taps)` matrix."""
    return rate * SIZE * sqrt(max(weight.flatten(1).shape)) * OVERSHOOT


def orthogonalised(matrix: Tensor) -> Tensor:
    """`(m, n)` U S Vᵀ to about U Vᵀ: singular values near 1, at most `OVERSHOOT`; 0 stays 0.

    Those that were below a hundredth of the root of the sum of squares may stay well below 1.
    """
    tall = len(matrix) > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (torch.linalg.vector_norm(x) + torch.finfo(x.dtype).tiny)
    a, b, c = POLYNOMIAL
    for _ in range(ROUNDS):
        gram = x @ x.T  # (r, r), r = min(m, n)
        x = a * x + (b * gram + c * gram @ gram) @ x
    result: Tensor = x.T if tall else x  # (m, n)
    return result
