"""DT-L: Lipschitz-constrained deep thinking (Bear, Prügel-Bennett & Hare, NeurIPS 2024).

arXiv 2410.23451. Known from the paper: spectral normalisation of the convolutions inside G, ELU,
skips as learned interpolation with γ in (0, 1), batch norm only outside the recurrence, a bias in
the recall convolution. The authors' code is not public. **Our choices**, where our sources are
silent: the layer plan is DT-R's; γ is the sigmoid of one free number per channel and block; of
the recall convolution only the part on φ is constrained, since only it can expand a thought; an
ELU follows it; batch norm stands after F's convolution and after H's first.

Each of these parts is a setting, so that it can be left out: `constraint`, `activation` and `skip`,
all of the step. With ReLU, added skips and no constraint it is DT-R's, with a ReLU on grids too.

The paper's constraint proves nothing. Under a `certified` one, which is ours, the step is a proven
contraction: every convolution has a norm of at most 1, γ is one number per block, and the
recall's part on φ is multiplied by K. Added skips give that up: two blocks stretch by up to 4.
"""

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from thinkers.certify import Chain, Linear, Recall, Residual
from thinkers.errors import ConfigError, UnknownNameError
from thinkers.nets.blocks import activation_piece, conv, head_widths
from thinkers.nets.config import require_contraction, require_even_width
from thinkers.nets.constraints import PROVEN, constraint
from thinkers.nets.kernels.activation import ACTIVATIONS
from thinkers.nets.kernels.convolution import conv_add_act, conv_elu_lerp
from thinkers.nets.optional.budgets import Budgets, require_policy
from thinkers.nets.optional.ungated import UngatedBlock
from thinkers.nets.thinker import Thinker
from thinkers.problems.signature import Signature

SKIPS: dict[str, float | None] = {"interpolated": 0.5, "added": None, "none": None}
"""Ways to keep φ in a block, with γ at initialisation."""

MAX_GAMMA = 0.999
"""The largest γ of a block with a budget, relative to it: its update never vanishes altogether."""


@dataclass(frozen=True)
class DTLConfig:
    """Settings of DT-L.

    Attributes:
        width: Channels of the thought, even, >= 2; the paper compares at 32.
        constraint: What holds the convolutions of the step: `spectral` (the paper's), `none`,
            `certified` (norm 1), `certified-clip` or `row-scaled` (norm at most 1).
        skip: How a block keeps φ: γ at initialisation, 0 < skip < 1, of a learned interpolation
            (`interpolated` is 0.5, our choice); `added` as in DT-R; or `none`.
        contraction: K, 0 < K < 1, the step's proven constant under those last three; under
            the others it is not used, and with added skips it is none of the step's.
        budgets: How recall and blocks share K, under those three: `fixed` (the recall K, each
            block 1), `equal` or `learned`. Not the last in short trainings: shares move a tenth
            as fast as weights and stay near `equal`.
        activation: Of the step: `elu` (the paper's), `relu`, `maxmin` or `tanh`.
    """

    width: int = 32
    constraint: str = "spectral"
    skip: float | str = 0.5
    contraction: float = 0.99
    budgets: str = "fixed"
    activation: str = "elu"

    def __post_init__(self) -> None:
        require_even_width(self.width)
        require_contraction(self.contraction)
        constraint(self.constraint)
        if isinstance(self.skip, str) and self.skip not in SKIPS:
            raise UnknownNameError("skip", self.skip, SKIPS)
        if self.gamma is not None and not 0 < self.gamma < 1:
            raise ValueError(f"expected 0 < skip < 1, got {self.skip}")
        if self.activation not in ACTIVATIONS:
            raise UnknownNameError("activation", self.activation, ACTIVATIONS)
        require_policy(self.budgets)
        if self.budgets != "fixed" and not self.proven:
            raise ConfigError(
                f"budgets = {self.budgets!r} shares a proven constant, and {self.constraint!r} "
                "proves none", "choose a certified constraint",
            )  # fmt: skip
        if self.budgets != "fixed" and self.gamma is None:
            raise ConfigError(
                f"budgets = {self.budgets!r} shares a constant among interpolated blocks, "
                f"and skip is {self.skip!r}", "choose a γ for skip",
            )  # fmt: skip

    @property
    def proven(self) -> bool:
        """Whether the constraint bounds the convolutions."""
        return self.constraint in PROVEN

    @property
    def gamma(self) -> float | None:
        """γ at initialisation; None without interpolation."""
        return SKIPS[self.skip] if isinstance(self.skip, str) else self.skip


