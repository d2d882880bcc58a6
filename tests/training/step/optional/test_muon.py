"""A step of Muon is as long in every direction; what is no matrix moves as under AdamW."""

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums
from torch import nn

from thinkers.nets import DTL
from thinkers.training.data import Feed
from thinkers.training.loop import Training, train
from thinkers.training.recipe import Optimizer
from thinkers.training.run import Run
from thinkers.training.step.optimizers import build_optimizer
from thinkers.training.step.optional.muon import OVERSHOOT, orthogonalised

SHAPES = [(6, 5, 3, 3), (4, 6, 3), (7, 3), (3, 7), (1, 8, 3), (40, 2, 3)]


def net(shape):
    """A module with one weight of a shape, and a bias."""
    torch.manual_seed(0)
    module = nn.Module()
    module.weight = nn.Parameter(torch.randn(shape))
    module.bias = nn.Parameter(torch.randn(shape[0]))
    return module


def muon(module, decay=0.0):
    settings = Optimizer(name="muon", steps=9, learning_rate=0.01, weight_decay=decay)
    return build_optimizer(module, settings)


def moves(module, optimizer, steps=1):
    generator = torch.Generator().manual_seed(1)
    before = {name: value.detach().clone() for name, value in module.named_parameters()}
    for _ in range(steps):
        for weight in module.parameters():
            weight.grad = torch.randn(weight.shape, generator=generator)
        optimizer.step()
    return {name: value.detach() - before[name] for name, value in module.named_parameters()}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_singular_values_of_a_step_are_all_nearly_the_same(shape):
    module = net(shape)
    matrix = moves(module, muon(module))["weight"].flatten(1).double()
    values = torch.linalg.svdvals(matrix) / (0.01 * 0.2 * max(matrix.shape) ** 0.5)
    assert values.max() <= OVERSHOOT
    assert values.min() > 0.5


def test_the_overshoot_is_reached_and_not_passed():
    """Diagonal matrices of two numbers: one of them goes through all of (0, 1]."""
    found = 0.0
    for ratio in torch.linspace(0.001, 1, 2000, dtype=torch.float64):
        matrix = torch.diag(torch.stack([ratio, (1 - ratio**2).clamp_min(0).sqrt()]))
        found = max(found, float(orthogonalised(matrix).abs().max()))
    assert 0.99 * OVERSHOOT < found <= OVERSHOOT + 1e-4


def test_orthogonalising_keeps_the_singular_vectors():
    torch.manual_seed(0)
    matrix = torch.randn(5, 8, dtype=torch.float64)
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    core = left.T @ orthogonalised(matrix) @ right.T
    assert torch.allclose(core, torch.diag(core.diagonal()), atol=1e-10)
    assert torch.equal(orthogonalised(torch.zeros(3, 2)), torch.zeros(3, 2))


def test_the_rest_moves_as_under_adamw():
    found, expected = net((4, 3, 3)), net((4, 3, 3))
    other = torch.optim.AdamW([expected.bias], lr=0.01, weight_decay=0.0)
    moved = moves(found, muon(found), steps=5)["bias"]
    assert torch.allclose(moved, moves(expected, other, steps=5)["bias"], atol=1e-7)


def test_kernels_free_or_constrained_are_matrices_and_the_rest_is_not():
    signature = PrefixSums.encodings["centred"].signature
    built = DTL.build(signature, {"width": 4})
    names = {id(parameter): name for name, parameter in built.named_parameters()}
    chosen, others = set(), set()
    for group in muon(built, decay=0.25).param_groups:
        found = {names[id(parameter)] for parameter in group["params"]}
        (chosen if group["matrices"] else others).update(found)
        for name in found:
            free = name.endswith(".weight") and built.get_parameter(name).ndim > 1
            assert group["weight_decay"] == (0.25 if free else 0)
    assert chosen | others == set(names.values())
    assert {"blocks.0.first.parametrizations.weight.original", "head.0.weight"} <= chosen
    assert {"blocks.0.skip", "recall_input.bias", "head.1.weight"} <= others


def test_weights_decay_beside_the_gradient():
    free, held = net((3, 4)), net((3, 4))
    before = held.weight.detach().clone()
    decayed, plain = moves(held, muon(held, decay=0.5)), moves(free, muon(free))
    assert torch.allclose(decayed["weight"], plain["weight"] - 0.01 * 0.5 * before, atol=1e-7)
    assert torch.equal(decayed["bias"], plain["bias"])


def test_it_learns_and_resumes_bit_for_bit(recipe_with, tmp_path):
    recipe = recipe_with(optimizer={"name": "muon", "weight_decay": 0.1, "steps": 12})

    def descend(training, steps):
        with Feed(recipe, training.run.task, 0, print) as feed:
            return [training.descent.step(feed.batch(step), step)[0] for step in steps]

    def fresh(folder):
        return Training(Run(recipe, PrefixSums(), DTL, folder, "cpu"))

    whole = fresh(tmp_path)
    losses = descend(whole, range(12))
    assert losses[-1] < losses[0]
    half = fresh(tmp_path)
    descend(half, range(7))
    half._save()
    again = fresh(tmp_path)
    again._restore()
    assert descend(again, range(7, 12)) == losses[7:]
    for name, value in whole.descent.thinker.state_dict().items():
        assert torch.equal(value, again.descent.thinker.state_dict()[name]), name


def test_a_training_by_muon_ends(recipe_with, tmp_path):
    recipe = recipe_with(optimizer={"name": "muon", "steps": 5})
    assert not train(Run(recipe, PrefixSums(), DTL, tmp_path, "cpu")).training
