"""The symbol of a convolution: its transfer matrix at each frequency.

Sedghi, Gupta & Long (ICLR 2019): on the infinite lattice, and on a circle, a convolution acts on
the wave `exp(i ω·n)` as the matrix W(ω), so its l2 operator norm is the largest singular value of
W(ω) over all ω. Zero and valid padding, masks and strides put projections before and after it and
dilation only renumbers ω: none of them can make the norm larger.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from thinkers.errors import ConfigError

PADDINGS = ("zeros", "circular")
"""The padding modes of torch under which a convolution is no larger than its symbol."""


def require_padding(mode: str) -> None:
    """Raise ConfigError for padding that repeats cells, and so adds energy to a thought."""
    if mode not in PADDINGS:
        raise ConfigError(
            f"no norm is proven for {mode!r} padding, which repeats cells at the border",
            f"pad with {' or '.join(PADDINGS)}",
        )


def wave_numbers(sizes: Sequence[int], grid: int) -> Tensor:
    """The frequencies of a regular grid that tell a real kernel of these sizes apart.

    Half of the grid on the last axis: W(-ω) is the conjugate of W(ω). One point on axes of size 1.

    Returns:
        `(f, axes)` float64, radians.
    """
    counts = points(sizes, grid)
    kept = [*counts[:-1], counts[-1] // 2 + 1] if counts else []
    along = [
        2 * math.pi * torch.arange(keep, dtype=torch.float64) / count
        for keep, count in zip(kept, counts, strict=True)
    ]
    if not along:
        return torch.zeros(1, 0, dtype=torch.float64)
    return torch.cartesian_prod(*along).reshape(-1, len(along))  # (f, axes)


def points(sizes: Sequence[int], grid: int) -> list[int]:
    """The number of grid points along each axis; one where the kernel has one tap."""
    return [grid if size > 1 else 1 for size in sizes]


def symbol_at(kernel: Tensor, frequencies: Tensor) -> Tensor:
    """The symbol at given frequencies, with the kernel's middle at phase 0.

    torch's convolution is a cross-correlation: `W(ω) = Σ_p W_p exp(i ω·(p - (k-1)/2))`.

    Args:
        kernel: `(co, ci, *k)` real.
        frequencies: `(f, axes)` radians.

    Returns:
        `(f, co, ci)` complex, differentiable in the kernel.
    """
    sizes = kernel.shape[2:]
    frequencies = frequencies.to(kernel.device)
    offsets = [torch.arange(size, dtype=torch.float64) - (size - 1) / 2 for size in sizes]
    if offsets:
        taps = torch.cartesian_prod(*offsets).reshape(-1, len(sizes)).to(kernel.device)  # (t, axes)
    else:
        taps = torch.zeros(1, 0, dtype=torch.float64, device=kernel.device)
    angles = frequencies @ taps.T  # (f, t)
    flat = kernel.reshape(*kernel.shape[:2], -1).movedim(-1, 0)  # (t, co, ci)
    real = torch.tensordot(angles.cos().to(kernel.dtype), flat, 1)  # (f, co, ci)
    imaginary = torch.tensordot(angles.sin().to(kernel.dtype), flat, 1)  # (f, co, ci)
    return torch.complex(real, imaginary)


def riesz(sizes: Sequence[int], grid: int) -> float:
    """The most by which the norm exceeds its maximum over the grid, `Π 1/cos(π (k-1)/2 / N)`.

    Centred, `Re(exp(ia) uᴴW(ω)v)` has exponential type d = (k-1)/2 along an axis. Within π/d of
    its maximum S it is at least S cos(d t) (M. Riesz; Duffin & Schaeffer 1938), and the next grid
    point is at most π/N away; then the same along the next axis.

    Raises:
        ConfigError: The grid is too coarse to bound anything, N <= k - 1.
    """
    factor = 1.0
    for size, count in zip(sizes, points(sizes, grid), strict=True):
        if count <= size - 1:
            raise ConfigError(f"expected a grid finer than the kernel, {grid} < {size} taps")
        factor /= math.cos(math.pi * (size - 1) / 2 / count)
    return factor
