"""DT-G: deep thinking on a graph, DT-M's ideas on listed pairs alone. Our own architecture.

DT-M keeps a feature vector for each of n² pairs and composes n³ paths. DT-G keeps one for each of
the n k pairs that are listed, and composes the paths i -> m -> j of which all three pairs are.
"""

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor

from thinkers.nets.pairs import PairThinker, below, pools
from thinkers.problems.signature import Signature

Places = tuple[Tensor, Tensor, Tensor, Tensor]
"""The input's term `(b, n, k, w)`; the neighbour that each pair leads to and the place of its
reverse, `(b, n, k)` int64; and `(b, n, k, k)` int64: for the pair i -> j and each neighbour m of i
the place of m -> j. Places are among the n k pairs of an instance, n k for what is not listed."""

TINY = 1e-30
"""Keeps a mean over no paths from being divided by 0."""


@dataclass(frozen=True)
class DTGConfig:
    """Settings of DT-G.

    Attributes:
        width: Features of each pair, >= 1.
        paths: Features that compose along paths, >= 1.
        skip: γ at initialisation, 0 < skip < 1: how much of φ a step keeps.
    """

    width: int = 48
    paths: int = 12
    skip: float = 0.5

    def __post_init__(self) -> None:
        if self.width < 1 or self.paths < 1:
            raise ValueError("expected width >= 1 and paths >= 1")
        if not 0 < self.skip < 1:
            raise ValueError(f"expected 0 < skip < 1, got {self.skip}")


class DTG(PairThinker):
    """Hidden states are `(b, n, k, w)`, 0 where no pair is listed; the step is equivariant.

    It sees neither how nodes are numbered nor in what order neighbours are listed. With all pairs
    listed, those of nodes with themselves too, it is DT-M with the same weights. Of a node's pool
    of incoming pairs only those are part whose reverse is listed. A node that lists no pair
    remembers nothing: list its pair with itself where that matters.
    Memory and time grow as n k (w² + k p).
    """

    name = "dt-g"
    summary = "deep thinking on listed pairs of a graph, equivariant under renumbering (ours)"
    Config = DTGConfig
    layouts = frozenset({"graph"})

    def __init__(self, signature: Signature, config: DTGConfig) -> None:
        super().__init__(signature, config.width, config.paths, config.skip)

    def embed(self, inputs: Tensor) -> Tensor:
        features, present = inputs[:, :-2].movedim(1, -1), inputs[:, -2] >= 0
        return torch.tanh(self.projection(features)) * present.unsqueeze(-1)  # (b, n, k, w)

    def recall(self, inputs: Tensor) -> Places:
        """The input's term, and where the pairs are that a pair is mixed with."""
        term: Tensor = self.recall_input(inputs[:, :-2].movedim(1, -1))  # (b, n, k, w)
        neighbours, reverse = inputs[:, -2:].long().unbind(1)  # (b, n, k) each
        none = neighbours[0].numel()
        reverse = reverse.masked_fill(reverse < 0, none)  # (b, n, k)
        return term, neighbours, reverse, _second_pairs(neighbours)

    def step(self, thought: Tensor, recall: Tensor | tuple[Tensor, ...] | None) -> Tensor:
        term, neighbours, reverse, second = cast("Places", recall)
        present = (neighbours >= 0).unsqueeze(-1)  # (b, n, k, 1)
        turned = _taken(thought, reverse)  # (b, n, k, w)
        columns = self.columns(pools(turned, 2, (reverse < neighbours[0].numel()).unsqueeze(-1)))
        ends = torch.arange(columns.shape[0], device=columns.device).view(-1, 1, 1)  # (b, 1, 1)
        hidden = self.pair(thought) + self.turned(turned) + term  # (b, n, k, w)
        hidden = hidden + self.rows(pools(thought, 2, present)).unsqueeze(2)  # (b, n, k, w)
        hidden = hidden + columns[ends, neighbours.clamp(min=0)]  # (b, n, k, w)
        hidden = hidden + self.joined(self._paths(thought, present, second))  # (b, n, k, w)
        return self.interpolated(thought, hidden) * present  # (b, n, k, w)

    def readout(self, thought: Tensor) -> Tensor:
        """Logits of pairs; of a node from the pools of its pairs."""
        if self.signature.target != "node":
            return self.logits(thought)  # (b, 1 or classes, n, k)
        return self.logits(
            pools(thought, 2, thought.ne(0).any(-1, keepdim=True))
        )  # (b, classes, n)

    def _paths(self, thought: Tensor, present: Tensor, second: Tensor) -> Tensor:
        """What the pairs (i, m) and (m, j) say together about (i, j): `(b, n, k, 2p)`.

        As in DT-M one end is a softmax over the m and the other a tanh; 0 where there are no paths.
        """
        start, end = self.ends(thought).chunk(2, dim=-1)  # (b, n, k, p) each
        start, end = below(start, present), below(end, present)  # (b, n, k, p) each
        leave = (start - start.amax(2, keepdim=True)).exp() * present  # (b, n, k, p)
        arrive = (end - end.amax((1, 2), keepdim=True)).exp() * present  # (b, n, k, p)
        said = torch.cat([end.tanh() * present, arrive], -1)  # (b, n, k, 2p)
        weight = torch.cat([leave, start.tanh() * present], -1)  # (b, n, k, 2p)
        above, arrived = _over_ways(said, weight, second)  # (b, n, k, 2p), (b, n, k, p)
        listed = (second < second[0, ..., 0].numel()).to(leave)  # (b, n, k, k)
        total = torch.cat([listed @ leave, arrived], -1)  # (b, n, k, 2p)
        return above / total.clamp(min=TINY)  # (b, n, k, 2p)


