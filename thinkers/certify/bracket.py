"""Proven lower and upper bounds of a convolution's l2 operator norm, as tight as asked for."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from thinkers.certify.norms import GRID, rounding
from thinkers.certify.symbol import points, require_padding, riesz, symbol_at, wave_numbers
from thinkers.errors import ConfigError

TOLERANCE = 1e-6
"""Relative width of a bracket, where the budget of frequencies allows it."""

MAX_FREQUENCIES = 20_000
"""A symbol that is nearly flat (an orthogonal convolution) stays at the width reached by then."""


@dataclass(frozen=True)
class Bracket:
    """Proven bounds of one norm, `low <= norm <= high`.

    Attributes:
        low: Reached, or nearly, on large inputs.
        high: Never exceeded, at any input size.
    """

    low: float
    high: float


def conv_norm_exact(
    kernel: Tensor,
    *,
    tolerance: float = TOLERANCE,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> Bracket:
    """The supremum of a convolution's l2 operator norm over all input sizes, in float64 on the CPU.

    Branch and bound over frequencies: from a centre at offset δ of the maximiser, along the line
    between them, the symbol has type Σ d|δ| and so is at least `norm · cos(Σ d|δ|)` (see `riesz`).
    Boxes of half-width h whose centre lies below `low · cos(Σ d h)` cannot hold the maximum; the
    others are halved along every axis.

    Args:
        kernel: `(co, ci/groups, *k)` real, as torch stores it; `(co, ci)` is a dense map.
        tolerance: Relative width asked for, > 0.
        groups: As of the convolution.
        padding_mode: As of the convolution; `reflect` and `replicate` are refused.

    Raises:
        ConfigError: The kernel is not finite, or the padding adds energy.
    """
    require_padding(padding_mode)
    kernel = kernel.detach().cpu().double()
    if not bool(torch.isfinite(kernel).all()):
        raise ConfigError("the kernel holds numbers that are not finite")
    scale = float(kernel.abs().amax())
    if scale == 0:
        return Bracket(0.0, 0.0)
    found = [_bracket(part / scale, tolerance) for part in kernel.unflatten(0, (groups, -1))]
    return Bracket(
        scale * max(each.low for each in found), scale * max(each.high for each in found)
    )


def dense_norm_exact(weight: Tensor) -> Bracket:
    """The largest singular value of a `(co, ci)` matrix, in float64."""
    return conv_norm_exact(weight.flatten(1))


def _bracket(kernel: Tensor, tolerance: float) -> Bracket:
    sizes = kernel.shape[2:]
    grid = max([GRID, *(4 * size for size in sizes)])
    centres = wave_numbers(sizes, grid)  # (f, axes)
    degrees = torch.tensor([(size - 1) / 2 for size in sizes], dtype=torch.float64)
    widths = math.pi / torch.tensor(points(sizes, grid), dtype=torch.float64)
    tops = _tops(kernel, centres)  # (f,)
    low, factor, tried = float(tops.max()), riesz(sizes, grid), len(centres)
    while factor - 1 > tolerance:
        reach = math.cos(float(degrees @ widths))
        centres, widths = halves(centres[tops >= (1 - 1e-9) * reach * low], widths)
        tried += len(centres)
        if tried > MAX_FREQUENCIES:
            break
        tops = _tops(kernel, centres)
        low = max(low, float(tops.max()))
        factor = 1 / math.cos(float(degrees @ widths))
    slack = rounding(kernel)
    return Bracket(low * (1 - slack), low * factor * (1 + slack))


def _tops(kernel: Tensor, frequencies: Tensor) -> Tensor:
    """The largest singular value at each frequency."""
    values: Tensor = torch.linalg.svdvals(symbol_at(kernel, frequencies))  # (f, c)
    return values[:, 0]


def halves(centres: Tensor, widths: Tensor) -> tuple[Tensor, Tensor]:
    """Boxes `(f, axes)` bisected along every axis: the new centres and half-widths."""
    corners = torch.cartesian_prod(*[torch.tensor([-0.5, 0.5], dtype=torch.float64)] * len(widths))
    offsets = corners.reshape(-1, len(widths)) * widths  # (2^axes, axes)
    return (centres[:, None] + offsets).flatten(0, 1), widths / 2
