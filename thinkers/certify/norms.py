"""Upper bounds of a convolution's l2 norm, at every input size at once, with gradients."""

import math

import torch
from torch import Tensor

from thinkers.certify.symbol import require_padding, riesz, symbol_at, wave_numbers
from thinkers.errors import ConfigError

GRID = 16
"""Frequencies along each axis: within 4 % of the norm for a 3x3 kernel, 2 % for 1-D."""

SQUARINGS = 6
"""Gram steps: within a factor c^(1/128) of the norm, 2.7 % at 32 channels."""


def conv_norm_upper(
    kernel: Tensor,
    *,
    grid: int = GRID,
    method: str = "auto",
    steps: int = SQUARINGS,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> Tensor:
    """A proven upper bound of a convolution's l2 operator norm, differentiable once.

    It holds at every input size, with zero, circular and valid padding, any mask, stride and
    dilation, and for the transposed convolution. Ask once per training step, not per iteration.

    Args:
        kernel: `(co, ci/groups, *k)` real, as torch stores it; `(co, ci)` is a dense map.
        grid: Frequencies along each axis, more than k - 1; the bound exceeds the norm by at most
            `riesz(k, grid)`.
        method: `svd` (exact on the grid; fast on a CPU), `gram` (Delattre et al. 2023; batched
            products, fast on a GPU) or `auto`.
        steps: Squarings of the Gram iteration.
        groups: As of the convolution: the norm is the largest of its groups'.
        padding_mode: As of the convolution.

    Returns:
        A scalar of the kernel's type (at least float32) on its device.

    Raises:
        ConfigError: The padding adds energy, the grid is too coarse, or the method is unknown.
    """
    require_padding(padding_mode)
    chosen = method if method != "auto" else "svd" if kernel.device.type == "cpu" else "gram"
    if chosen not in ("svd", "gram"):
        raise ConfigError(f"expected the method svd, gram or auto, got {method!r}")
    if kernel.dtype in (torch.float16, torch.bfloat16):
        kernel = kernel.float()
    scale = kernel.detach().abs().amax().clamp_min(torch.finfo(kernel.dtype).tiny)
    parts = (kernel / scale).unflatten(0, (groups, -1))  # (g, co/g, ci/g, *k)
    peak = _svd_peak(parts, grid) if chosen == "svd" else _gram_peak(parts, grid, steps)
    return scale * peak * (riesz(kernel.shape[2:], grid) * (1 + rounding(kernel[: len(parts[0])])))


def dense_norm_upper(weight: Tensor) -> Tensor:
    """The largest singular value of a `(co, ci)` matrix, rounded up; differentiable once."""
    return conv_norm_upper(weight.flatten(1), method="svd")


def nonnegative_norm(kernel: Tensor, *, groups: int = 1) -> Tensor:
    """The exact norm of a kernel without negative taps, `‖Σ_p W_p‖₂`: no grid is needed.

    The symbol of such a kernel is largest at frequency 0, since `|W(ω) v| <= W(0) |v|`.

    Raises:
        ConfigError: A tap is negative.
    """
    if (kernel < 0).any():
        raise ConfigError("expected a kernel without negative taps")
    summed = kernel.flatten(2).sum(-1).unflatten(0, (groups, -1))  # (g, co/g, ci/g)
    return torch.stack([dense_norm_upper(part) for part in summed]).amax()


def reshaped_norm(kernel: Tensor) -> float:
    """The norm of the kernel reshaped to `(co, ci·taps)`: a **lower** bound of the operator's.

    Miyato et al. (2018) normalise by it. The operator's norm is up to √taps larger.
    """
    matrix = kernel.detach().double().flatten(1)  # (co, ci·t)
    return float(torch.linalg.matrix_norm(matrix, 2))


def rounding(kernel: Tensor) -> float:
    """A relative bound of what rounding can take off a computed norm of this kernel.

    Symbols add `taps` products, singular values and Gram products of c channels lose a multiple of
    c^1.5 eps (Higham 2002, sections 3.1 and 3.5), here with a constant of 4.
    """
    taps, channels = math.prod(kernel.shape[2:]), max(kernel.shape[:2])
    terms = channels**1.5 + taps**1.5 * channels**0.5
    return float(4 * terms * torch.finfo(kernel.dtype).eps)


def _svd_peak(parts: Tensor, grid: int) -> Tensor:
    """The largest singular value on the grid; its gradient is that of the one pair (u, v)."""
    frequencies = wave_numbers(parts.shape[3:], grid)  # (f, axes)
    with torch.no_grad():
        every = torch.stack([symbol_at(part, frequencies) for part in parts])  # (g, f, o, i)
        tops = torch.linalg.svdvals(every)[..., 0]  # (g, f)
        group, where = divmod(int(tops.argmax()), len(frequencies))
        left, _, right = torch.linalg.svd(every[group, where], full_matrices=False)
    there = symbol_at(parts[group], frequencies[where : where + 1])[0]  # (o, i)
    value: Tensor = (left[:, 0].conj() @ there @ right[0].conj()).real
    return value


def _gram_peak(parts: Tensor, grid: int, steps: int) -> Tensor:
    """At least the largest singular value on the grid: `‖G‖_F^(1/2^t)` after t squarings.

    Each squaring is scaled to Frobenius norm 1, with the scale kept in logs; the floor guards a
    frequency at which the symbol vanishes.
    """
    frequencies = wave_numbers(parts.shape[3:], grid)  # (f, axes)
    power = torch.stack([symbol_at(part, frequencies) for part in parts])  # (g, f, o, i)
    if power.shape[-2] < power.shape[-1]:
        power = power.mH.resolve_conj()
    logs = torch.zeros(power.shape[:2], dtype=parts.dtype, device=parts.device)  # (g, f)
    for _ in range(steps):
        size = _frobenius(power)  # (g, f)
        power = power / size[..., None, None]
        power = power.mH @ power  # (g, f, i, i)
        logs = 2 * (logs + size.log())
    logs = logs + _frobenius(power).log()  # (g, f)
    value: Tensor = (logs.amax() / 2**steps).exp()
    return value


def _frobenius(matrices: Tensor) -> Tensor:
    squares = torch.view_as_real(matrices).square().sum((-3, -2, -1))
    return squares.clamp_min(torch.finfo(squares.dtype).tiny).sqrt()
