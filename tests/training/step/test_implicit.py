"""Gradients at a fixed point are those of finite differences, and of unrolling for ever."""

import pytest
import torch

from thinkers.nets import DTCP, DTOS
from thinkers.problems.signature import Signature
from thinkers.training.recipe import Loss
from thinkers.training.step.implicit import fixed_point, implicit, phantom
from thinkers.training.step.loss import Draw, ProgressiveLoss
from thinkers.training.step.rows import Rows

SEQUENCE = Signature("sequence", channels=1, classes=2)


def cosine_map(slope, shift):
    return lambda thought: slope * torch.cos(thought) + shift


def settle(slope, shift):
    function = cosine_map(slope, shift)
    return fixed_point(function, torch.zeros(1, 3, dtype=torch.float64), 500, 1e-14)


@pytest.mark.parametrize("slope", [-0.9, 0.2, 0.95])
def test_the_implicit_gradient_of_a_contraction_equals_finite_differences(slope):
    slope = torch.tensor(slope, dtype=torch.float64, requires_grad=True)
    shift = torch.tensor([[0.3, -2.0, 1.0]], dtype=torch.float64)
    point = settle(slope.detach(), shift)
    assert torch.allclose(cosine_map(slope, shift)(point), point, atol=1e-12)
    loss = implicit(cosine_map(slope, shift), point, 500, 1e-14).square().sum()
    (found,) = torch.autograd.grad(loss, slope)
    change = 1e-6
    after, before = (settle(slope.detach() + way * change, shift).square().sum() for way in (1, -1))
    assert found.item() == pytest.approx(((after - before) / (2 * change)).item(), rel=1e-6)


@pytest.mark.parametrize("damping", [0.5, 1.0])
def test_phantom_gradients_tend_to_the_implicit_one(damping):
    slope = torch.tensor(0.8, dtype=torch.float64, requires_grad=True)
    shift = torch.tensor([[0.3, -2.0, 1.0]], dtype=torch.float64)
    point = settle(slope.detach(), shift)

    def gradient(value):
        return torch.autograd.grad(value.square().sum(), slope)[0].item()

    exact = gradient(implicit(cosine_map(slope, shift), point, 500, 1e-14))
    errors = [
        abs(gradient(phantom(cosine_map(slope, shift), point, steps, damping)) - exact)
        for steps in (1, 10, 200)
    ]
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < 1e-9


@pytest.fixture
def batch():
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(4, 1, 6, generator=generator, dtype=torch.float64)
    return Rows(
        inputs,
        torch.ones(4, 6, dtype=torch.bool),
        torch.randint(0, 2, (4, 6), generator=generator),
    )


def gradients(thinker, batch, **settings):
    loss = ProgressiveLoss(thinker, Loss(alpha=1.0, **settings), "class")
    iterations = settings["iterations"]
    with thinker.cached_weights():
        value, reached = loss(batch, Draw(iterations, 0, iterations))
        value.backward()
    assert not reached.thought.requires_grad
    found = {
        name: weight.grad.clone()
        for name, weight in thinker.named_parameters()
        if weight.grad is not None and not name.startswith("projection")
    }
    thinker.zero_grad()
    return value.item(), found


@pytest.mark.parametrize("kind", [DTOS, DTCP])
def test_a_thinker_gets_the_gradient_of_unrolling_for_long(batch, kind):
    torch.manual_seed(1)
    thinker = kind.build(SEQUENCE, {"width": 8, "contraction": 0.7}).double()
    value, exact = gradients(thinker, batch, iterations=150)
    other, found = gradients(thinker, batch, iterations=150, gradient="implicit", tolerance=1e-12)
    assert other == pytest.approx(value, rel=1e-9)
    assert found.keys() == exact.keys()
    for name in exact:
        assert torch.allclose(found[name], exact[name], rtol=1e-5, atol=1e-9), name


@pytest.mark.parametrize("gradient", ["implicit", "phantom"])
def test_memory_does_not_grow_with_the_iterations(batch, gradient):
    torch.manual_seed(1)
    thinker = DTCP.build(SEQUENCE, {"width": 8}).double()

    def kept(iterations):
        settings = Loss(iterations=iterations, alpha=1.0, gradient=gradient, tolerance=1e-15)
        saved = []
        with (
            thinker.cached_weights(),
            torch.autograd.graph.saved_tensors_hooks(
                lambda tensor: saved.append(tensor.numel()) or tensor, lambda tensor: tensor
            ),
        ):
            ProgressiveLoss(thinker, settings, "class")(batch, Draw(iterations, 0, 1))
        return sum(saved)

    assert kept(20) == kept(80)


@pytest.mark.parametrize(
    "name", ["path_noise", "checkpoint", "min_iterations", "rounds_per_iteration"]
)
def test_options_that_mean_nothing_at_a_fixed_point_are_refused(name):
    with pytest.raises(ValueError, match=f"{name} means nothing with gradient = 'implicit'"):
        Loss(iterations=5, alpha=1.0, gradient="implicit", **{name: 1})
    with pytest.raises(ValueError, match="expected alpha = 1 with gradient = 'phantom'"):
        Loss(iterations=5, alpha=0.5, gradient="phantom")
