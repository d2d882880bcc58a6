"""However a step's units share its constant, the product is that constant, and it holds."""

import copy
import math

import pytest
import torch

from thinkers import Signature
from thinkers.certify import Linear, Residual
from thinkers.engine.bounds import in_float64
from thinkers.errors import ConfigError
from thinkers.nets import DTL
from thinkers.nets.optional.budgets import Budgets

SIGNATURE = Signature("sequence", channels=1, classes=2)
POLICIES = ["equal", "learned"]


def build(policy, total=0.9, **config):
    torch.manual_seed(0)
    settings = {"width": 4, "constraint": "certified", "contraction": total, "budgets": policy}
    return DTL.build(SIGNATURE, settings | config)


def free(budgets):
    return budgets.parametrizations.kappa.original


def shifted(built, size):
    with torch.no_grad():
        free(built.budgets).copy_(size * torch.tensor([-1.0, 0.3, 0.8]))
    return built


def product(built, constant):
    """Of the pieces as they are used, the convolutions' constants given; the split by hand."""
    total = 1.0
    for piece in built.pieces():
        if isinstance(piece, Linear):
            total *= constant(piece)
        elif isinstance(piece, Residual):
            first, second = (each for each in piece.body if isinstance(each, Linear))
            keep, take = float(piece.keep.detach()), float(piece.take.detach())
            total *= keep + take * constant(first) * constant(second)
    return total


@pytest.mark.parametrize("total", [0.5, 0.99, 3.0])
@pytest.mark.parametrize("units", [1, 3, 7])
def test_equal_budgets_are_the_root(total, units):
    for policy in POLICIES:
        values = Budgets(total, units, policy).kappa
        assert values.tolist() == pytest.approx([total ** (1 / units)] * units, rel=1e-6)


def test_the_product_is_the_total_after_a_thousand_random_updates():
    budgets = Budgets(0.9, 5, "learned")
    optimizer = torch.optim.Adam(budgets.parameters(), lr=0.1)
    torch.manual_seed(0)
    for _ in range(1000):
        optimizer.zero_grad()
        (budgets.kappa * torch.randn(5)).sum().backward()
        optimizer.step()
        assert math.prod(budgets.kappa.tolist()) == pytest.approx(0.9, rel=1e-6)
    assert budgets.kappa.std() > 1e-3


def test_no_budget_leaves_its_range():
    budgets = Budgets(1.0, 2, "learned")
    with torch.no_grad():
        free(budgets).copy_(torch.tensor([1e6, -1e6]))
    assert budgets.kappa.tolist() == pytest.approx([math.e, 1 / math.e])


@pytest.mark.parametrize("size", [0.0, 5.0, 100.0])
@pytest.mark.parametrize("skip", [0.05, 0.95])
def test_moving_the_shares_cannot_change_the_certificate(size, skip):
    built = shifted(build("learned", skip=skip), size)
    assert product(built, lambda piece: piece.budget) == pytest.approx(0.9, rel=1e-6)
    assert 0.8 < product(built, Linear.bound) <= 0.9 * (1 + 1e-6)
    assert built.lipschitz() <= 0.9 * (1 + 1e-6)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("skip", [0.05, 0.95])
def test_no_direction_is_stretched_by_more_than_the_constant_and_one_nearly_so(policy, skip):
    """Kernels that pass thoughts on, in float64, where every ELU is steep."""
    built = build(policy, skip=skip)
    if policy == "learned":
        shifted(built, 20.0)
    for name, weight in built.named_parameters():
        if name.endswith("parametrizations.weight.original"):
            torch.nn.init.dirac_(weight)
    twin = in_float64(built)
    thought = torch.full((1, 4, 6), 3.0, dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(lambda phi: twin.step(phi, 9 * thought), thought)
    found = float(torch.linalg.matrix_norm(jacobian.view(24, 24), 2))
    assert 0.8 < found <= 0.9 * (1 + 1e-6)


def test_saturated_skips_leave_finite_maps_and_the_same_product():
    for skip in (-100.0, 100.0):
        built = shifted(build("learned"), 20.0)
        for block in built.blocks:
            torch.nn.init.constant_(block.skip, skip)
        assert product(built, lambda piece: piece.budget) == pytest.approx(0.9, rel=1e-5)
        built.step(torch.randn(1, 4, 6), torch.randn(1, 4, 6)).sum().backward()
        assert all(torch.isfinite(block.skip.grad).all() for block in built.blocks)


def test_shares_are_learnt_with_the_weights_and_saved_with_them():
    built = build("learned").train()
    optimizer = torch.optim.Adam(built.parameters(), lr=0.01)
    inputs = torch.randn(3, 1, 6)
    for _ in range(3):
        optimizer.zero_grad()
        with built.cached_weights():
            thought, recall = built.embed(inputs), built.recall(inputs)
            for _ in range(3):
                thought = built.step(thought, recall)
            built.readout(thought).square().mean().backward()
        optimizer.step()
    values = built.budgets.kappa.detach()
    assert (values != values.mean()).any()
    again = build("learned")
    again.load_state_dict(copy.deepcopy(built.state_dict()))
    assert torch.equal(again.budgets.kappa, values)


def test_fixed_budgets_are_those_of_before():
    plain = build("fixed")
    assert plain.budgets is None
    assert not [name for name in plain.state_dict() if "budgets" in name]
    first, *blocks = [piece for piece in plain.pieces() if isinstance(piece, Linear | Residual)]
    assert first.factor == 0.9
    assert all(piece.factor == 1 for block in blocks for piece in block.body[::2])


def test_what_cannot_be_shared_is_refused():
    with pytest.raises(ConfigError, match="unknown budgets"):
        build("evn")
    with pytest.raises(ConfigError, match="shares a proven constant, and 'spectral' proves none"):
        build("equal", constraint="spectral")