def _over_ways(said: Tensor, weight: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
    """The sums over m of what is said by pairs m -> j, weighted by i -> m; and of the latter half.

    One m after the other, so that memory does not grow as n k²; exported all at once, as ONNX has
    no loop whose length is not known.
    """
    half = said.shape[-1] // 2
    if torch.compiler.is_exporting():
        there = _taken(said, second)  # (b, n, k, k, 2p)
        return (there * weight.unsqueeze(2)).sum(3), there[..., half:].sum(3)
    above = torch.zeros_like(said)  # (b, n, k, 2p)
    arrived = torch.zeros_like(said[..., half:])  # (b, n, k, p)
    for way in range(second.shape[-1]):
        there = _taken(said, second[..., way])  # (b, n, k, 2p)
        above = above + there * weight[:, :, way : way + 1]  # (b, n, k, 2p)
        arrived = arrived + there[..., half:]  # (b, n, k, p)
    return above, arrived


def _taken(values: Tensor, places: Tensor) -> Tensor:
    """`(b, …, c)`: the values `(b, n, k, c)` at places `(b, …)`, 0 at the place n k."""
    size, width = values.shape[0], values.shape[-1]
    rows = torch.cat([values.flatten(1, 2), values.new_zeros(size, 1, width)], 1)  # (b, n k + 1, c)
    first = rows.shape[1] * torch.arange(size, device=places.device)  # (b,)
    first = first.view(-1, *[1] * (places.ndim - 1))  # (b, 1, …)
    found = rows.flatten(0, 1).index_select(0, (places + first).flatten())  # (b n k, c)
    return found.view(*places.shape, width)


def _second_pairs(neighbours: Tensor) -> Tensor:
    """Where paths go on: `(b, n, k, k)` as in `Places`, of `(b, n, k)` neighbours."""
    _, nodes, room = neighbours.shape
    none = nodes * room
    there = neighbours >= 0  # (b, n, k)
    both = there.unsqueeze(2) & there.unsqueeze(3)  # (b, n, k: j, k: m)
    if torch.compiler.is_exporting():
        return _found_pairs(neighbours).masked_fill(~both, none)  # (b, n, k, k)
    origin = torch.arange(nodes, device=neighbours.device).view(1, -1, 1)  # (1, n, 1)
    keys = (origin * nodes + neighbours).masked_fill(~there, nodes * nodes)  # (b, n, k)
    keys, order = keys.flatten(1).sort(1)  # (b, n k) each
    wanted = neighbours.unsqueeze(2) * nodes + neighbours.unsqueeze(3)  # (b, n, k: j, k: m)
    at = torch.searchsorted(keys, wanted.flatten(1)).clamp(max=none - 1)  # (b, n k k)
    found = (keys.gather(1, at) == wanted.flatten(1)).view_as(both) & both  # (b, n, k, k)
    return order.gather(1, at).view_as(both).masked_fill(~found, none)  # (b, n, k, k)


def _found_pairs(neighbours: Tensor) -> Tensor:
    """`_second_pairs` by comparing all with all, as ONNX has no binary search: n k³ numbers."""
    size, nodes, room = neighbours.shape
    middle = neighbours.clamp(min=0)  # (b, n, k: m)
    rows = torch.arange(size, device=neighbours.device).view(-1, 1, 1)  # (b, 1, 1)
    lists = neighbours[rows, middle].unsqueeze(2)  # (b, n, 1, k: m, k)
    fits = lists == neighbours.view(size, nodes, room, 1, 1)  # (b, n, k: j, k: m, k)
    places = middle.unsqueeze(2) * room + fits.int().argmax(-1)  # (b, n, k: j, k: m)
    return places.masked_fill(~fits.any(-1), nodes * room)
