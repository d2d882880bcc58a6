"""Estimates of a step's behaviour: measured, not proven, never certificates.

Run a thinker's `cached_weights()` context around these, so that all steps use the same weights.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from thinkers.certify.iterate import Step, iterate


@dataclass(frozen=True)
class Estimate:
    """A measured number that bounds nothing.

    Attributes:
        name: What it is.
        value: Over a batch, the largest.
        how: How it was measured.
    """

    name: str
    value: float
    how: str


def jacobian_norm(step: Step, thought: Tensor, iterations: int = 30, seed: int = 0) -> Estimate:
    """Jacobian norm `‖J‖₂` of the step at a hidden state, from below, by power iteration on JᵀJ.

    Above 1 a step may still converge (J need not be normal); below 1 it may still not.
    """
    vector = _random_like(thought, seed)
    push, pull = _linear(step, thought)
    for _ in range(iterations):
        vector = pull(push(_unit(vector)))
    image = push(_unit(vector))  # (b, …)
    value = float(image.flatten(1).norm(dim=1).amax())
    return Estimate("jacobian norm", value, f"{iterations} power iterations, from below")


def spectral_radius(step: Step, thought: Tensor, iterations: int = 60, seed: int = 0) -> Estimate:
    """Spectral radius `ρ(J)` of the step at a hidden state: the asymptotic rate of convergence."""
    vector, logs = _unit(_random_like(thought, seed)), []
    push, _ = _linear(step, thought)
    for _ in range(iterations):
        vector = push(vector)
        logs.append(vector.flatten(1).norm(dim=1).clamp_min(1e-30).log())  # (b,)
        vector = _unit(vector)
    mean = torch.stack(logs[iterations // 2 :]).mean(0).exp()  # (b,)
    return Estimate("spectral radius", float(mean.amax()), f"{iterations} power iterations")


def step_ratio(step: Step, thought: Tensor, iterations: int) -> Estimate:
    """The largest `‖φ_{m+1} - φ_m‖ / ‖φ_m - φ_{m-1}‖` along the trajectory."""
    ratios, change = [], None
    with torch.no_grad():
        for _ in range(iterations):
            following = step(thought)
            moved = (following - thought).flatten(1).norm(dim=1)  # (b,)
            if change is not None:
                ratios.append((moved / change.clamp_min(1e-30)).amax())
            thought, change = following, moved
    return Estimate("step ratio", float(torch.stack(ratios).amax()), f"{iterations} iterations")


def path_independence(step: Step, thought: Tensor, iterations: int, seed: int = 0) -> Estimate:
    """Path independence: the least cosine between final states from the embedding and from noise.

    The asymptotic alignment score of Anil et al. (NeurIPS 2022). 1 for a contraction that settled.
    """
    size = thought.flatten(1).norm(dim=1).view(-1, *[1] * (thought.ndim - 1))
    other = _unit(_random_like(thought, seed)) * size
    with torch.no_grad():
        thought, other = (iterate(step, each, iterations) for each in (thought, other))
    cosine = torch.nn.functional.cosine_similarity(thought.flatten(1), other.flatten(1))
    return Estimate("path independence", float(cosine.amin()), f"cosine, {iterations} iterations")


def _random_like(thought: Tensor, seed: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(thought.shape, generator=generator).to(thought)


def _linear(step: Step, thought: Tensor) -> tuple[Step, Step]:
    """The step's Jacobian at a thought, and its transpose.

    The first is the derivative of the second, which is linear.
    """
    with torch.enable_grad():
        leaf = thought.detach().requires_grad_()
        image = step(leaf)
        dual = torch.zeros_like(image, requires_grad=True)
        [pulled] = torch.autograd.grad(image, leaf, dual, create_graph=True)

    def push(vector: Tensor) -> Tensor:
        return torch.autograd.grad(pulled, dual, vector, retain_graph=True)[0]

    def pull(vector: Tensor) -> Tensor:
        return torch.autograd.grad(image, leaf, vector, retain_graph=True)[0]

    return push, pull


def _unit(vector: Tensor) -> Tensor:
    size: Tensor = vector.flatten(1).norm(dim=1).clamp_min(1e-30)  # (b,)
    return vector / size.view(-1, *[1] * (vector.ndim - 1))
