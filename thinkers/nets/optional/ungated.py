"""DT-L's block without its gate: what comes in is added, as in DT-R, or not kept at all."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from thinkers.certify import Chain, Linear, Residual
from thinkers.nets.blocks import activation_piece, conv
from thinkers.nets.kernels.convolution import conv_add_act


class UngatedBlock(nn.Module):
    """`σ(V σ(U φ) + φ)`, or `σ(V σ(U φ))`; U and V constrained convolutions, σ the activation.

    With U and V of norm 1 the first may stretch a difference by 2, the second by no more than 1.
    The budget is the norm that their constraint allows, None where it allows any.
    """

    def __init__(
        self,
        axes: int,
        width: int,
        constrain: Callable[[nn.Module], nn.Module],
        activation: str,
        *,
        added: bool,
        budget: float | None,
    ) -> None:
        super().__init__()
        self.first = constrain(conv(axes, width, width))
        self.second = constrain(conv(axes, width, width))
        self.activation, self.added, self.budget = activation, added, budget

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, w, *shape)` to itself."""
        kept = thought if self.added else None
        hidden = conv_add_act(self.first, thought, None, self.activation)  # (b, w, *shape)
        return conv_add_act(self.second, hidden, kept, self.activation)  # (b, w, *shape)

    def pieces(self, name: str, share: Tensor | None = None) -> Chain:
        """The block as pieces, for a certificate; it takes no share of a constant."""
        assert share is None
        inside = "" if self.added else f"{name}."
        body = [
            Linear.of(f"{inside}first", self.first, budget=self.budget),
            activation_piece(f"{inside}{self.activation}", self.activation),
            Linear.of(f"{inside}second", self.second, budget=self.budget),
        ]
        after = activation_piece(f"{name}.{self.activation}", self.activation)
        if not self.added:
            return [*body, after]
        one = torch.ones(1)
        return [Residual(name, body, keep=one, take=one), after]
