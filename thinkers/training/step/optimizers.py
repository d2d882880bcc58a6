"""The optimiser of a recipe, and its learning rate at each step."""

from collections.abc import Collection
from math import cos, exp, pi
from typing import Any

import torch
from torch import Tensor, nn

from thinkers.training.recipe import Optimizer
from thinkers.training.step.optional.caps import Cap
from thinkers.training.step.optional.muon import Muon


def learning_rate(settings: Optimizer, step: int) -> float:
    """The learning rate of a step, counted from 0."""
    rate, done = settings.learning_rate, step / settings.steps
    if settings.schedule == "onecycle":
        return rate * _one_cycle(step, settings.steps)
    rate *= _warmup(settings, step)
    if settings.schedule == "cosine":
        return rate * _cosine(1.0, 0.0, done)
    if settings.schedule == "multistep":
        return rate * settings.decay ** sum(done >= milestone for milestone in settings.milestones)
    return rate


def _warmup(settings: Optimizer, step: int) -> float:
    """Linear to 1, or `1 - exp(-(t + 1) / P)` while `t + 1 < P` (official DT code)."""
    if settings.warmup_shape == "exponential":
        return 1 - exp(-(step + 1) / settings.warmup) if step + 1 < settings.warmup else 1.0
    return min(1.0, (step + 1) / (settings.warmup + 1))


def _one_cycle(step: int, steps: int) -> float:
    """Up to 1 over 30 % of the steps, then down to almost 0 (Smith & Topin 2018; torch's form)."""
    low, peak = 1 / 25, 0.3 * steps - 1
    if step < peak:
        return _cosine(low, 1.0, step / peak)
    return _cosine(1.0, low / 1e4, (step - peak) / (steps - 1 - peak))


def _cosine(start: float, end: float, done: float) -> float:
    """Half a cosine from `start` to `end`."""
    return end + (start - end) * 0.5 * (1 + cos(pi * done))


def build_optimizer(
    module: nn.Module,
    settings: Optimizer,
    capped: Collection[Tensor] = (),
    fused: bool = False,
) -> torch.optim.Optimizer:
    """The optimiser, with weight decay on free weights only.

    Args:
        module: What is trained.
        settings: The recipe's.
        capped: Its weights that `settings.cap` is for.
        fused: Whether Adam moves all weights at once: for GPUs. SGD's refuses weights that get
            their first gradient later than others.

    Raises:
        ConfigError: The cap does not suit the learning rate.
    """
    decayed: list[nn.Parameter] = []
    exempt: list[nn.Parameter] = []
    for name, parameter in module.named_parameters():
        free = name.endswith("weight") and parameter.ndim > 1
        (decayed if free else exempt).append(parameter)
    groups: list[dict[str, Any]] = [
        {"params": decayed, "weight_decay": settings.weight_decay},
        {"params": exempt, "weight_decay": 0.0},
    ]
    rate = settings.learning_rate
    if settings.name == "sgd":
        return torch.optim.SGD(groups, lr=rate, momentum=0.9)
    if settings.name == "muon":
        cap = None if settings.cap is None else Cap(settings.cap, settings.cap_by == "soft")
        return Muon(_apart(module, groups), rate, cap, capped)
    kind = torch.optim.Adam if settings.name == "adam" else torch.optim.AdamW
    return kind(groups, lr=rate, betas=(0.9, 0.999), fused=fused)


def _apart(module: nn.Module, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The groups, with kernels and matrices, constrained or not, in groups of their own."""
    matrices = {
        parameter
        for name, parameter in module.named_parameters()
        if name.endswith(("weight", "weight.original")) and parameter.ndim > 1
    }
    return [
        {**group, "params": [p for p in group["params"] if (p in matrices) == chosen]}
        | {"matrices": chosen}
        for group in groups
        for chosen in (True, False)
    ]
