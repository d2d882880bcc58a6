"""What thinkers on pairs of nodes share: maps that do not see how nodes are numbered."""

from abc import ABC

import torch
from torch import Tensor, nn

from thinkers.nets.thinker import Thinker
from thinkers.problems.signature import Signature


class PairThinker(Thinker, ABC):
    """A step on the features of pairs: pointwise maps, pools, and paths of two pairs.

    It has DT-L's discipline: the new thought is a learned interpolation of the old one and of a
    layer-normalised update, so thoughts stay bounded however long they are thought, and the
    input comes back in every step. Nothing is proven about its Lipschitz constant.
    """

    pairs = True

    def __init__(self, signature: Signature, width: int, paths: int, skip: float) -> None:
        super().__init__(signature, None)
        self.signature, channels = signature, signature.channels
        self.projection = nn.Linear(channels, width)
        self.recall_input = nn.Linear(channels, width)
        self.pair = nn.Linear(width, width, bias=False)
        if not signature.bipartite:
            self.turned = nn.Linear(width, width, bias=False)
        self.rows = nn.Linear(2 * width, width, bias=False)
        self.columns = nn.Linear(2 * width, width, bias=False)
        if not signature.bipartite:
            self.ends = nn.Linear(width, 2 * paths)
            self.joined = nn.Linear(2 * paths, width, bias=False)
        self.update = nn.Sequential(nn.ELU(), nn.Linear(width, width), nn.LayerNorm(width))
        self.skip = nn.Parameter(torch.logit(torch.tensor(skip)) * torch.ones(width))
        seen = 2 * width if signature.target == "node" else width
        self.head = nn.Sequential(
            nn.Linear(seen, width), nn.ELU(), nn.Linear(width, signature.classes)
        )

    def interpolated(self, thought: Tensor, hidden: Tensor) -> Tensor:
        """The next thought `(b, *shape, w)` from the last one and what a step makes of it."""
        update: Tensor = self.update(hidden)  # (b, *shape, w)
        gamma = torch.sigmoid(self.skip).to(update.dtype)  # (w,)
        return torch.lerp(update, thought.to(update.dtype), gamma)  # (b, *shape, w)

    def logits(self, features: Tensor) -> Tensor:
        """Logits `(b, classes, *shape)` of pairs or nodes `(b, *shape, w or 2w)`."""
        logits: Tensor = self.head(features).movedim(-1, 1)  # (b, classes, *shape)
        return logits


def pools(thought: Tensor, axis: int, present: Tensor | None = None) -> Tensor:
    """Mean and maximum over one axis of pairs, `(b, n, 2w)`; 0 over none.

    Args:
        thought: `(b, n, m, w)`, 0 where nothing is present.
        axis: 1 or 2.
        present: `(b, n, m, 1)` bool, the pairs that are there; None for all.
    """
    if present is None:
        return torch.cat([thought.mean(axis), thought.amax(axis)], dim=-1)  # (b, n, 2w)
    count = present.sum(axis)  # (b, n, 1)
    highest = below(thought, present).amax(axis)  # (b, n, w)
    mean = thought.sum(axis) / count.clamp(min=1)  # (b, n, w)
    return torch.cat([mean, highest.masked_fill(count == 0, 0.0)], dim=-1)  # (b, n, 2w)


def below(scores: Tensor, present: Tensor | None) -> Tensor:
    """Scores, with those that are not present below all others."""
    if present is None:
        return scores
    return scores.masked_fill(~present, torch.finfo(scores.dtype).min)
