"""DT-MP: min-plus steps, Bellman's equation with learned costs. Our own architecture.

The potential of a position is the least cost at which it is reached from a source; a step lets each
position take the best of what its neighbours offer. That is value iteration (Bellman 1957; as part
of a network Tamar et al. 2016, arXiv 1602.02867), and in the words of Xu et al. 2020 (arXiv
1905.13211) a network aligned with it. Learned is what a source is, what a step from one position to
the next costs, and what the settled potentials mean.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from thinkers.nets.front import Front
from thinkers.nets.kernels.pointwise import pointwise
from thinkers.nets.minplus import NEVER, resistance, sides
from thinkers.nets.norms import norms
from thinkers.nets.thinker import Stride, Thinker
from thinkers.problems.least_steps import LeastSteps
from thinkers.problems.signature import Signature

SHARPNESS = 3.0
"""How fast what the readout sees of an offer falls with what it is behind the best (our choice)."""

OPEN_WAY = 0.5
"""How wide a way is open whose step costs 2; a binary gate is open above (our choice)."""

OPEN_SOURCE = 0.0
"""A binary source is open above: what one costs does not matter, as only differences are seen."""


@dataclass(frozen=True)
class DTMPConfig:
    """Settings of DT-MP.

    Attributes:
        heads: Sets of potentials that do not see each other, >= 1. Each begins with other costs:
            with a few of them training succeeds whatever the seed.
        states: Potentials of a position in each head, >= 1. A way may change from one to another,
            so that a head is a weighted automaton of so many states.
        directed: Whether what a step costs depends on its direction.
        noise: Standard deviation, >= 0, of noise on what gates are computed from, in training
            only. Under it nothing is certain but what is wide open or well shut, so that costs
            come to be 1 or `NEVER`, and hold for ways of any length (our choice of a means; after
            the noise of semantic hashing, Salakhutdinov & Hinton 2009).
        hidden: Channels of the readout's inner layer, >= 1.
        binary: Whether in evaluation each gate is open or shut, so that potentials are whole
            numbers: least numbers of steps. What such a thinker answers can be proven right for
            every instance; see `Encoding.prove`.
    """

    heads: int = 8
    states: int = 1
    directed: bool = False
    noise: float = 0.2
    hidden: int = 16
    binary: bool = False

    def __post_init__(self) -> None:
        for name in ("heads", "states", "hidden"):
            if getattr(self, name) < 1:
                raise ValueError(f"expected {name} >= 1, got {getattr(self, name)}")
        if not self.noise >= 0:
            raise ValueError(f"expected noise >= 0, got {self.noise}")


class DTMP(Thinker):
    """`u_a(i) ← min(s_a(i), min of c_ab(i, j) + u_b(j))` over neighbours j and states b.

    s >= 0 is learned from the input at i, c >= 1 from the inputs at i and j. All potentials begin
    at `NEVER`, which is also what they are capped at.

    Proven, whatever the weights are: a step keeps the order of thoughts and brings no two further
    apart in the maximum norm. As a step of a way costs at least 1, no best way comes twice to the
    same state of the same position. So potentials only fall, and after as many iterations as there
    are positions times states no potential changes any more, to the last bit: rounding keeps the
    order too. The offers beside them, made from the potentials before, stay the same one iteration
    later, and the thought with them. Not proven is that the answer is right.

    Not for problems whose answer is no matter of best ways, such as tours or chess.
    """

    name = "dt-mp"
    summary = "min-plus steps, Bellman's equation with learned costs: settles for certain (ours)"
    Config = DTMPConfig
    layouts = frozenset({"sequence", "grid"})
    settles = True

    def __init__(self, signature: Signature, config: DTMPConfig) -> None:
        super().__init__(signature, config)
        axes, channels = signature.axes, signature.channels
        self.heads, self.states = config.heads, config.states
        self.potentials = config.heads * config.states
        self.kinds = 2 * axes if config.directed else 1
        self.sides, self.noise, self.binary = 2 * axes, config.noise, config.binary
        self.hidden, self.classes = config.hidden, signature.classes
        layer = pointwise(axes)
        costs = self.kinds * self.potentials * self.states
        self.cost_here = layer(channels, costs, 1)
        self.cost_there = layer(channels, costs, 1, bias=False)
        self.source = layer(channels, self.potentials, 1)
        self.outside = nn.Parameter(0.5 * torch.randn(self.potentials))  # (h s,)
        self.head = nn.Sequential(
            layer(self.potentials * (2 + self.sides), config.hidden, 1),
            nn.ReLU(inplace=True),
            layer(config.hidden, signature.classes, 1),
        )
        self._begin()

    def _begin(self) -> None:
        """Open most ways and shut most sources, so that much travels far from the first update."""
        spread = 0.15 if self.states == 1 else 0.4
        nn.init.normal_(self.cost_here.weight, std=spread)
        nn.init.normal_(self.cost_there.weight, std=0.15)
        nn.init.normal_(self.cost_here.bias, mean=0.7, std=spread / 2)  # type: ignore[arg-type]
        nn.init.normal_(self.source.weight)
        nn.init.normal_(self.source.bias, mean=-0.4, std=0.3)  # type: ignore[arg-type]

    def embed(self, inputs: Tensor) -> Tensor:
        channels = self.potentials * (2 + self.sides)
        return inputs.new_full((inputs.shape[0], channels, *inputs.shape[2:]), NEVER)  # (b, w, …)

    def recall(self, inputs: Tensor) -> Tensor:
        """`(b, C, *shape)`: what stepping to a position costs from each side; then its sources."""
        here = self.cost_here(inputs).unflatten(1, (self.kinds, -1))  # (b, kinds, h s s, …)
        there = self.cost_there(inputs)  # (b, kinds h s s, …)
        costs = []
        for side, beyond in enumerate(sides(there, there.new_zeros(there.shape[1]))):
            kind = side % self.kinds
            free = here[:, kind] + beyond.unflatten(1, (self.kinds, -1))[:, kind]
            costs.append(1 + self._resistance(self._noisy(free), OPEN_WAY))  # (b, h s s, …)
        source = self._resistance(self._noisy(self.source(inputs)), OPEN_SOURCE)
        return torch.cat([*costs, source], 1)

    def _noisy(self, free: Tensor) -> Tensor:
        if self.training and self.noise:
            free = free + self.noise * torch.randn_like(free)
        return free

    def _resistance(self, free: Tensor, least: float) -> Tensor:
        """What gates cost; binary ones in evaluation nothing, if wider open than `least`."""
        if self.binary and not self.training:
            return torch.where(free > least, 0.0, NEVER)
        return resistance(free)

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        """The potentials that the last ones offer, and the offers: by the source, by each side."""
        assert recall is not None
        heads, states = self.heads, self.states
        *costs, source = recall.split([heads * states**2] * self.sides + [heads * states], 1)
        last = thought[:, : self.potentials]  # (b, h s, …)
        offers, outside = [source], self._resistance(self.outside, OPEN_SOURCE)  # (h s,)
        for cost, beyond in zip(costs, sides(last, outside), strict=True):
            offer = beyond.unflatten(1, (heads, 1, states))  # (b, h, 1, s, …)
            offer = offer + cost.unflatten(1, (heads, states, states))  # (b, h, s, s, …)
            least = offer.squeeze(3) if states == 1 else offer.amin(3)  # (b, h, s, …)
            offers.append(least.flatten(1, 2))  # (b, h s, …)
        offered = torch.cat(offers, 1).clamp_(max=NEVER)  # (b, (1 + sides) h s, …)
        best = offered.unflatten(1, (-1, self.potentials)).amin(1)  # (b, h s, …)
        return torch.cat([best, offered], 1)  # (b, w, …)

    def ahead(self, thought: Tensor, recall: Tensor | None, count: int) -> Stride | None:
        """On a CPU after a first whole step only what lies beside the last changes is computed."""
        if thought.device.type != "cpu" or thought.dtype != torch.float32:
            return None
        assert recall is not None
        own, image = (self.heads, self.states), self.step(thought, recall)  # (b, w, …)
        changes, falls = [norms(image - thought).numpy() ** 2], list[NDArray[np.float64]]()  # (b,)
        parts = image.unflatten(1, (-1, *own))  # (b, 2 + sides, h, s, …)
        front = Front.of(
            thought[:, : self.potentials].unflatten(1, own), parts,
            recall[:, : -self.potentials].float().unflatten(1, (-1, *own, self.states)),
            self._resistance(self.outside, OPEN_SOURCE).view(own),
        )  # fmt: skip
        while len(changes) < count and changes[-1].any():
            change, fall = front.step()  # (b,) each
            changes.append(change)
            falls.append(fall)
        front.write(parts)  # the same memory
        # potentials only fall, so going back from the last nothing cancels
        back = [norms(image).numpy() ** 2, *reversed(falls)]
        return Stride(image, np.sqrt(changes), np.sqrt(np.cumsum(back, 0)[::-1]))

    def readout(self, thought: Tensor) -> Tensor:
        """Class scores from which offers are taken, and which state of a head is the least.

        Only differences are seen, so that no answer depends on how far away a source is.
        """
        best, *offers = thought.split(self.potentials, 1)  # (b, h s, …) each
        own = best.unflatten(1, (self.heads, self.states))  # (b, h, s, …)
        least = own.amin(2, keepdim=True).expand_as(own).flatten(1, 2)  # (b, h s, …)
        behind = torch.cat([each - best for each in offers] + [best - least], 1)  # (b, w, …)
        logits: Tensor = self.head(behind.mul_(-SHARPNESS).exp_())  # (b, classes, …)
        return logits

    def least_steps(self) -> LeastSteps | None:
        """Its gates and its readout in numpy; None where gates are not binary."""
        if not self.binary:
            return None
        gates = (self.kinds, self.heads, self.states, self.states)
        own = (self.heads, self.states)
        weights = self.state_dict()
        return LeastSteps(
            self.sides,
            _array(weights["cost_here.weight"], *gates, -1),
            _array(weights["cost_here.bias"], *gates),
            _array(weights["cost_there.weight"], *gates, -1),
            _array(weights["source.weight"], *own, -1), _array(weights["source.bias"], *own),
            _array(weights["outside"], *own),
            _array(weights["head.0.weight"], self.hidden, -1), _array(weights["head.0.bias"], -1),
            _array(weights["head.2.weight"], self.classes, -1), _array(weights["head.2.bias"], -1),
            SHARPNESS, OPEN_WAY, OPEN_SOURCE,
        )  # fmt: skip


def _array(weights: Tensor, *shape: int) -> NDArray[np.float64]:
    return weights.detach().double().cpu().numpy().reshape(shape)
