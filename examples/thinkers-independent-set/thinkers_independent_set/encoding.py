"""What a thinker sees of a graph: each node with its neighbours, and a number to tell it by."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Encoding, Signature, neighbour_lists
from thinkers_independent_set.instance import Chosen, Graph

ROOM = 8
"""Listed pairs of a node, itself among them; doubled until all neighbours have room."""

COST = 1.0
"""What an edge inside costs in the loss; from 1 on no set with an edge is best (Karalias 2020)."""


class GraphEncoding(Encoding[Graph, Chosen]):
    """Pairs say whether they lead back to their node; nodes have a number by chance.

    The numbers tell apart what symmetry does not (Sato et al. 2021), else of two joined nodes that
    look alike both or none would be chosen. Two classes for each node: out and in.
    """

    signature = Signature("graph", channels=1, classes=2, target="node", node_channels=1)

    def shape(self, instance: Graph) -> tuple[int, ...]:
        """`(n, k)`, k a power of two."""
        degrees = np.bincount(instance.both_ways[:, 0], minlength=instance.nodes)
        room = ROOM
        while room <= degrees.max():
            room *= 2
        return instance.nodes, room

    def encode(
        self, instances: Sequence[Graph], solutions: Sequence[Chosen] | None = None
    ) -> Batch:
        """Lists of neighbours, each node among its own; the targets are the nodes inside."""
        nodes, room = self.shape(instances[0])
        own = np.repeat(np.arange(nodes), 2).reshape(-1, 2)  # (n, 2)
        lists = np.stack([
            neighbour_lists(np.concatenate([own, each.both_ways]), nodes, room)
            for each in instances
        ])  # fmt: skip
        back = (lists == np.arange(nodes)[:, None])[:, None].astype(np.float32)  # (b, 1, n, k)
        numbers = np.random.default_rng(0).random(nodes, np.float32)  # (n,)
        marks = np.broadcast_to(numbers, (len(lists), 1, nodes)).copy()
        targets = None if solutions is None else np.stack([_inside(nodes, s) for s in solutions])
        mask = np.ones((len(lists), nodes), bool)
        return Batch(back, mask, targets, nodes=marks, neighbours=lists)

    def decode(self, scores: NDArray[np.float32], instance: Graph) -> Chosen:
        """Nodes by how sure they are to be in, each if none of its neighbours is: always a set."""
        with np.errstate(invalid="ignore"):
            sure = np.nan_to_num(scores[1] - scores[0])
        joined: dict[int, list[int]] = {node: [] for node in range(instance.nodes)}
        for first, second in instance.both_ways.tolist():
            joined[first].append(second)
        chosen: set[int] = set()
        for node in np.argsort(-sure, kind="stable").tolist():
            if chosen.isdisjoint(joined[node]):
                chosen.add(node)
        return np.array(sorted(chosen), np.int64)


class RelaxedEncoding(GraphEncoding):
    """The same, learned without labels: chances are to make the expected set large.

    The loss is `-Σ pᵢ + COST Σ pᵢ pⱼ` over nodes and edges, by node, where pᵢ is the chance of a
    node to be in (Karalias and Loukas 2020).
    """

    needs_labels = False

    def loss(self, logits: Any, batch: Mapping[str, Any]) -> Any:
        """Minus the expected size, and what edges inside cost."""
        chances = logits.softmax(1)[:, 1]  # (b, n)
        lists = batch["neighbours"]  # (b, n, k)
        beside = chances.gather(1, lists.clamp(min=0).flatten(1)).view_as(lists)  # (b, n, k)
        counts = (lists >= 0) & (batch["inputs"][:, 0] == 0)  # (b, n, k): no node is beside itself
        clashes = chances * (beside * counts).sum(2) / 2  # (b, n): each edge is met from both ends
        return (COST * clashes - chances).mean()


def _inside(nodes: int, chosen: Chosen) -> NDArray[np.int64]:
    """`(n,)` int64: 1 for the nodes of a set."""
    found = np.zeros(nodes, np.int64)
    found[chosen] = 1
    return found
