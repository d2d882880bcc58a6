"""A local certificate: the step contracts a ball around one thought into itself.

If the step has constant q < 1 on the ball of radius ρ around φ, and `‖G(φ) - φ‖ <= (1 - q) ρ`,
Banach's theorem on the closed ball gives exactly one fixed point in it, at most
`‖G(φ) - φ‖ / (1 - q)` away. It holds for that thought of that instance, and for thinkers that
nothing constrains.
"""

import math
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from thinkers.certify.blocks import ConvexPotential, Residual
from thinkers.certify.bracket import conv_norm_exact
from thinkers.certify.certificate import Certificate
from thinkers.certify.pieces import Activation, Chain, Linear, Piece, Recall, apply

RADII = tuple(1.05 * 2**power for power in range(12))
"""Radii to try, as multiples of the residual."""

ROUNDING = 1e-12
"""Of a thought's norm, set aside for the rounding of its residual."""

POWERS = 30
"""Power steps behind the bound of a masked convolution."""


@dataclass(frozen=True, eq=False)
class _State:
    """What is known of the ball's image after some pieces.

    Attributes:
        value: The image of the centre, `(1, c, *shape)`.
        radius: The image lies within this of `value`, in l2.
        gain: A Lipschitz constant on the ball.
    """

    value: Tensor
    radius: float
    gain: float


def certify_ball(chain: Chain, thought: Tensor, recall: Tensor | None) -> Certificate | None:
    """The certificate of one thought `(1, c, *shape)`, or None where no ball of `RADII` works.

    All is computed in float64. Slopes are bounded on the ball, unit by unit: a unit that stays
    off throughout passes nothing on.
    """
    thought = thought.detach().cpu().double()
    recall = None if recall is None else recall.detach().cpu().double()
    chain = [_double(piece) for piece in chain]
    residual = float((apply(chain, thought, recall) - thought).norm())
    residual += ROUNDING * float(thought.norm())
    if not math.isfinite(residual):
        return None
    for factor in RADII:
        radius = max(factor * residual, 1e-12)
        q = _through(chain, _State(thought, radius, 1.0), recall).gain
        if not q < 1:  # and no wider ball has a smaller one
            return None
        if residual <= (1 - q) * radius:
            evidence = {
                "radius": radius, "residual": residual, "distance": residual / (1 - q),
                "exists": True, "unique_in_ball": True,
            }  # fmt: skip
            return Certificate(q, "l2", "ball", "ball", evidence)
    return None


def _through(chain: Chain, state: _State, recall: Tensor | None) -> _State:
    """Push the ball through the chain; each map is taken together with the activation after it."""
    pending: Linear | None = None
    before = state
    for piece in chain:
        if isinstance(piece, Activation):
            state = _activate(piece, pending, before, state)
            pending = None
        elif isinstance(piece, Linear):
            state = _finish(pending, before, state)
            before, pending = state, piece
            state = replace(state, value=piece.apply(state.value, recall))
        elif isinstance(piece, Recall):
            state = replace(state, value=piece.apply(state.value, recall))
        else:
            state = _finish(pending, before, state)
            pending = None
            state = _other(piece, state, recall)
        if pending is None:
            before = state
    return _finish(pending, before, state)


def _finish(pending: Linear | None, before: _State, state: _State) -> _State:
    """The state after a map that no activation follows."""
    if pending is None:
        return state
    norm = pending.bound()
    return _State(state.value, before.radius * norm, before.gain * norm)


def _activate(piece: Activation, pending: Linear | None, before: _State, state: _State) -> _State:
    value = state.value
    if pending is None:
        spread = torch.full_like(value, state.radius)
        factor = float(piece.slope(value - spread, value + spread).amax())
    else:
        rows = abs(pending.factor) * pending.kernel.flatten(1).norm(dim=1)  # (co,)
        spread = before.radius * rows.view(-1, *[1] * (value.ndim - 2)).expand_as(value)
        factor = _masked_norm(pending, piece.slope(value - spread, value + spread), before.value)
    return _State(piece.apply(value, None), before.radius * factor, before.gain * factor)


def _other(piece: Piece, state: _State, recall: Tensor | None) -> _State:
    if isinstance(piece, Residual):
        inside = _through(piece.body, replace(state, gain=1.0), recall)
        gain = float(piece.keep.abs().max() + piece.take.abs().max() * inside.gain)
    else:
        gain = piece.bound()
    value = piece.apply(state.value, recall)
    return _State(value, state.radius * gain, state.gain * gain)


def _masked_norm(piece: Linear, slopes: Tensor, like: Tensor) -> float:
    """A bound of ‖diag(slopes) A‖: by channels for all sizes, by cells for this one."""
    caps = slopes.amax(dim=(0, *range(2, slopes.ndim)))  # (co,)
    kernel = caps.view(-1, *[1] * (piece.kernel.ndim - 1)) * piece.kernel
    channels = conv_norm_exact(kernel, groups=piece.groups, padding_mode=piece.padding_mode).high
    return min(abs(piece.factor) * channels, _cells_norm(piece, slopes, like))


def _cells_norm(piece: Linear, slopes: Tensor, like: Tensor) -> float:
    """Collatz and Wielandt: `‖M‖² <= max_i (|M|ᵀ|M| v)_i / v_i` for every v > 0."""
    size = replace(piece, kernel=piece.kernel.abs(), factor=abs(piece.factor))
    vector, best = torch.ones_like(like), math.inf
    for _ in range(POWERS):
        with torch.enable_grad():
            leaf = vector.clone().requires_grad_()
            image = slopes * size.apply(leaf, None)
            [back] = torch.autograd.grad(image.square().sum() / 2, leaf)
        best = min(best, float((back / vector).amax()))
        vector = back + 1e-6 * float(back.amax()) + 1e-30
    return math.sqrt(best) * (1 + 1e-9)


def _double(piece: Piece) -> Piece:
    if isinstance(piece, Residual):
        body = [_double(each) for each in piece.body]
        return replace(piece, body=body, keep=piece.keep.detach().cpu().double(),
                       take=piece.take.detach().cpu().double())  # fmt: skip
    if isinstance(piece, Linear | ConvexPotential):
        return replace(piece, kernel=piece.kernel.detach().cpu().double())
    return piece
