"""The optimiser of a recipe, and its learning rate at each step."""

from math import cos, pi

import torch
from torch import nn

from thinkers.training.recipe import Optimizer


def learning_rate(settings: Optimizer, step: int) -> float:
    """The learning rate of a step, counted from 0."""
    rate = settings.learning_rate * min(1.0, (step + 1) / (settings.warmup + 1))
    done = step / settings.steps
    if settings.schedule == "cosine":
        return rate * 0.5 * (1 + cos(pi * done))
    if settings.schedule == "multistep":
        return rate * settings.decay ** sum(done >= milestone for milestone in settings.milestones)
    return rate


def build_optimizer(module: nn.Module, settings: Optimizer) -> torch.optim.Optimizer:
    """The optimiser, with weight decay on free weights only."""
    decayed: list[nn.Parameter] = []
    exempt: list[nn.Parameter] = []
    for name, parameter in module.named_parameters():
        free = name.endswith("weight") and parameter.ndim > 1
        (decayed if free else exempt).append(parameter)
    groups = [
        {"params": decayed, "weight_decay": settings.weight_decay},
        {"params": exempt, "weight_decay": 0.0},
    ]
    rate = settings.learning_rate
    if settings.name == "sgd":
        return torch.optim.SGD(groups, lr=rate, momentum=0.9)
    kind = torch.optim.Adam if settings.name == "adam" else torch.optim.AdamW
    return kind(groups, lr=rate, betas=(0.9, 0.999))
