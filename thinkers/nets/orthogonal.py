"""Parts that keep the norm of a thought, or at most shrink it: what contractions are made of.

In exact arithmetic each is 1-Lipschitz in l2 at every size. A matrix rounded to float32 is not
quite orthogonal; `ROUNDING` is set aside for that.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

ROUNDING = 1e-5
"""Set aside for the rounding of an orthogonal matrix to float32, which adds 2^-24 √w at most."""


class Orthogonal(nn.Module):
    """Parametrisation: `(..., w, w)` free numbers A to the orthogonal `exp(A - Aᵀ)`.

    Its determinant is 1, so one half of the orthogonal matrices is out of reach.
    """

    def forward(self, free: Tensor) -> Tensor:
        """The orthogonal matrices, computed in float64 and rounded once."""
        skew = (free - free.mT).double()  # (..., w, w)
        orthogonal: Tensor = torch.linalg.matrix_exp(skew).to(free)  # (..., w, w)
        return orthogonal


def shifted(thought: Tensor, distance: int) -> Tensor:
    """Move channels of `(b, w, *shape)` by `distance` both ways along every axis, zeros entering.

    Half of the channels stay; the others are shared out among the directions. What moves across
    the border is lost, so the norm can only shrink (a partial isometry). Parts as in LipNeXt
    (arXiv 2601.18513).
    """
    axes = thought.ndim - 2
    share = thought.shape[1] // (4 * axes)
    parts = list(thought.split([thought.shape[1] - 2 * axes * share, *[share] * (2 * axes)], 1))
    for axis in range(axes):
        reach = min(distance, thought.shape[2 + axis])
        before = [0, 0] * (axes - 1 - axis)
        for part, way in ((2 * axis + 1, reach), (2 * axis + 2, -reach)):
            parts[part] = functional.pad(parts[part], [*before, way, -way])  # (b, share, *shape)
    return torch.cat(parts, 1)  # (b, w, *shape)


def maxmin(thought: Tensor) -> Tensor:
    """Each of w/2 pairs of channels sorted: `(b, w, *shape)` (Anil, Lucas & Grosse 2019).

    A permutation at every position, so it keeps the norm, and its gradient too. Written with one
    ReLU, whose backward pass takes half the time of that of a maximum and a minimum.
    """
    one, other = thought.chunk(2, 1)  # (b, w / 2, *shape) each
    lead = functional.relu(one - other)  # (b, w / 2, *shape)
    return torch.cat([other + lead, one - lead], 1)  # (b, w, *shape)
