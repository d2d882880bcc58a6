"""DT-OM does not see how cities are numbered, thinks at every n, and settles on one thought."""

import pytest
import torch

from thinkers import Signature
from thinkers.nets import DTOM

SIGNATURE = Signature("matrix", channels=4, classes=1, target="row")


def build(**config):
    torch.manual_seed(0)
    return DTOM.build(SIGNATURE, {"width": 16} | config).double()


def think(built, inputs, iterations=3):
    with torch.no_grad(), built.cached_weights():
        thought, recall = built.embed(inputs), built.recall(inputs)
        for _ in range(iterations):
            thought = built.step(thought, recall)
        return thought, built.readout(thought)


def random(*shape, seed=0):
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("n", [2, 3, 8])
def test_renumbering_the_cities_renumbers_the_thought_and_the_answer(n):
    built, inputs, order = build(), random(2, 4, n, n), torch.randperm(n)
    thought, logits = think(built, inputs)
    renumbered, relogits = think(built, inputs[:, :, order][..., order])
    assert torch.allclose(renumbered, thought[:, :, order][..., order], atol=1e-10)
    assert torch.allclose(relogits, logits[:, :, order][..., order], atol=1e-10)


def test_it_tells_a_matrix_from_its_transpose():
    _, logits = think(build(), random(1, 4, 6, 6))
    _, turned = think(build(), random(1, 4, 6, 6).mT)
    assert (logits - turned.mT).abs().max() > 1e-3


def test_every_pair_hears_of_every_other_within_two_layers():
    built = build(layers=2)
    inputs, thought = random(1, 4, 5, 5), random(1, 16, 5, 5, seed=1)
    other = thought.clone()
    other[:, :, 1, 2] += 1
    recall = built.recall(inputs)
    moved = (built.step(thought, recall) - built.step(other, recall)).abs().amax(1)[0]
    assert (moved > 1e-9).all()


@pytest.mark.parametrize("n", [1, 4, 11])
def test_far_starts_settle_on_one_thought_at_the_proven_rate(n):
    built = build(contraction=0.8)
    with torch.no_grad(), built.cached_weights():
        recall = built.recall(random(1, 4, n, n)).expand(2, -1, -1, -1, -1)
        thoughts = 100 * random(2, 16, n, n, seed=2)
        begun = (thoughts[0] - thoughts[1]).norm()
        for _ in range(100):
            thoughts = built.step(thoughts, recall)
    assert (thoughts[0] - thoughts[1]).norm() <= 0.8**100 * begun + 1e-10


def test_the_readout_stretches_no_pair_of_thoughts_by_more_than_it_says():
    built = build()
    promised, worst = built.readout_lipschitz(), 0.0
    thought, way = random(1, 16, 5, 5), random(1, 16, 5, 5, seed=1)
    for _ in range(30):
        end = thought.clone().requires_grad_()
        moved = built.readout(end + 1e-4 * way) - built.readout(end)
        worst = max(worst, (moved.norm() / (1e-4 * way.norm())).item())
        built.readout(end).backward(moved.detach())
        way = end.grad / end.grad.norm()
    assert 0.2 * promised < worst <= promised * (1 + 1e-7)
