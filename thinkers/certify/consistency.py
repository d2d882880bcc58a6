"""Consistency of a step with its pieces: a proof about the pieces holds for no other step."""

import torch
from torch import Tensor

from thinkers.certify.estimates import jacobian_norm
from thinkers.certify.iterate import Step
from thinkers.certify.pieces import Chain, apply

TOLERANCE = 1e-3
"""Relative difference that rounding in float32 may leave, a hundred times over."""

SCALES = (0.0, 0.1, 1.0, 10.0)
"""Norms of the thoughts that are tried, as shares of the given one's."""

ASCENTS = 3
"""Steps up the gradient of the difference, from each of these thoughts."""


def disagreement(chain: Chain, step: Step, recall: Tensor | None, thought: Tensor) -> float:
    """The largest relative difference between a step and its pieces on the hidden states tried.

    These are the given ones, noise of several sizes, and from each some steps towards where the
    two differ more. A small difference proves nothing of thoughts that were not tried.

    Args:
        chain: The pieces of the step.
        step: The step with its recall term, `(b, …)` to itself.
        recall: That term, for the pieces.
        thought: `(b, …)`, some thoughts.
    """
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(thought.shape, generator=generator).to(thought)
    noise = noise * (_norms(thought).clamp_min(1.0) / _norms(noise))
    worst = 0.0
    for start in (thought, *(scale * noise for scale in SCALES)):
        worst = max(worst, _climb(chain, step, recall, start))
    return worst


def _climb(chain: Chain, step: Step, recall: Tensor | None, start: Tensor) -> float:
    worst, thought = 0.0, start.detach()
    for _ in range(ASCENTS + 1):
        with torch.enable_grad():
            leaf = thought.requires_grad_()
            difference = step(leaf) - apply(chain, leaf, recall)
            [slope] = torch.autograd.grad(difference.square().sum(), leaf, allow_unused=True)
        worst = max(worst, _gap(chain, step, recall, thought.detach()))
        if slope is None or not bool(slope.any()):
            break
        thought = (thought + slope * (_norms(thought).clamp_min(1.0) / _norms(slope))).detach()
    return worst


def _gap(chain: Chain, step: Step, recall: Tensor | None, thought: Tensor) -> float:
    """The relative difference as thinking meets it, without gradients."""
    with torch.no_grad():
        image = step(thought)
        gap = _norms(image - apply(chain, thought, recall)) / _norms(image).clamp_min(1.0)
    return float(gap.amax().nan_to_num(nan=torch.inf))


def contradicts(step: Step, thought: Tensor, constant: float) -> float | None:
    """The Jacobian norm at some hidden states where it exceeds a proven constant; else None.

    It is a lower bound of every Lipschitz constant, measured in the precision of the thought.
    """
    least = jacobian_norm(step, thought).value
    return least if least > constant * (1 + TOLERANCE) else None


def _norms(thought: Tensor) -> Tensor:
    """`(b, 1, …)`."""
    norms: Tensor = torch.linalg.vector_norm(thought.flatten(1), dim=1)
    return norms.view(-1, *[1] * (thought.ndim - 1))
