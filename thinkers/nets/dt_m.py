"""DT-M: deep thinking on a matrix, equivariant under renumbering. Our own architecture.

A 3x3 convolution reads meaning into the order of rows; the nodes of a graph have none. DT-M keeps
one feature vector per ordered pair (i, j) and mixes pairs only in ways that do not see numbers:
pointwise maps, the transposed pair, pools over a row or column, and paths i -> k -> j.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from thinkers.errors import ConfigError
from thinkers.nets.pairs import PairThinker, below, pools
from thinkers.problems.signature import Signature


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


class DTM(PairThinker):
    """Hidden states are `(b, n, m, w)`; the step is permutation-equivariant, at every size.

    Rows and columns that are two sets, `m` of them beside `n`, have neither reverse pairs nor
    paths: there a step sees the pair itself and the pools. Those that are not there change nothing.
    Memory and time grow as n m w + n³ p: beyond a few hundred nodes use something else.
    """

    name = "dt-m"
    summary = "deep thinking on a matrix, equivariant under renumbering (ours)"
    Config = DTMConfig
    layouts = frozenset({"matrix"})

    def __init__(self, signature: Signature, config: DTMConfig) -> None:
        super().__init__(signature, config.width, config.paths, config.skip)
        if config.reach is not None and signature.near is None:
            raise ConfigError("reach needs an encoding that says what is near", "leave it out")
        if config.reach is not None and signature.bipartite:
            raise ConfigError("reach is of paths, and there are none here", "leave it out")
        self.reach, self.near = config.reach, signature.near

    def embed(self, inputs: Tensor) -> Tensor:
        features, present = self._split(inputs)  # (b, n, m, channels), (b, n, m, 1)
        thought = torch.tanh(self.projection(features))  # (b, n, m, w)
        return thought if present is None else thought * present  # (b, n, m, w)

    def recall(self, inputs: Tensor) -> Tensor:
        """The input's term; also which pairs are near and which are there: `(b, n, m, w + 0…3)`.

        Beyond the reach two channels say which are near in their row and in their column; of padded
        matrices these are always there, and a third says which pairs are present.
        """
        features, present = self._split(inputs)  # (b, n, m, channels), (b, n, m, 1)
        term: Tensor = self.recall_input(features)  # (b, n, m, w)
        near = self._near(inputs, present)
        if present is None:
            return term if near is None else torch.cat([term, near.to(term)], -1)
        near = present.expand(-1, -1, -1, 2) if near is None else near & present
        return torch.cat([term, near.to(term), present.to(term)], -1)  # (b, n, m, w + 3)

    def _split(self, inputs: Tensor) -> tuple[Tensor, Tensor | None]:
        """Features, and which pairs are there; None for all."""
        if not self.signature.padded:
            return inputs.movedim(1, -1), None
        return inputs[:, :-1].movedim(1, -1), inputs[:, -1:].movedim(1, -1).bool()

    def _near(self, inputs: Tensor, present: Tensor | None) -> Tensor | None:
        """`(b, n, n, 2)` bool: the pairs within reach in their row, and in their column."""
        if self.reach is None or self.near is None:
            return None
        if not torch.compiler.is_exporting() and inputs.shape[-1] <= self.reach:
            return None
        ways = inputs[:, list(self.near)]  # (b, 2, n, n)
        if present is not None:
            ways = ways.masked_fill(~present.movedim(-1, 1), torch.inf)  # (b, 2, n, n)
        over_row, over_column = ways.unbind(1)  # (b, n, n) each
        row = over_row <= _kth(over_row, self.reach, 2)  # (b, n, n)
        column = over_column <= _kth(over_column, self.reach, 1)  # (b, n, n)
        return torch.stack([row, column], -1)  # (b, n, n, 2)

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        assert recall is not None
        width = thought.shape[-1]
        recall, marks = recall[..., :width], recall[..., width:].bool()  # (b, n, m, w), (…, 0…3)
        row, column = marks[..., :2].unbind(-1) if marks.shape[-1] else (None, None)  # (b, n, m)
        present = marks[..., 2:] if self.signature.padded else None  # (b, n, m, 1)
        hidden = self.pair(thought)  # (b, n, m, w), added to in place: no map keeps its result
        if not self.signature.bipartite:
            hidden += self.turned(thought).transpose(1, 2)  # (b, n, n, w)
        hidden += self.rows(pools(thought, 2, present)).unsqueeze(2)  # (b, n, m, w)
        hidden += self.columns(pools(thought, 1, present)).unsqueeze(1)  # (b, n, m, w)
        if not self.signature.bipartite:
            hidden += self.joined(self._paths(thought, row, column))  # (b, n, n, w)
        after = self.interpolated(thought, hidden + recall)  # (b, n, m, w)
        return after if present is None else after * present  # (b, n, m, w)

    def readout(self, thought: Tensor) -> Tensor:
        """Logits of pairs; of a row from its pools, where pairs that are not there count as 0."""
        if self.signature.target != "node":
            return self.logits(thought)  # (b, classes, n, m)
        present = thought.ne(0).any(-1, keepdim=True) if self.signature.padded else None
        return self.logits(pools(thought, 2, present))  # (b, classes, n)

    def _paths(self, thought: Tensor, row: Tensor | None, column: Tensor | None) -> Tensor:
        """What the pairs (i, k) and (k, j) say together about (i, j): `(b, n, n, 2p)`.

        One end is a softmax over the k that are near, and the other a tanh, so that the sum over k
        is a mean of bounded numbers and means the same at every n.
        """
        ends = self.ends(thought).movedim(-1, 1).contiguous()  # (b, 2p, n, n), read four times
        start, end = ends.chunk(2, dim=1)  # (b, p, n, n) each
        chosen_start = _among(start, row).softmax(-1) @ end.tanh()  # (b, p, n, n)
        chosen_end = start.tanh() @ _among(end, column).softmax(-2)  # (b, p, n, n)
        return torch.cat([chosen_start, chosen_end], 1).movedim(1, -1)  # (b, n, n, 2p)


def _kth(ways: Tensor, reach: int, axis: int) -> Tensor:
    """The `reach`-th least along an axis of `(b, n, n)`; exported the largest, where n is less."""
    if not torch.compiler.is_exporting():
        return ways.kthvalue(reach, axis, keepdim=True).values
    last = torch.arange(ways.shape[axis], device=ways.device).clamp(max=reach - 1).amax(0)  # ()
    return ways.sort(axis).values.index_select(axis, last.view(1))


def _among(scores: Tensor, near: Tensor | None) -> Tensor:
    """`(b, p, n, n)` scores, those of pairs that are not near below all others."""
    return below(scores, None if near is None else near.unsqueeze(1))
