"""DT-S: deep thinking on Sudoku with one small net for all digits and cells. Our own architecture.

A thought holds one feature vector for each candidate, that is, for each digit in each cell. Digits,
rows and columns get no numbers: candidates learn of each other through pools alone.
"""

from dataclasses import dataclass
from math import isqrt
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from thinkers import Signature, Thinker


@dataclass(frozen=True)
class DTSConfig:
    """Settings of DT-S.

    Attributes:
        width: Features of each candidate, >= 1.
        messages: Features that are pooled, >= 1.
        hidden: Width of the step's inner layer, >= 1.
    """

    width: int = 32
    messages: int = 24
    hidden: int = 64

    def __post_init__(self) -> None:
        if min(self.width, self.messages, self.hidden) < 1:
            raise ValueError("expected width, messages and hidden >= 1")


class Pools(NamedTuple):
    """Mean and largest of some candidates' messages; `(…, 2m)` when joined."""

    mean: Tensor
    most: Tensor

    def over(self, *axes: int) -> "Pools":
        """Those of the groups along some axes, which stay with length 1."""
        return Pools(self.mean.mean(axes, keepdim=True), self.most.amax(axes, keepdim=True))

    def joined(self) -> Tensor:
        """Both in one vector."""
        return torch.cat(self, -1)


class DTS(Thinker):
    """Hidden states are `(b, n, n, digits, w)`.

    `φ ← norm(φ + out(relu(own φ + recall + pools)))`, the pools over the candidates of the same
    digit in the row, the column, the box, the crossing of box and row or column, and over those of
    the same cell. Equivariant under the symmetries of Sudoku: relabelled digits, permuted bands
    and rows of a band, and so for columns, and transposition.

    Boxes of n x n cells are as high as the largest divisor of n that is at most √n. Where the
    encoding has as many channels as classes, each channel is of the digit of its number.
    """

    name = "dt-sudoku"
    summary = "deep thinking on Sudoku: one net for all digits, equivariant (ours)"
    Config = DTSConfig
    layouts = frozenset({"grid"})

    def __init__(self, signature: Signature, config: DTSConfig) -> None:
        super().__init__(signature, config)
        self.channels, self.classes = signature.channels, signature.classes
        width, joined = config.width, 2 * config.messages
        self.first = nn.Linear(1, width)
        self.inward = nn.Linear(1, config.hidden)
        self.own = nn.Linear(width, config.hidden, bias=False)
        self.message = nn.Linear(width, config.messages)
        self.line, self.box, self.crossing, self.cell = (
            nn.Linear(joined, config.hidden, bias=False) for _ in range(4)
        )
        self.outward = nn.Linear(config.hidden, width)
        self.norm = nn.LayerNorm(width)
        self.logit = nn.Linear(width, 1)

    def embed(self, inputs: Tensor) -> Tensor:
        first: Tensor = self.first(self._candidates(inputs))
        return first  # (b, n, n, digits, w)

    def recall(self, inputs: Tensor) -> Tensor:
        """The clues' term, `(b, n, n, digits, hidden)`."""
        term: Tensor = self.inward(self._candidates(inputs))
        return term

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        assert recall is not None
        messages = functional.relu(self.message(thought))  # (b, n, n, digits, m)
        hidden = self.own(thought) + recall  # (b, n, n, digits, hidden)
        cell = Pools(messages, messages).over(3).joined()  # (b, n, n, 1, 2m)
        hidden = hidden + self.cell(cell)  # (b, n, n, digits, hidden)
        for axis in (2, 1):
            hidden = hidden + self._along(messages, axis)  # (b, n, n, digits, hidden)
        change = self.outward(functional.relu(hidden))  # (b, n, n, digits, w)
        after: Tensor = self.norm(thought + change)
        return after

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.logit(thought).squeeze(-1)  # (b, n, n, digits)
        return logits.movedim(-1, 1)[:, : self.classes]  # (b, classes, n, n)

    def _along(self, messages: Tensor, axis: int) -> Tensor:
        """What the rows (2) or columns (1) say, their crossings with the boxes, and half the boxes.

        Shapes: `(b, n, n, digits, m)` to `(b, n, n, digits, hidden)`.
        """
        side = messages.shape[1]
        high = box_height(side)
        length, across = (side // high, high) if axis == 2 else (high, side // high)
        parts = messages.unflatten(axis, (-1, length))  # cells of a line, box by box
        crossings = Pools(parts, parts).over(axis + 1)  # one for each crossing
        crossings = Pools(*(each.squeeze(axis + 1) for each in crossings))
        told = self.crossing(crossings.joined())
        told = told + self.line(crossings.over(axis).joined())
        if axis == 2:
            bands = Pools(*(each.unflatten(1, (-1, across)) for each in crossings)).over(2)
            told = (told.unflatten(1, (-1, across)) + self.box(bands.joined())).flatten(1, 2)
        spread: Tensor = told.repeat_interleave(length, axis)
        return spread

    def _candidates(self, inputs: Tensor) -> Tensor:
        """`(b, n, n, digits, 1)` of `(b, channels, n, n)`; channels that are wanting are 0."""
        wanting = max(0, self.classes - self.channels)
        return functional.pad(inputs, (0, 0, 0, 0, 0, wanting)).movedim(1, -1).unsqueeze(-1)


def box_height(side: int) -> int:
    """The rows of a box: the largest divisor of n that is at most √n."""
    return next(rows for rows in range(isqrt(side), 0, -1) if side % rows == 0)
