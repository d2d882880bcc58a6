"""The training step of DT-R's published code, restated from facts, wastes included.

Bansal et al. 2022 (arXiv 2202.05826), algorithm 1, and what is known of the official code
(github.com/aks2203/deep-thinking, MIT): thought and input are concatenated in every iteration; the
readout is evaluated after every iteration and written into a buffer of all outputs; the pass of
M iterations runs with gradient even with α = 1, where it feeds only the training accuracy; the n
iterations before the graded ones run with gradient and are detached afterwards; Adam decays all
parameters by 2e-4. The lines are ours; none are copied.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from thinkers.nets import Thinker
from thinkers.training.step.loss import Draw


def conv(channels_in: int, channels_out: int) -> nn.Conv2d:
    """A bias-free 3x3 convolution."""
    return nn.Conv2d(channels_in, channels_out, 3, padding=1, bias=False)


class Block(nn.Module):
    """Two convolutions with an added skip."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = conv(width, width), conv(width, width)

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, w, h, w)` to itself."""
        hidden = functional.relu(self.first(thought))
        return functional.relu(self.second(hidden) + thought)


class OriginalNet(nn.Module):
    """DT-R on grids of three channels, two classes."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.projection = nn.Sequential(conv(3, width), nn.ReLU())
        self.recurrent = nn.Sequential(conv(width + 3, width), Block(width), Block(width))
        self.head = nn.Sequential(conv(width, 32), nn.ReLU(), conv(32, 8), nn.ReLU(), conv(8, 2))

    def forward(
        self, inputs: Tensor, iterations: int, thought: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """The last logits and thought of some iterations, from `thought` or from the start."""
        first = self.projection(inputs)
        thought = first if thought is None else thought
        outputs = torch.zeros(len(inputs), iterations, 2, *inputs.shape[2:]).to(inputs)
        for iteration in range(iterations):
            thought = self.recurrent(torch.cat([thought, inputs], 1))
            logits = self.head(thought)
            outputs[:, iteration] = logits
        return logits, thought


def original_loss(
    net: OriginalNet, batch: tuple[Tensor, Tensor, Tensor], alpha: float, most: int, draw: Draw
) -> tuple[Tensor, int]:
    """The progressive loss of one batch, and how many instances were right after M iterations."""
    inputs, mask, targets = batch

    def error(logits: Tensor) -> Tensor:
        return functional.cross_entropy(logits, targets, reduction="none")[mask].mean()

    last, _ = net(inputs, most)
    loss = (1 - alpha) * error(last) if alpha != 1 else torch.zeros(())
    if alpha != 0:
        thought = None
        if draw.no_grad_steps:
            thought = net(inputs, draw.no_grad_steps)[1].detach()
        loss = loss + alpha * error(net(inputs, draw.grad_steps, thought)[0])
    right = (last.argmax(1) * mask == targets).flatten(1).all(1)
    return loss, int(right.sum())


def original_optimizer(net: OriginalNet) -> torch.optim.Optimizer:
    """Adam at the published rates; the recurrent part learns at 1/M of the rate."""
    slow = list(net.recurrent.parameters())
    fast = [*net.projection.parameters(), *net.head.parameters()]
    groups: list[dict[str, Any]] = [{"params": fast}, {"params": slow, "lr": 1e-3 / 30}]
    return torch.optim.Adam(groups, lr=1e-3, weight_decay=2e-4)


def original_weights(thinker: Thinker) -> list[Tensor]:
    """Our DT-R's weights in the original's order and shapes."""
    projection, of_thought, of_input, *others = thinker.parameters()
    return [projection, torch.cat([of_thought, of_input], 1), *others]
