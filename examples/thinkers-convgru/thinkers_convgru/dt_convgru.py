"""ConvGRU: the gated recurrent unit (Cho et al. 2014) with convolutions in place of products.

As in the Neural GPU (Kaiser & Sutskever 2016, arXiv 1511.08228), with recall at every step.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from thinkers import Signature, Thinker


@dataclass(frozen=True)
class ConvGRUConfig:
    """Settings of ConvGRU.

    Attributes:
        width: Channels of the hidden state, >= 1.
        kernel: Taps of each convolution along an axis, odd, >= 3.
    """

    width: int = 32
    kernel: int = 3

    def __post_init__(self) -> None:
        if self.width < 1:
            raise ValueError(f"expected width >= 1, got {self.width}")
        if self.kernel < 3 or self.kernel % 2 == 0:
            raise ValueError(f"expected an odd kernel >= 3, got {self.kernel}")


class ConvGRU(Thinker):
    """`φ ← u φ + (1 - u) tanh(W (r φ) + x)`, gates u and r of φ and the input.

    Hidden states stay between -1 and 1, as they begin. No more is proven: they need not settle.
    """

    name = "convgru"
    summary = "convolutional gated recurrent unit, with recall (Kaiser & Sutskever 2016)"
    Config = ConvGRUConfig
    layouts = frozenset({"sequence", "grid"})

    def __init__(self, signature: Signature, config: ConvGRUConfig) -> None:
        super().__init__(signature, config)
        conv = nn.Conv1d if signature.axes == 1 else nn.Conv2d
        self.width, kernel, pad = config.width, config.kernel, config.kernel // 2
        self.inward = conv(signature.inputs, 3 * config.width, kernel, padding=pad)
        self.gates = conv(config.width, 2 * config.width, kernel, padding=pad, bias=False)
        self.candidate = conv(config.width, config.width, kernel, padding=pad, bias=False)
        self.outward = conv(config.width, signature.classes, kernel, padding=pad)

    def embed(self, inputs: Tensor) -> Tensor:
        return inputs.new_zeros(len(inputs), self.width, *inputs.shape[2:])  # (b, w, *shape)

    def recall(self, inputs: Tensor) -> Tensor:
        terms: Tensor = self.inward(inputs)  # (b, 3 w, *shape): of both gates and the candidate
        return terms

    def step(self, thought: Tensor, recall: Tensor) -> Tensor:
        of_gates, of_candidate = recall.split([2 * self.width, self.width], 1)
        update, reset = torch.sigmoid(self.gates(thought) + of_gates).chunk(2, 1)  # (b, w, *shape)
        candidate = torch.tanh(self.candidate(reset * thought) + of_candidate)  # (b, w, *shape)
        return torch.lerp(candidate, thought, update)  # (b, w, *shape)

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.outward(thought)  # (b, classes, *shape)
        return logits
