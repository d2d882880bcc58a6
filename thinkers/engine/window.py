"""Steps on a GPU, a few at a time: their residuals come to the CPU together."""

from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from thinkers.nets import Thinker
from thinkers.nets.norms import norms
from thinkers.nets.thinker import Stride

WINDOWS = {"cuda": 8}
"""Steps of a window by the type of device; elsewhere asking after each costs next to nothing (our
choice; not measured)."""

KEPT = 1 << 28
"""Bytes that the thoughts of a window may take: larger ones take long, and asking does not."""


def window(thinker: Thinker, thought: Tensor, recall: Any, count: int) -> Stride | None:
    """Steps, one after the other, of which each thought is kept; None where they would be few.

    Args:
        thinker: In evaluation mode.
        thought: As in `Thinker.step`.
        recall: As in `Thinker.step`.
        count: The most steps.
    """
    width = min(count, KEPT // thought.nbytes)
    if width < 2:
        return None
    thoughts = [thought]
    for _ in range(width):
        thoughts.append(thinker.step(thoughts[-1], recall))
    changes = [norms(after - before) for before, after in pairwise(thoughts)]  # (b,) each
    sizes = [norms(after) for after in thoughts[1:]]  # (b,) each
    change, size = torch.stack(changes + sizes).cpu().unflatten(0, (2, width)).numpy()
    return Stride(thoughts[-1], change, size, thoughts[1:])
