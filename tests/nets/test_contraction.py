"""What claims a constant K keeps it under attack, in float64, and settles on one fixed point."""

import itertools

import pytest
import torch

from thinkers.nets import DTCP, DTL, DTOM, DTOS
from thinkers.testing import toy_signature

CLAIMS = [
    (DTOS, {"width": 8}),
    (DTOS, {"width": 16, "shifts": [1, 3]}),
    (DTCP, {"width": 4}),
    (DTCP, {"width": 4, "blocks": 1}),
    (DTCP, {"width": 4, "constraint": "row-scaled"}),
    (DTOS, {"width": 8, "matrices": "capped"}),
    (DTOM, {"width": 8}),
    (DTL, {"width": 4, "constraint": "certified"}),
    (DTL, {"width": 4, "constraint": "certified-clip", "skip": 0.2}),
]
CASES = [
    pytest.param(thinker, config, layout, id=f"{thinker.name} {config} {layout}")
    for thinker, config in CLAIMS
    for layout in sorted(thinker.layouts if len(thinker.layouts) < 3 else {"grid", "sequence"})
]
K = 0.9
NEAR = 1e-3
"""Length of a difference quotient; rounding spoils it by about 1e-9."""


def build(thinker, config, layout, scale=1.0):
    """In float64 after the weights were made, with free weights `scale` times their size."""
    torch.manual_seed(0)
    built = thinker.build(toy_signature(layout), {"contraction": K, **config}).eval()
    with torch.no_grad():
        for weight in built.parameters():
            weight.mul_(scale)
    return built.double()


def situation(built, layout, count=6, size=7):
    """Recall terms, two of them so high that every unit is active, and thoughts of all sizes."""
    generator = torch.Generator().manual_seed(1)
    shape = [size] * toy_signature(layout).axes
    inputs = torch.randn(count, 2, *shape, generator=generator, dtype=torch.float64)
    recall, first = built.recall(inputs), built.embed(inputs)
    lift = torch.tensor([0, 0, 0, 1e3, 0, 1e3], dtype=torch.float64)
    recall = recall + lift.view(-1, *[1] * (recall.ndim - 1))
    noise = torch.randn(first.shape, generator=generator, dtype=torch.float64)
    sizes = torch.logspace(-2, 2, count, dtype=torch.float64).view(-1, *[1] * (first.ndim - 1))
    return recall, (first + sizes * noise).detach(), noise


def norms(thoughts):
    return thoughts.flatten(1).norm(dim=1)


def by_pairs(built, layout, steps=15):
    """The largest stretch of a pair of thoughts after gradient ascent on both of its ends."""
    with built.cached_weights():
        recall, thought, noise = situation(built, layout)
        recall = recall.detach()
        ends = [thought.clone().requires_grad_(), (thought + noise).requires_grad_()]
        ascent, best = torch.optim.Adam(ends, 0.1, maximize=True), 0.0
        for _ in range(steps):
            moved = norms(built.step(ends[1], recall) - built.step(ends[0], recall))
            stretch = moved / norms(ends[1] - ends[0])
            best = max(best, stretch.max().item())
            ascent.zero_grad()
            stretch.sum().backward(inputs=ends)
            ascent.step()
    return best


def by_jacobian(built, layout, rounds=5):
    """The largest ‖J v‖ with ‖v‖ = 1: power iteration for v, ascent for where J is taken.

    J v is a difference quotient, and so the stretch of a pair, whatever the curvature.
    """
    with built.cached_weights():
        recall, thought, way = situation(built, layout)
        recall, best = recall.detach(), 0.0

        def along(end, way):
            return (built.step(end + NEAR * way, recall) - built.step(end, recall)) / NEAR

        for round_ in range(5 * rounds):
            way = way / norms(way).view(-1, *[1] * (way.ndim - 1))
            end = thought.clone().requires_grad_()
            pushed = along(end, way)
            best = max(best, norms(pushed).max().item())
            if round_ % 5 == 4:
                norms(pushed).sum().backward(inputs=[end])
                size = norms(end.grad).clamp_min(1e-9).view(-1, *[1] * (way.ndim - 1))
                thought = thought + 0.5 * end.grad / size
            else:
                built.step(end, recall).backward(pushed.detach(), inputs=[end])
                way = end.grad
    return best


@pytest.mark.parametrize(("thinker", "config", "layout"), CASES)
@pytest.mark.parametrize("scale", [1.0, 30.0])
def test_no_attack_exceeds_the_constant_that_is_claimed(thinker, config, layout, scale):
    built = build(thinker, config, layout, scale)
    claimed = built.lipschitz()
    assert claimed <= K * (1 + 1e-9)
    assert claimed > (0.5 if thinker is DTL else 0.9999) * K, "next to nothing would be claimed"
    assert max(by_pairs(built, layout), by_jacobian(built, layout)) <= claimed * (1 + 1e-7)


@pytest.mark.parametrize("thinker", [DTOS, DTCP])
@pytest.mark.parametrize("layout", ["grid", "sequence"])
def test_the_attack_comes_close_to_the_constant_so_it_would_see_a_breach(thinker, layout):
    assert by_jacobian(build(thinker, {"width": 8}, layout), layout) > 0.93 * K


@pytest.mark.parametrize("layout", ["grid", "sequence"])
def test_the_attack_sees_that_the_papers_normaliser_proves_nothing(layout):
    """Equal taps: the reshaped norm is 1 and the step expands."""
    built = build(DTL, {"width": 4, "constraint": "spectral", "skip": 0.01}, layout, 0.0)
    with torch.no_grad():
        for name, weight in built.named_parameters():
            if name.endswith(("original", "recall_input.bias")):
                weight.fill_(1.0)
            if name.endswith("skip"):
                weight.fill_(-4.6)
    built.train()
    inputs = torch.ones(1, 2, *[9] * toy_signature(layout).axes, dtype=torch.float64)
    for _ in range(30):
        built.step(built.embed(inputs), built.recall(inputs))
    assert built.lipschitz() is None
    assert by_jacobian(built.eval(), layout) > 1.5


@pytest.mark.parametrize(("thinker", "config", "layout"), CASES)
def test_all_starts_settle_on_one_fixed_point_as_fast_as_claimed(thinker, config, layout):
    built = build(thinker, config, layout)
    with torch.no_grad(), built.cached_weights():
        inputs = torch.randn(1, 2, *[6] * toy_signature(layout).axes, dtype=torch.float64)
        recall, first = built.recall(inputs), built.embed(inputs)
        starts = torch.cat([first, 0 * first, *[50 * torch.randn_like(first) for _ in range(4)]])
        thoughts, recall = starts, recall.expand(len(starts), *recall.shape[1:])
        for _ in range(200):
            thoughts = built.step(thoughts, recall)
        apart = max(norms((a - b)[None]).item() for a, b in itertools.combinations(thoughts, 2))
        begun = max(norms((a - b)[None]).item() for a, b in itertools.combinations(starts, 2))
    assert apart <= K**200 * begun * (1 + 1e-6) + 1e-10


@pytest.mark.parametrize("thinker", [DTOS, DTCP])
@pytest.mark.parametrize("size", [1, 2, 3, 20])
def test_one_set_of_weights_is_held_at_every_size(thinker, size):
    built = build(thinker, {"width": 8}, "sequence")
    with built.cached_weights():
        recall, thought, noise = situation(built, "sequence", size=size)
        moved = norms(built.step(thought + noise, recall) - built.step(thought, recall))
    assert (moved <= K * norms(noise) * (1 + 1e-9)).all()
