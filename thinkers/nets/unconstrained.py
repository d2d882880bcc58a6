"""Copies of thinkers whose constrained weights are plain numbers."""

import copy
from typing import cast

from torch import nn
from torch.nn.utils import parametrize

from thinkers.nets.thinker import Thinker


def unconstrained(thinker: Thinker) -> Thinker:
    """A copy of a thinker that has its constrained weights at their present values."""
    twin = copy.deepcopy(thinker)
    for module in twin.modules():
        if parametrize.is_parametrized(module):
            names = cast("nn.ModuleDict", module.parametrizations)
            values = {name: nn.Parameter(getattr(module, name).detach()) for name in names}
            # Not `remove_parametrizations`: it edits a class that copy and original share.
            module.__class__ = parametrize.type_before_parametrizations(module)
            del module.parametrizations
            for name, value in values.items():
                module.register_parameter(name, value)
    return twin
