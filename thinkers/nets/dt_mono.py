"""DT-Mono: an order-preserving step with monotone convergence, after the ICLRNN (2401.07494).

Reachability and the filling of dead ends are least fixed points of monotone maps, and so within
its reach; parity is not: it is no thinker for prefix sums.
"""

from dataclasses import dataclass
from math import log

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from thinkers.certify import Activation, Chain, Linear, Recall
from thinkers.nets.blocks import conv
from thinkers.nets.kernels.pointwise import pointwise
from thinkers.nets.parametrisations import Rings
from thinkers.nets.thinker import Thinker
from thinkers.problems.signature import Signature

LEAK = -5.0
"""The logarithm of what a feature takes from another at first: next to nothing (our choice)."""


@dataclass(frozen=True)
class DTMonoConfig:
    """Settings of DT-Mono.

    Attributes:
        width: Channels of the thought, >= 1.
        gain: What each feature takes from its own neighbours at first, > 0. Below 6 or so the
            undecided middle attracts, and nothing is carried far.
    """

    width: int = 16
    gain: float = 6.0

    def __post_init__(self) -> None:
        if self.width < 1:
            raise ValueError(f"expected width >= 1, got {self.width}")
        if not self.gain > 0:
            raise ValueError(f"expected gain > 0, got {self.gain}")


class DTMono(Thinker):
    """`φ ← sigmoid(W φ + V x + b)`, W >= 0, from φ = 0; kernels do not see directions.

    Proven, whatever W is: `φ <= φ'` gives `G(φ) <= G(φ')` entry by entry, and so a thought that
    starts at 0 only rises, is bounded by 1, and settles on the least fixed point. In rounded
    arithmetic too, as rounding is monotone, if sums are added up in the same order. How fast is
    not proven, nor that another start settles there.
    """

    name = "dt-mono"
    summary = "order-preserving steps from the least thought (after ICLRNN, 2024)"
    Config = DTMonoConfig
    layouts = frozenset({"sequence", "grid"})

    def __init__(self, signature: Signature, config: DTMonoConfig) -> None:
        super().__init__(signature, config)
        axes, width, channels = signature.axes, config.width, signature.channels
        self.width = width
        self.recall_input = conv(axes, channels, width, bias=True)
        self.rise = conv(axes, width, width)
        self._begin(axes, width, channels, config.gain)
        layer = pointwise(axes)
        self.head = nn.Sequential(
            layer(width, width, 1), nn.ReLU(), layer(width, signature.classes, 1)
        )

    def _begin(self, axes: int, width: int, channels: int, gain: float) -> None:
        """Let each feature count its own neighbours, against a threshold within their number."""
        taken = LEAK + torch.randn(width, width, axes + 1)  # (w, w, rings)
        taken[range(width), range(width), 1] = log(gain) + 0.1 * torch.randn(width)
        seen = 0.3 * torch.randn(width, channels, axes + 1)  # (w, channels, rings)
        seen[..., 0] = gain * torch.randn(width, channels)
        threshold = gain * axes * (0.5 + 1.25 * torch.rand(width))  # (w,)
        for layer, free, signed in ((self.rise, taken, False), (self.recall_input, seen, True)):
            layer.weight = nn.Parameter(free)
            parametrize.register_parametrization(layer, "weight", Rings(axes, signed), unsafe=True)
        self.recall_input.bias.data = -threshold - seen[..., 0].sum(1)

    def embed(self, inputs: Tensor) -> Tensor:
        return inputs.new_zeros(inputs.shape[0], self.width, *inputs.shape[2:])  # (b, w, *shape)

    def recall(self, inputs: Tensor) -> Tensor:
        term: Tensor = self.recall_input(inputs)  # (b, w, *shape)
        return term

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        assert recall is not None
        return torch.sigmoid(self.rise(thought) + recall)  # (b, w, *shape)

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.head(thought)  # (b, classes, *shape)
        return logits

    def pieces(self) -> Chain:
        return [Linear.of("rise", self.rise), Recall(), Activation("squash", "sigmoid")]
