"""How the units of a step share its proven constant: budgets κ whose product is what it is given.

`log κ_l = log(total) / n + s_l - mean(s)`: whatever s is, the product of the n budgets is the
total, so what moves s cannot touch the certificate. After the kappa-budgeting project (ENABOL,
2026), which projects the weights instead; that turns their updates away.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from thinkers.errors import UnknownNameError

POLICIES = ("fixed", "equal", "learned", "sensitivity")

MOST = 1.0
"""The largest |s|: budgets differ by a factor of e² at most."""

SLOW = 0.1
"""How fast s moves, relative to the weights."""

MEMORY = 0.99
"""How much of the mean sensitivities remains after a step."""

PACE = 1e-3
"""The largest move of s in a step, where it follows the sensitivities."""


def require_policy(name: str) -> None:
    """Raise UnknownNameError unless there is such a policy."""
    if name not in POLICIES:
        raise UnknownNameError("budgets", name, POLICIES)


class Budgets(nn.Module):
    """One budget a unit, `(units,)`, their product the total; read them as `kappa`.

    Policies: `equal` gives all the same. `learned` trains s with the weights, at a tenth of their
    learning rate. `sensitivity` moves s towards the units whose budget lowers the loss most; at
    rest `dloss/dlog κ` is the same for all. Its running mean is the buffer `sensitivity`.
    """

    kappa: Tensor

    def __init__(self, total: float, units: int, policy: str) -> None:
        super().__init__()
        if policy == "equal":
            even = torch.full((units,), total ** (1 / units))
            self.register_buffer("kappa", even, persistent=False)
            return
        if policy == "learned":
            self.kappa = nn.Parameter(torch.zeros(units))
        else:
            self.register_buffer("kappa", torch.zeros(units))
        share = _Share(total, units, follows=policy == "sensitivity")
        parametrize.register_parametrization(self, "kappa", share)


class _Share(nn.Module):
    """Free numbers `(units,)` to budgets with the product `total`."""

    sensitivity: Tensor

    def __init__(self, total: float, units: int, follows: bool) -> None:
        super().__init__()
        self.total, self.follows = total, follows
        if follows:
            self.register_buffer("sensitivity", torch.zeros(units))

    def forward(self, free: Tensor) -> Tensor:
        """The budgets, computed in float64 and rounded once."""
        shift = MOST * torch.tanh(SLOW / MOST * free.double())  # (units,)
        logs = math.log(self.total) / len(free) + shift - shift.mean()  # (units,)
        if self.follows and self.training and torch.is_grad_enabled():
            logs = logs.detach().requires_grad_()  # (units,)
            logs.register_hook(lambda slopes: self._follow(free, slopes))
        budgets: Tensor = logs.exp().to(free)  # (units,)
        return budgets

    @torch.no_grad()
    def _follow(self, free: Tensor, slopes: Tensor) -> None:
        mean = self.sensitivity.lerp_(slopes.to(free), 1 - MEMORY)  # (units,)
        uneven = mean - mean.mean()  # (units,)
        free -= PACE / SLOW * uneven / uneven.abs().amax().clamp_min(torch.finfo(free.dtype).tiny)
