"""DT-CP is what it says: each block goes down a convex potential and never up."""

import torch
from torch.nn import functional

from thinkers import Signature
from thinkers.nets import DTCP
from thinkers.nets.dt_cp import PotentialBlock

SEQUENCE = Signature("sequence", channels=1, classes=2)


def block_and_term(seed=0):
    torch.manual_seed(seed)
    return PotentialBlock(1, 6).double(), torch.randn(3, 12, 9).double()


def potential(block, thought, term):
    return functional.relu(block.into(thought) + term).square().flatten(1).sum(1) / 2


def test_a_block_is_a_gradient_step_of_length_two_on_its_potential():
    block, term = block_and_term()
    thought = torch.randn(3, 6, 9).double().requires_grad_()
    [slope] = torch.autograd.grad(potential(block, thought, term).sum(), thought)
    assert torch.allclose(block(thought, term), thought - 2 * slope, atol=1e-12)


def test_the_potential_never_grows():
    for seed in range(20):
        block, term = block_and_term(seed)
        thought = 10 * torch.randn(3, 6, 9).double()
        for _ in range(10):
            after = block(thought, term)
            before = potential(block, thought, term)
            assert (potential(block, after, term) <= before * (1 + 1e-12)).all()
            thought = after


def test_a_step_is_the_strict_factor_the_input_and_the_blocks_in_order():
    torch.manual_seed(0)
    built = DTCP.build(SEQUENCE, {"width": 4, "contraction": 0.5})
    inputs, thought = torch.randn(2, 1, 7), torch.randn(2, 4, 7)
    recall = built.recall(inputs)
    assert recall.shape == (2, 4 + 2 * 8, 7)
    first, second = built.blocks
    expected = first(0.5 * thought + recall[:, :4], recall[:, 4:12])
    expected = second(expected, recall[:, 12:])
    assert torch.allclose(built.step(thought, recall), expected)


def test_kernels_are_bounded_once_while_held():
    built, calls = DTCP.build(SEQUENCE, {"width": 4}), []
    for block in built.blocks:
        block.into.parametrizations.weight[0].register_forward_hook(lambda *_: calls.append(1))
    with built.cached_weights():
        thought, recall = built.embed(torch.ones(1, 1, 6)), built.recall(torch.ones(1, 1, 6))
        for _ in range(5):
            thought = built.step(thought, recall)
    assert len(calls) == 2
