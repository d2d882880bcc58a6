"""Multipliers of a residual block's linear matrix inequality (LMI): searched, then verified."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from thinkers.certify.bracket import conv_norm_exact, halves
from thinkers.certify.inequality import INFEASIBLE, Block, squares, symbols_of, whole
from thinkers.certify.symbol import points, wave_numbers

Multipliers = list[list[float]]
"""One positive number for each hidden channel of each activation."""

SEARCH_STEPS, SEARCH_RATE = 120, 0.05
"""Adam on log Λ: twice the steps gain less than 1 %."""

COARSE = 16
"""Frequencies along each axis, for kernels of size 3, where search and verification begin."""

WORST = 16
"""Frequencies that a search step looks at; every `REFRESH` steps the worst are chosen anew."""

REFRESH = 8

MARGINS = (0.001, 0.003, 0.01, 0.03, 0.1)
"""How far above the value on the grid a constant is tried, the smallest first."""

MAX_FREQUENCIES = 20_000
"""Frequencies that one constant is tried on; beyond that it counts as not proven."""


def search(block: Block) -> Multipliers:
    """Multipliers that make the block's constant small on a grid; no proof by itself.

    They start at `λ_n = max take²`, `λ_i = λ_{i+1} ‖A_{i+1}‖²`, always feasible.
    """
    grid = symbols_of(block, wave_numbers(block.sizes, coarse(block)))
    logs = [each.log().requires_grad_() for each in _start(block)]
    optimizer = torch.optim.Adam(logs, lr=SEARCH_RATE)
    best, least, worst = _start(block), math.inf, torch.arange(0)
    for step in range(SEARCH_STEPS + 1):
        if step % REFRESH == 0:
            weights = [each.detach().exp() for each in logs]
            values = squares(block, grid, weights)
            if float(values.amax()) < least:
                best, least = weights, float(values.amax())
            worst = values.argsort()[-WORST:]
        optimizer.zero_grad()
        some = [each[worst] for each in grid]
        squares(block, some, [each.exp() for each in logs]).amax().backward()
        optimizer.step()
    return [each.tolist() for each in best]


def proven_constant(block: Block, multipliers: Multipliers) -> float:
    """A proven Lipschitz constant of the block, `inf` where the multipliers prove none.

    Constants just above the value on the grid are tried, the smallest first.
    """
    weights = [torch.tensor(each, dtype=torch.float64) for each in multipliers]
    shapes_fit = [len(each) for each in weights] == block.hidden
    if not shapes_fit or not all(bool((each > 0).all()) for each in weights):
        return math.inf
    value = grid_value(block, multipliers)
    if not math.isfinite(value):
        return math.inf
    tried = (value * (1 + margin) for margin in MARGINS)
    return next((each for each in tried if holds(block, weights, each)), math.inf)


def grid_value(block: Block, multipliers: Multipliers, grid: int = 0) -> float:
    """The constant that the inequality gives on a grid alone, `inf` for none; no proof."""
    weights = [torch.tensor(each, dtype=torch.float64) for each in multipliers]
    found = symbols_of(block, wave_numbers(block.sizes, grid or coarse(block)))
    value = float(squares(block, found, weights).amax())
    return math.sqrt(value) if value < INFEASIBLE else math.inf


def holds(block: Block, weights: Sequence[Tensor], constant: float) -> bool:
    """Whether Ψ >= 0 is proven at every frequency, for one constant L.

    Let m < 0 be the minimum of vᴴΨ(ω)v over unit v and ω, U at least its maximum, c their middle.
    `c - vᴴΨv` has degree D along each axis, and its sup norm at the minimum; a point at offset δ
    of it so has a value of at least (U - m)/2 cos θ, θ = Σ D|δ| (see `riesz`). A box of half-width
    h whose centre has `λ_min(Ψ) >= U (1 - cos θ)/2` therefore does not hold the minimum. Others
    are halved, until none is left or a centre has Ψ < 0.
    """
    degrees, sizes = block.degrees, block.sizes
    centres = wave_numbers(sizes, coarse(block))  # (f, axes)
    widths = math.pi / torch.tensor(points(sizes, coarse(block)), dtype=torch.float64)
    values = torch.linalg.eigvalsh(whole(block, weights, constant, centres))  # (f, s)
    least, most = float(values.min()), float(values.max())
    near = math.cos(float(degrees @ widths))
    ceiling = (least + most) / 2 + (most - least) / 2 / near
    slack, tried = 1e-12 * len(values[0]) * (1 + abs(ceiling)), 0
    while len(centres):
        tried += len(centres)
        if tried > MAX_FREQUENCIES:
            return False
        near = math.cos(float(degrees @ widths))
        doubtful = []
        for some in centres.split(512):
            psi = whole(block, weights, constant, some)
            if not bool(_positive(psi, slack).all()):
                return False
            doubtful.append(some[~_positive(psi, ceiling * (1 - near) / 2 + slack)])
        centres, widths = halves(torch.cat(doubtful), widths)
    return True


def coarse(block: Block) -> int:
    """The frequencies along each axis to begin with: more for wider kernels."""
    return COARSE * max(1, (max(block.sizes, default=1) - 1) // 2)


def _start(block: Block) -> list[Tensor]:
    level = float(block.take.square().max())
    found: list[Tensor] = []
    maps, hidden = list(block.maps), block.hidden
    for index in reversed(range(len(hidden))):
        if index + 1 < len(maps):
            level *= conv_norm_exact(maps[index + 1], tolerance=1e-3).high ** 2
        level = max(level, 1e-12)
        found.insert(0, torch.full((hidden[index],), level, dtype=torch.float64))
    return found


def _positive(psi: Tensor, level: float) -> Tensor:
    """`(f,)` whether all eigenvalues are above a level, by Cholesky."""
    lifted = psi - level * torch.eye(psi.shape[-1], dtype=psi.dtype)
    failed: Tensor = torch.linalg.cholesky_ex(lifted).info
    return failed == 0
