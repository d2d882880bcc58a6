"""Budgets κ: how the units of a step share its Lipschitz constant, their product.

`log κ_l = log(total) / n + s_l - mean(s)`: whatever s is, the product of the n budgets is the
total, so what moves s cannot touch the certificate. After the kappa-budgeting project (ENABOL,
2026), which projects the weights instead; that turns their updates away.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from thinkers.errors import UnknownNameError

POLICIES = ("fixed", "equal", "learned")

MAX_SHIFT = 1.0
"""The largest |s|: budgets differ by a factor of e² at most."""

SLOW = 0.1
"""How fast s moves, relative to the weights."""


def require_policy(name: str) -> None:
    """Raise UnknownNameError unless there is such a policy."""
    if name not in POLICIES:
        raise UnknownNameError("budgets", name, POLICIES)


class Budgets(nn.Module):
    """One budget a unit, `(units,)`, their product the total; read them as `kappa`.

    Policies: `equal` gives all the same. `learned` trains s with the weights, at a tenth of their
    learning rate.
    """

    kappa: Tensor

    def __init__(self, total: float, units: int, policy: str) -> None:
        super().__init__()
        if policy == "equal":
            even = torch.full((units,), total ** (1 / units))
            self.register_buffer("kappa", even, persistent=False)
            return
        self.kappa = nn.Parameter(torch.zeros(units))
        parametrize.register_parametrization(self, "kappa", _Share(total))


class _Share(nn.Module):
    """Free numbers `(units,)` to budgets with the product `total`."""

    def __init__(self, total: float) -> None:
        super().__init__()
        self.total = total

    def forward(self, free: Tensor) -> Tensor:
        """The budgets, computed in float64 and rounded once."""
        shift = MAX_SHIFT * torch.tanh(SLOW / MAX_SHIFT * free.double())  # (units,)
        logs = math.log(self.total) / len(free) + shift - shift.mean()  # (units,)
        budgets: Tensor = logs.exp().to(free)  # (units,)
        return budgets