class InterpolatedBlock(nn.Module):
    """Gated residual block `γ φ + (1 - γ) f(φ)`, f two constrained convolutions, ELU after each.

    With f non-expansive and one γ for all channels the block is non-expansive, whatever γ is. With
    one for each channel it is not: `(φ₁, φ₁)` may come of `(φ₁, 0)`, and that is √2 as long.
    A budget κ makes it κ-Lipschitz: γ stays below κ, and each convolution is multiplied by
    √((κ - γ) / (1 - γ)).
    """

    def __init__(self, axes: int, config: DTLConfig) -> None:
        super().__init__()
        width, constrain = config.width, constraint(config.constraint)
        self.first = constrain(conv(axes, width, width))
        self.second = constrain(conv(axes, width, width))
        self.activation = config.activation
        start = torch.logit(torch.tensor(config.gamma))
        self.budget = 1.0 if config.proven else None
        self.skip = nn.Parameter(start * torch.ones(1 if config.proven else width, *[1] * axes))

    def forward(self, thought: Tensor, budget: Tensor | None = None) -> Tensor:
        """Map `(b, w, *shape)` to itself; with a budget, a scalar, as its proven constant."""
        gamma, factor = self._split(budget)
        if factor is None:
            hidden = conv_add_act(self.first, thought, None, self.activation)  # (b, w, *shape)
            if self.activation == "elu":
                return conv_elu_lerp(self.second, hidden, thought, gamma)  # (b, w, *shape)
            hidden = conv_add_act(self.second, hidden, None, self.activation)  # (b, w, *shape)
        else:
            activation = ACTIVATIONS[self.activation]
            hidden = activation(factor * self.first(thought))  # (b, w, *shape)
            hidden = activation(factor * self.second(hidden))  # (b, w, *shape)
        return torch.lerp(hidden, thought, gamma.to(hidden.dtype))  # (b, w, *shape)

    def _split(self, budget: Tensor | None) -> tuple[Tensor, Tensor | None]:
        """γ `(w or 1, 1[, 1])`, and what each convolution is multiplied by."""
        gamma = torch.sigmoid(self.skip)  # (w or 1, 1[, 1])
        if budget is None:
            return gamma, None
        gamma = gamma.clamp(max=MAX_GAMMA) * budget.clamp(max=1)  # (1, 1[, 1])
        return gamma, ((budget - gamma) / (1 - gamma)).sqrt()

    def pieces(self, name: str, budget: Tensor | None = None) -> Chain:
        """The block as pieces, for a certificate."""
        gamma, scale = self._split(budget)
        factor = 1.0 if scale is None else float(scale.detach())
        allowed = None if self.budget is None else factor * self.budget
        body = [
            Linear.of("first", self.first, factor, allowed),
            activation_piece(self.activation, self.activation),
            Linear.of("second", self.second, factor, allowed),
            activation_piece(self.activation, self.activation),
        ]
        keep = gamma.double().flatten()  # (w or 1,), float64: 1 - γ must not be rounded down
        return [Residual(name, body, keep=keep, take=1 - keep)]


Block = InterpolatedBlock | UngatedBlock


def _block(axes: int, config: DTLConfig) -> Block:
    if config.gamma is not None:
        return InterpolatedBlock(axes, config)
    return UngatedBlock(
        axes, config.width, constraint(config.constraint), config.activation,
        added=config.skip == "added", budget=1.0 if config.proven else None,
    )  # fmt: skip


class DTL(Thinker):
    """DT-L of 2024: DT-R's architecture with spectral constraints, near a contraction.

    Under the paper's constraint there is no certificate, as a rule: the reshaped spectral norm
    proves nothing about the convolution itself. A `certified` one proves K, and costs much in
    learning: DT-OS and DT-CP are proven too, and learn.
    """

    name = "dt-l"
    summary = "Lipschitz-constrained deep thinking, Bear et al. 2024"
    Config = DTLConfig
    layouts = frozenset({"sequence", "grid", "matrix"})

    def __init__(self, signature: Signature, config: DTLConfig) -> None:
        super().__init__(signature, config)
        axes, width, channels = signature.axes, config.width, signature.channels
        self.proven, self.activation = config.proven, config.activation
        self.factor = config.contraction if config.proven else 1.0
        self.budgets: Budgets | None = None
        if config.budgets != "fixed":
            self.budgets = Budgets(config.contraction, 3, config.budgets)
        norm = nn.BatchNorm1d if axes == 1 else nn.BatchNorm2d
        first, second = head_widths(axes, width)
        self.projection = nn.Sequential(conv(axes, channels, width), norm(width), nn.ELU())
        self.recall_thought = constraint(config.constraint)(conv(axes, width, width))
        self.recall_input = conv(axes, channels, width, bias=True)
        self.blocks = nn.Sequential(_block(axes, config), _block(axes, config))
        self.head = nn.Sequential(
            conv(axes, width, first),
            norm(first),
            nn.ELU(),
            conv(axes, first, second),
            nn.ELU(),
            conv(axes, second, signature.classes),
        )

    def embed(self, inputs: Tensor) -> Tensor:
        thought: Tensor = self.projection(inputs)  # (b, w, *shape)
        return thought

    def recall(self, inputs: Tensor) -> Tensor:
        term: Tensor = self.recall_input(inputs)  # (b, w, *shape)
        return term

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        assert recall is not None
        if self.budgets is not None:
            first, *shares = self.budgets.kappa  # (), ()
            kept = recall + first * self.recall_thought(thought)  # (b, w, *shape)
            thought = ACTIVATIONS[self.activation](kept)  # (b, w, *shape)
            for block, share in zip(self.blocks, shares, strict=True):
                thought = block(thought, share)  # (b, w, *shape)
            return thought
        if self.factor == 1:
            act = self.activation
            thought = conv_add_act(self.recall_thought, thought, recall, act)  # (b, w, *shape)
        else:
            kept = torch.add(recall, self.recall_thought(thought), alpha=self.factor)
            thought = ACTIVATIONS[self.activation](kept)  # (b, w, *shape)
        thought = self.blocks(thought)  # (b, w, *shape)
        return thought

    def pieces(self) -> Chain:
        factor, shares = self.factor, [None] * len(self.blocks)
        if self.budgets is not None:
            first, *shares = self.budgets.kappa.detach()  # (), ()
            factor = float(first)
        blocks = [
            piece
            for index, (block, share) in enumerate(zip(self.blocks, shares, strict=True))
            for piece in cast("Block", block).pieces(f"blocks.{index}", share)
        ]
        budget = factor if self.proven else None
        recall = Linear.of("recall", self.recall_thought, factor, budget)
        after = activation_piece(f"recall.{self.activation}", self.activation)
        return [recall, Recall(), after, *blocks]

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.head(thought)  # (b, classes, *shape)
        return logits
