"""A residual block's Lipschitz constant by a linear matrix inequality at every frequency.

LipSDP (Fazlyab et al., NeurIPS 2019), made translation-invariant. For a block
`y = keep·x + take·f(x)`, f a chain of convolutions `A_i` with activations of slope in [0, 1], and
increments dx, dh_i, dy: a multiplier `Λ_i > 0` for each hidden channel gives
`dh_iᵀ Λ_i (A_i dh_{i-1} - dh_i) >= 0` at every cell. If for every frequency ω

    Ψ(ω) = L² E_00 - O(ω)ᴴ O(ω) + Σ (2 Λ_i E_ii - Λ_i A_i(ω) E_{i,i-1} - A_i(ω)ᴴ Λ_i E_{i-1,i})

is positive semidefinite, O the output's row [keep, 0, …, take], then ‖dy‖ <= L ‖dx‖ at every
size, with circular or zero padding: increments live on the domain, so the projection to it drops
out of each product, and Parseval does the rest. The last map may stand without an activation;
O then holds take·A_n(ω).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from thinkers.certify.blocks import Residual
from thinkers.certify.pieces import Activation, Linear, Recall
from thinkers.certify.symbol import symbol_at

INFEASIBLE, MIN_EIGENVALUE = 1e6, 1e-9
"""A value that stands for no constant at all, and what the hidden part of Ψ must be above."""


@dataclass(frozen=True, eq=False)
class Block:
    """A residual block in the form of the inequality, float64.

    Attributes:
        maps: `A_1 … A_n`, each `(co, ci, *k)`.
        keep: `(w,)`.
        take: `(w,)`.
        closed: Whether an activation follows the last map.
    """

    maps: tuple[Tensor, ...]
    keep: Tensor
    take: Tensor
    closed: bool

    @classmethod
    def of(cls, residual: Residual) -> "Block | None":
        """The block; None for a branch that is no composition of linear maps and activations.

        Maps of one branch must pad alike: increments live on a torus or on a board, not on both.
        """
        body = [piece for piece in residual.body if not isinstance(piece, Recall)]
        maps, functions = body[::2], body[1::2]
        linear = [each for each in maps if isinstance(each, Linear) and each.groups == 1]
        plain = len(linear) == len(maps) and len(functions) >= 1
        alike = len({each.padding_mode for each in linear if each.kernel.ndim > 2}) <= 1
        if not (plain and alike) or not all(isinstance(each, Activation) for each in functions):
            return None
        axes = max(1, *(each.kernel.ndim - 2 for each in linear))
        kernels = [
            (each.factor * each.kernel)
            .detach()
            .cpu()
            .double()
            .reshape(*each.kernel.shape, *[1] * (axes + 2 - each.kernel.ndim))
            for each in linear
        ]
        width = torch.ones(kernels[0].shape[1], dtype=torch.float64)
        keep, take = (each.detach().cpu().double().flatten() * width for each in
                      (residual.keep, residual.take))  # fmt: skip
        return cls(tuple(kernels), keep, take, len(functions) == len(maps))

    @property
    def hidden(self) -> list[int]:
        """Channels after each activation."""
        return [each.shape[0] for each in (self.maps if self.closed else self.maps[:-1])]

    @property
    def sizes(self) -> list[int]:
        """The largest kernel along each axis."""
        return [max(sizes) for sizes in zip(*(each.shape[2:] for each in self.maps), strict=True)]

    @property
    def degrees(self) -> Tensor:
        """`(axes,)` the degree of Ψ's entries, trigonometric polynomials."""
        halves = torch.tensor([(size - 1) / 2 for size in self.sizes], dtype=torch.float64)
        return halves if self.closed else 2 * halves


def symbols_of(block: Block, frequencies: Tensor) -> list[Tensor]:
    """The symbol of each map, `(f, co, ci)`."""
    return [symbol_at(each, frequencies) for each in block.maps]


def squares(block: Block, symbols: Sequence[Tensor], weights: Sequence[Tensor]) -> Tensor:
    """`(f,)` the smallest L² at each frequency; from `INFEASIBLE` on, how far Λ is from any."""
    psi, width = psi_of(block, symbols, weights), len(block.keep)
    corner, side, rest = psi[:, :width, :width], psi[:, :width, width:], psi[:, width:, width:]
    lowest = torch.linalg.eigvalsh(rest)[:, 0]  # (f,)
    values: Tensor = INFEASIBLE - lowest
    if float(lowest.detach().amin()) > MIN_EIGENVALUE:
        inner = side @ torch.linalg.solve(rest, side.mH) - corner  # (f, w, w)
        values = torch.linalg.eigvalsh((inner + inner.mH) / 2)[:, -1]
    return values


def psi_of(block: Block, symbols: Sequence[Tensor], weights: Sequence[Tensor]) -> Tensor:
    """Ψ without L² E_00, hidden parts scaled by Λ^(-1/2): `(f, s, s)`, s all channels together."""
    widths = [len(block.keep), *block.hidden]
    starts = [sum(widths[:index]) for index in range(len(widths) + 1)]
    scales = [weight.rsqrt().to(symbols[0].dtype) for weight in weights]
    count, channels, total = len(symbols[0]), len(block.keep), starts[-1]

    def placed(part: Tensor, row: int, column: int, rows: int) -> Tensor:
        return torch.nn.functional.pad(
            part, (column, total - column - part.shape[-1], row, rows - row - part.shape[-2])
        )  # (f, rows, s)

    take = torch.diag(block.take).to(symbols[0].dtype)
    last = (take if block.closed else take @ symbols[-1]) * scales[-1]  # (f, w, h)
    keep = torch.diag(block.keep).to(symbols[0].dtype)
    out = placed(keep.expand(count, -1, -1), 0, 0, channels) + placed(
        last.expand(count, -1, -1), 0, starts[-2], channels
    )
    psi = -(out.mH @ out)  # (f, s, s)
    for index, scale in enumerate(scales):
        here, before = starts[index + 1], starts[index]
        arriving = symbols[index] * scales[index - 1] if index else symbols[index]  # (f, h, c)
        part = placed(arriving / scale[:, None], here, before, total)
        twice = 2 * torch.eye(len(scale), dtype=psi.dtype)
        psi = psi - part - part.mH + placed(twice.expand(count, -1, -1), here, here, total)
    return psi


def whole(block: Block, weights: Sequence[Tensor], constant: float, frequencies: Tensor) -> Tensor:
    """Ψ at each frequency: `(f, s, s)`."""
    psi = psi_of(block, symbols_of(block, frequencies), weights)
    psi.diagonal(dim1=1, dim2=2)[:, : len(block.keep)] += constant**2
    return psi
