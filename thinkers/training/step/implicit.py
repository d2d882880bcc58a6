"""Implicit and phantom gradients at a fixed point: memory independent of the iterations."""

from collections.abc import Callable

import torch
from torch import Tensor

from thinkers.certify.iterate import iterate
from thinkers.engine.acceleration import Acceleration, Anderson

Map = Callable[[Tensor], Tensor]


def fixed_point(function: Map, start: Tensor, most: int, tolerance: float) -> Tensor:
    """The fixed point `(b, …)` to a relative residual, or the state after `most` applications.

    Accelerated (`solvers.Anderson`); no gradient.

    Args:
        function: Maps hidden states `(b, …)` to such; a contraction, which is not checked.
        start: The first thought.
        most: Most applications of `function`, >= 1.
        tolerance: Relative residual below which all must be.
    """
    acceleration: Acceleration = Anderson()
    with torch.no_grad():
        thought = start
        for _ in range(most):
            image = function(thought)
            residual = torch.linalg.vector_norm(
                (image - thought).flatten(1).double(), dim=1
            )  # (b,)
            size = torch.linalg.vector_norm(image.flatten(1).double(), dim=1)  # (b,)
            if (residual <= tolerance * size).all():
                break
            thought = acceleration.propose(thought, image, residual)
    return image


def implicit(function: Map, point: Tensor, most: int, tolerance: float) -> Tensor:
    """G(φ*) with the gradient of the fixed point itself (implicit function theorem; DEQ, Bai 2019).

    Backward solves `w = Jᵀ w + g`, J the Jacobian of G at φ*, by the same accelerated iteration,
    and sends w instead of g on to the weights: as if backpropagated through for ever, from one
    step's memory. It is the true gradient only where `point` is a fixed point.

    Args:
        function: G.
        point: φ*, without gradient.
        most: Most vector-Jacobian products.
        tolerance: Relative residual of w.
    """
    image = function(point)
    if not image.requires_grad:
        return image
    leaf = point.detach().requires_grad_()
    with torch.enable_grad():
        again = function(leaf)

    def solve(gradient: Tensor) -> Tensor:
        def adjoint(weight: Tensor) -> Tensor:
            (product,) = torch.autograd.grad(again, leaf, weight, retain_graph=True)
            return product + gradient

        return fixed_point(adjoint, gradient, most, tolerance)

    image.register_hook(solve)
    return image


def phantom(function: Map, point: Tensor, steps: int, damping: float) -> Tensor:
    """Some damped steps from the fixed point, with gradient (phantom gradient, Geng et al. 2021).

    `φ ← (1 - τ) φ + τ G(φ)`. With many steps it tends to the implicit gradient; with few it is
    cheap and biased, more so the nearer K is to 1.

    Args:
        function: G.
        point: φ*, without gradient.
        steps: How many, >= 1.
        damping: τ, 0 < τ <= 1.
    """
    return iterate(lambda thought: torch.lerp(thought, function(thought), damping), point, steps)
