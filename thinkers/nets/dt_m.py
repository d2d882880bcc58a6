"""DT-M: deep thinking on a matrix, equivariant under renumbering. Our own architecture.

A 3x3 convolution reads meaning into the order of rows; the cities of a tour have none. DT-M keeps
one feature vector per ordered pair (i, j) and mixes pairs only in ways that do not see numbers:
pointwise maps, the transposed pair, pools over a row or column, and paths i -> k -> j.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from thinkers.errors import ConfigError
from thinkers.nets.thinker import Thinker
from thinkers.problems.batch import Signature


@dataclass(frozen=True)
class DTMConfig:
    """Settings of DT-M.

    Attributes:
        width: Features of each pair, >= 1.
        paths: Features that compose along paths, >= 1.
        skip: γ at initialisation, 0 < skip < 1: how much of φ a step keeps.
        reach: Among how many k a path i -> k -> j chooses, those nearest to its end and those as
            near as the last of them; None takes all. As many as the largest n in training: there
            it changes nothing, and beyond, a softmax is not thinned by cities far away.
    """

    width: int = 48
    paths: int = 12
    skip: float = 0.5
    reach: int | None = None

    def __post_init__(self) -> None:
        if self.width < 1 or self.paths < 1:
            raise ValueError("expected width >= 1 and paths >= 1")
        if not 0 < self.skip < 1:
            raise ValueError(f"expected 0 < skip < 1, got {self.skip}")
        if self.reach is not None and self.reach < 1:
            raise ValueError(f"expected reach >= 1, got {self.reach}")


class DTM(Thinker):
    """Hidden states are `(b, n, n, w)`; the step is permutation-equivariant, for every n.

    It has DT-L's discipline: the new thought is a learned interpolation of the old one and of a
    layer-normalised update, so thoughts stay bounded however long they are thought, and the
    input comes back in every step. Nothing is proven about its Lipschitz constant.
    Memory and time grow as n² w + n³ p: beyond a few hundred cities use something else.
    """

    name = "dt-m"
    summary = "deep thinking on a matrix, equivariant under renumbering (ours)"
    Config = DTMConfig
    layouts = frozenset({"matrix"})

    def __init__(self, signature: Signature, config: DTMConfig) -> None:
        super().__init__(signature, config)
        if config.reach is not None and signature.near is None:
            raise ConfigError("reach needs an encoding that says what is near", "leave it out")
        self.reach, self.near = config.reach, signature.near
        width, paths = config.width, config.paths
        self.projection = nn.Linear(signature.channels, width)
        self.recall_input = nn.Linear(signature.channels, width)
        self.pair = nn.Linear(width, width, bias=False)
        self.turned = nn.Linear(width, width, bias=False)
        self.rows = nn.Linear(2 * width, width, bias=False)
        self.columns = nn.Linear(2 * width, width, bias=False)
        self.ends = nn.Linear(width, 2 * paths)
        self.joined = nn.Linear(2 * paths, width, bias=False)
        self.update = nn.Sequential(nn.ELU(), nn.Linear(width, width), nn.LayerNorm(width))
        self.skip = nn.Parameter(torch.logit(torch.tensor(config.skip)) * torch.ones(width))
        self.head = nn.Sequential(
            nn.Linear(width, width), nn.ELU(), nn.Linear(width, signature.classes)
        )

    def embed(self, inputs: Tensor) -> Tensor:
        return torch.tanh(self.projection(inputs.movedim(1, -1)))  # (b, n, n, w)

    def recall(self, inputs: Tensor) -> Tensor:
        """The input's term; beyond the reach also which pairs are near: `(b, n, n, w[ + 2])`."""
        term: Tensor = self.recall_input(inputs.movedim(1, -1))  # (b, n, n, w)
        if self.reach is None or self.near is None or inputs.shape[-1] <= self.reach:
            return term
        over_row, over_column = inputs[:, list(self.near)].unbind(1)  # (b, n, n) each
        row = over_row <= over_row.kthvalue(self.reach, 2, keepdim=True).values  # (b, n, n)
        column = over_column <= over_column.kthvalue(self.reach, 1, keepdim=True).values
        return torch.cat([term, torch.stack([row, column], -1).to(term)], -1)  # (b, n, n, w + 2)

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        assert recall is not None
        width = thought.shape[-1]
        recall, near = recall[..., :width], recall[..., width:]  # (b, n, n, w), (b, n, n, 0 or 2)
        row, column = near.bool().unbind(-1) if near.shape[-1] else (None, None)  # (b, n, n) each
        hidden = self.pair(thought) + self.turned(thought.transpose(1, 2))  # (b, n, n, w)
        hidden = hidden + self.rows(_pools(thought, 2)).unsqueeze(2)  # (b, n, n, w)
        hidden = hidden + self.columns(_pools(thought, 1)).unsqueeze(1)  # (b, n, n, w)
        hidden = hidden + self.joined(self._paths(thought, row, column)) + recall  # (b, n, n, w)
        update: Tensor = self.update(hidden)  # (b, n, n, w)
        gamma = torch.sigmoid(self.skip)  # (w,)
        return gamma * thought + (1 - gamma) * update  # (b, n, n, w)

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.head(thought).movedim(-1, 1)  # (b, 1, n, n)
        return logits

    def _paths(self, thought: Tensor, row: Tensor | None, column: Tensor | None) -> Tensor:
        """What the pairs (i, k) and (k, j) say together about (i, j): `(b, n, n, 2p)`.

        One end is a softmax over the k that are near, and the other a tanh, so that the sum over k
        is a mean of bounded numbers and means the same at every n.
        """
        start, end = self.ends(thought).movedim(-1, 1).chunk(2, dim=1)  # (b, p, n, n) each
        chosen_start = _among(start, row).softmax(-1) @ end.tanh()  # (b, p, n, n)
        chosen_end = start.tanh() @ _among(end, column).softmax(-2)  # (b, p, n, n)
        return torch.cat([chosen_start, chosen_end], 1).movedim(1, -1)  # (b, n, n, 2p)


def _pools(thought: Tensor, axis: int) -> Tensor:
    """Mean and maximum over one axis of cities: `(b, n, 2w)`."""
    return torch.cat([thought.mean(axis), thought.amax(axis)], dim=-1)


def _among(scores: Tensor, near: Tensor | None) -> Tensor:
    """`(b, p, n, n)` scores, minus infinity for the pairs that are not near."""
    return scores if near is None else scores.masked_fill(~near.unsqueeze(1), -torch.inf)
