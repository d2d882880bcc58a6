"""Norms of thoughts, of each instance by itself."""

import torch
from torch import Tensor

MANY, BLOCK = 1 << 17, 1024
"""Numbers of a batch from which on norms are summed in blocks, and the numbers of a block: there
float64 takes 1.4 to 4 times as long, most of it for memory."""

SAFE = 1e-10
"""Norms from here to its inverse are far from where squares of float32 leave its range."""


def norms(thought: Tensor) -> Tensor:
    """`(b,)` float64 l2 norms; summed in memory order, so that nothing is copied.

    Large float32 thoughts are summed in blocks of float32, which adds less than the rounding of one
    number; where squares of float32 might be too small or too large, all is summed in float64.
    """
    rows = (thought if thought.is_contiguous() else thought.movedim(1, -1)).flatten(1)  # (b, …)
    many = rows.numel() >= MANY and rows.shape[1] >= BLOCK
    if many and rows.dtype == torch.float32 and rows.device.type == "cpu":
        whole = rows.shape[1] - rows.shape[1] % BLOCK
        blocks = torch.linalg.vector_norm(rows[:, :whole].unflatten(1, (-1, BLOCK)), dim=2)
        rest = torch.linalg.vector_norm(rows[:, whole:], dim=1, keepdim=True)  # (b, 1)
        found = _norms(torch.cat([blocks, rest], 1))  # (b,)
        if ((found > SAFE) & (found < 1 / SAFE)).all():
            return found
    return _norms(rows)


def _norms(rows: Tensor) -> Tensor:
    """`(b,)` float64 of `(b, d)`."""
    found: Tensor = torch.linalg.vector_norm(rows.double(), dim=1)
    return found
