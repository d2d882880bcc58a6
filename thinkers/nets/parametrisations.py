"""Parametrisations: from free parameters to weights of a proven norm, differentiable."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from thinkers.certify import conv_norm_upper

MEET = 1e-9
"""Singular values closer than this, relatively, share one divided difference."""


class Certified(nn.Module):
    """A kernel over a proven bound of its norm, at every input size at once.

    Attributes:
        clip: Whether kernels whose bound is below 1 are left alone; small ones then stay small.
    """

    def __init__(self, clip: bool = False) -> None:
        super().__init__()
        self.clip = clip

    def forward(self, kernel: Tensor) -> Tensor:
        """The kernel with a proven norm of at most 1."""
        bound = conv_norm_upper(kernel)
        return kernel / (bound.clamp_min(1) if self.clip else bound)


class RowScaled(nn.Module):
    """Each output channel over √t_j, `t_j = Σ_i |W ⋆ Wᵀ|_ij q_i / q_j`: no singular values needed.

    The absolute values are summed over the taps, so that `W Wᵀ <= diag(t)` at every frequency
    (Gershgorin, scaled by q): AOL of Prach & Lampert (2022), with the learned q of SLL (Araujo et
    al. 2023). Looser than `Certified`, and each channel has its own scale.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.log_q = nn.Parameter(torch.zeros(channels))

    def forward(self, kernel: Tensor) -> Tensor:
        """The kernel with a proven norm of at most 1."""
        sizes = kernel.shape[2:]
        correlate = functional.conv1d if len(sizes) == 1 else functional.conv2d
        products = correlate(kernel, kernel, padding=[size - 1 for size in sizes])  # (j, i, *2k-1)
        sums = products.abs().flatten(2).sum(2)  # (j, i)
        ratios = (self.log_q - self.log_q[:, None]).exp()  # (j, i)
        tiny = torch.finfo(kernel.dtype).tiny
        scale = (sums * ratios).sum(1).clamp_min(tiny).sqrt()  # (j,)
        return kernel / (scale * (1 + 1e-5)).view(-1, *[1] * (kernel.ndim - 1))


class Rings(nn.Module):
    """`(co, ci, axes + 1)` free parameters to isotropic kernels of size 3.

    A tap is the number of its ring: the centre, the sides, or the corners.

    Attributes:
        signed: Whether taps are the numbers themselves; else their exponentials, above 0.
    """

    ring: Tensor

    def __init__(self, axes: int, signed: bool) -> None:
        super().__init__()
        self.signed = signed
        away = torch.tensor([1, 0, 1])
        ring = away if axes == 1 else away[:, None] + away  # (3[, 3])
        self.register_buffer("ring", ring, persistent=False)

    def forward(self, free: Tensor) -> Tensor:
        """The kernels `(co, ci, 3[, 3])`."""
        taps: Tensor = (free if self.signed else free.exp())[..., self.ring]  # (co, ci, 3[, 3])
        return taps


class Orthogonal(nn.Module):
    """`(..., w, w)` free numbers A to the orthogonal `exp(A - Aᵀ)`.

    Its determinant is 1, so one half of the orthogonal matrices is out of reach.
    """

    def forward(self, free: Tensor) -> Tensor:
        """The orthogonal matrices, computed in float64 and rounded once."""
        skew = (free - free.mT).double()  # (..., w, w)
        orthogonal: Tensor = torch.linalg.matrix_exp(skew).to(free)  # (..., w, w)
        return orthogonal


class Capped(nn.Module):
    """`(..., co, ci)` matrices with singular values above 1 set to 1: the nearest of norm 1."""

    def forward(self, free: Tensor) -> Tensor:
        """The capped matrices, computed in float64 and rounded once."""
        capped: Tensor = _Cap.apply(free.double()).to(free)  # type: ignore[no-untyped-call]
        return capped


class CappedMap(nn.Module):
    """A dense map, or a kernel as its `(co, ci·taps)` matrix, its singular values at most `most`.

    Of a kernel with several taps this bounds the reshaped norm alone: as a convolution it may
    stretch by √taps times that.
    """

    def __init__(self, most: float = 1.0) -> None:
        super().__init__()
        self.most = most

    def forward(self, free: Tensor) -> Tensor:
        """The capped map, computed in float64 and rounded once."""
        matrix = free.flatten(1).double() / self.most  # (co, ci * taps)
        capped: Tensor = self.most * _Cap.apply(matrix)  # type: ignore[no-untyped-call]
        return capped.to(free).view_as(free)  # (co, ci, *k)


class _Cap(torch.autograd.Function):
    """`U min(S, 1) Vᵀ`; its gradient stays finite where singular values meet.

    With `P = Uᵀ dW V` the derivative is `U (A∘(P + Pᵀ)/2 + B∘(P - Pᵀ)/2) Vᵀ`, A and B the divided
    differences of the cap over `s_i - s_j` and `s_i + s_j` (Löwner; all in [0, 1]), plus the cap's
    ratio on what lies outside of U and V. That map is its own adjoint.
    """

    @staticmethod
    def forward(ctx: Any, weight: Tensor) -> Tensor:
        left, values, right = torch.linalg.svd(weight, full_matrices=False)
        ctx.save_for_backward(left, values, right)
        capped: Tensor = left @ (values.clamp(max=1)[..., None] * right)  # (..., co, ci)
        return capped

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Tensor:
        left, values, right = ctx.saved_tensors
        [grad] = grads
        rows, columns = values[..., :, None], values[..., None, :]
        apart = rows - columns  # (..., r, r)
        meet = apart.abs() < MEET * rows.clamp_min(1)
        slope = ((rows < 1) & (columns < 1)).to(grad)  # (..., r, r)
        difference = rows.clamp(max=1) - columns.clamp(max=1)
        minus = torch.where(meet, slope, difference / apart.masked_fill(meet, 1))
        plus = _ratio(rows.clamp(max=1) + columns.clamp(max=1), rows + columns)  # (..., r, r)
        ratio = _ratio(values.clamp(max=1), values)  # (..., r)
        inner = left.mT @ grad @ right.mT  # (..., r, r)
        mixed = minus * (inner + inner.mT) / 2 + plus * (inner - inner.mT) / 2
        beside = (grad @ right.mT - left @ inner) * ratio[..., None, :]  # (..., co, r)
        below = (left.mT @ grad - inner @ right) * ratio[..., :, None]  # (..., r, ci)
        back: Tensor = (left @ mixed + beside) @ right + left @ below  # (..., co, ci)
        return back


def _ratio(one: Tensor, other: Tensor) -> Tensor:
    """Their ratio, and 1, the cap's slope at 0, where both vanish."""
    return torch.where(other > 0, one / other.clamp_min(torch.finfo(other.dtype).tiny), 1.0)
