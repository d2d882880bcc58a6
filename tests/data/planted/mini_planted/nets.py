"""The plainest recurrent step."""

from dataclasses import dataclass

import torch
from torch import nn

from thinkers import Thinker


@dataclass(frozen=True)
class EchoConfig:
    width: int = 8


class Echo(Thinker):
    name = "mini-echo"
    summary = "tanh of a convolution, with recall"
    Config = EchoConfig
    layouts = frozenset({"sequence"})

    def __init__(self, signature, config):
        super().__init__(signature, config)
        self.width = config.width
        self.inward = nn.Conv1d(signature.channels, config.width, 1)
        self.around = nn.Conv1d(config.width, config.width, 3, padding=1, bias=False)
        self.outward = nn.Conv1d(config.width, signature.classes, 1)

    def embed(self, inputs):
        return inputs.new_zeros(len(inputs), self.width, *inputs.shape[2:])

    def recall(self, inputs):
        return self.inward(inputs)

    def step(self, thought, recall):
        return torch.tanh(self.around(thought) + recall)

    def readout(self, thought):
        return self.outward(thought)
