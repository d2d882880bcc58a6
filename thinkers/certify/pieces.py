"""The pieces of a step, in the order of their application: what a certificate is proven from.

A thinker describes its step as a chain of pieces. Each piece can be applied, so that a test can
hold the description against the step itself, and each knows a proven bound of its Lipschitz
constant in l2, valid at every input size.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from thinkers.certify.bracket import Bracket, conv_norm_exact
from thinkers.errors import ConfigError

SLOPED: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": functional.relu,
    "elu": functional.elu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "clamp": lambda thought: thought.clamp(0, 1),
}
"""Increasing scalar functions whose slope lies in [0, 1]."""


class Piece(ABC):
    """One map of the composition that a step is.

    Attributes:
        name: For tables, unique within a step.
        reach: How many cells along an axis its output looks away; infinite for a mean over all.
        unit: Whether its bound is 1 by construction, so that no table needs to hold it. A bound
            that is computed may round to 1 on one machine and not on the next: that is no unit.
    """

    name: str
    reach: float = 0
    unit: bool = False

    @abstractmethod
    def apply(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        """The piece's output for a hidden state `(b, c, *shape)`."""

    @abstractmethod
    def bound(self) -> float:
        """A proven Lipschitz constant with respect to the hidden state."""


Chain = Sequence[Piece]


@dataclass(frozen=True, eq=False)
class Linear(Piece):
    """A convolution that keeps the size, or a dense map of the channels; biases do not matter.

    Attributes:
        kernel: `(co, ci/groups, *k)`, odd sizes, or `(co, ci)`.
        factor: What its output is multiplied by.
        groups: As of torch's convolution.
        padding_mode: zeros or circular.
        budget: The norm that its constraint allows, for the report.
    """

    name: str
    kernel: Tensor
    factor: float = 1.0
    groups: int = 1
    padding_mode: str = "zeros"
    budget: float | None = None

    def __post_init__(self) -> None:
        if any(size % 2 == 0 for size in self.kernel.shape[2:]):
            raise ConfigError(f"{self.name}: expected a kernel of odd size that keeps the shape")

    @classmethod
    def of(
        cls, name: str, module: nn.Module, factor: float = 1.0, budget: float | None = None
    ) -> "Linear":
        """The map of a torch convolution or linear module, with its present weight.

        Raises:
            ConfigError: It is transposed, strided or dilated.
        """
        steps = (*getattr(module, "stride", ()), *getattr(module, "dilation", ()))
        if any(step != 1 for step in steps) or getattr(module, "transposed", False):
            raise ConfigError(f"{name}: expected a plain convolution, of stride and dilation 1")
        groups, mode = getattr(module, "groups", 1), getattr(module, "padding_mode", "zeros")
        return cls(name, cast("Tensor", module.weight), factor, groups, mode, budget)

    @property
    def reach(self) -> float:  # type: ignore[override]
        """Half of the kernel's longest side."""
        return max(self.kernel.shape[2:], default=1) // 2

    def apply(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        """The convolution."""
        kernel = self.kernel
        if kernel.ndim == 2:
            kernel = kernel.view(*kernel.shape, *[1] * (thought.ndim - 2))
        sizes = kernel.shape[2:]
        padding = [half for size in reversed(sizes) for half in (size // 2, size // 2)]
        mode = "constant" if self.padding_mode == "zeros" else self.padding_mode
        padded = functional.pad(thought, padding, mode=mode)  # (b, ci, *padded)
        convolve = functional.conv1d if len(sizes) == 1 else functional.conv2d
        return self.factor * convolve(padded, kernel, groups=self.groups)  # (b, co, *shape)

    def norm(self) -> Bracket:
        """Proven bounds of its l2 operator norm over all input sizes, times the factor."""
        found = conv_norm_exact(self.kernel, groups=self.groups, padding_mode=self.padding_mode)
        return Bracket(abs(self.factor) * found.low, abs(self.factor) * found.high)

    def bound(self) -> float:
        """The upper end of its norm."""
        return self.norm().high


@dataclass(frozen=True, eq=False)
class Recall(Piece):
    """The input injection of a step: it adds a term that does not depend on the hidden state.

    Attributes:
        pick: The part of the recall term that is added here; by default all of it.
    """

    name: str = "recall"
    pick: Callable[[Tensor], Tensor] = lambda recall: recall
    unit = True

    def apply(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        """The sum."""
        return thought if recall is None else thought + self.pick(recall)

    def bound(self) -> float:
        """1."""
        return 1.0


@dataclass(frozen=True, eq=False)
class Activation(Piece):
    """A scalar function of `SLOPED`, cell by cell."""

    name: str
    kind: str
    unit = True

    def __post_init__(self) -> None:
        if self.kind not in SLOPED:
            raise ConfigError(f"{self.name}: expected one of {', '.join(SLOPED)}, got {self.kind}")

    def apply(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        """The function."""
        return SLOPED[self.kind](thought)

    def bound(self) -> float:
        """1."""
        return 1.0

    def slope(self, low: Tensor, high: Tensor) -> Tensor:
        """The largest slope between `low` and `high`, cell by cell."""
        if self.kind == "relu":
            return (high > 0).to(high.dtype)
        if self.kind == "elu":
            return high.clamp(max=0).exp()
        if self.kind == "clamp":
            return ((high > 0) & (low < 1)).to(high.dtype)
        nearest = torch.zeros_like(low).clamp(low, high)
        if self.kind == "sigmoid":
            return nearest.sigmoid() * (1 - nearest.sigmoid())
        return 1 - nearest.tanh().square()


@dataclass(frozen=True, eq=False)
class KnownLipschitz(Piece):
    """A map whose Lipschitz constant is proven outside this package.

    Attributes:
        constant: Its Lipschitz constant in l2, at every size.
        why: The proof in a few words.
        function: The map.
    """

    name: str
    constant: float
    why: str
    function: Callable[[Tensor], Tensor]
    reach: float = 0

    @property
    def unit(self) -> bool:  # type: ignore[override]
        """Whether the proof says 1."""
        return self.constant == 1

    def apply(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        """The map."""
        return self.function(thought)

    def bound(self) -> float:
        """The constant."""
        return self.constant


def apply(chain: Chain, thought: Tensor, recall: Tensor | None) -> Tensor:
    """The chain's output."""
    for piece in chain:
        thought = piece.apply(thought, recall)
    return thought


def product(chain: Chain) -> float:
    """The product of the pieces' bounds, a proven constant of the chain."""
    return math.prod(piece.bound() for piece in chain)


def reach(chain: Chain) -> float:
    """Radius of the receptive field of one application of the chain, in cells along an axis."""
    return sum(piece.reach for piece in chain)
