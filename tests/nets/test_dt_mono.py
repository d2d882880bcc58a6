"""DT-Mono keeps the order of thoughts, only rises from its start, and sees no directions."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from thinkers import Signature
from thinkers.certify import enclose, require_monotone
from thinkers.nets import DTMono

GRID = Signature("grid", channels=3, classes=2)
SEQUENCE = Signature("sequence", channels=1, classes=2)


def built(seed=0, signature=GRID, **config):
    torch.manual_seed(seed)
    return DTMono.build(signature, {"width": 6, **config}).double().eval()


def test_its_pieces_keep_the_order():
    require_monotone(built().pieces())


@given(st.integers(0, 10_000))
def test_ordered_thoughts_stay_ordered(seed):
    thinker = built(seed)
    low, gap = torch.rand(2, 6, 5, 7).double(), torch.rand(2, 6, 5, 7).double()
    recall = thinker.recall(torch.randn(2, 3, 5, 7).double())
    assert (thinker.step(low, recall) <= thinker.step(low + gap, recall)).all()


@pytest.mark.parametrize("gain", [1.0, 6.0, 30.0])
@pytest.mark.parametrize("signature", [GRID, SEQUENCE], ids=lambda each: each.layout)
def test_from_its_start_a_thought_only_rises_and_settles_between_zero_and_one(signature, gain):
    thinker = built(1, signature, gain=gain)
    inputs = torch.randn(4, signature.channels, *[9] * signature.axes).double()
    recall, thought = thinker.recall(inputs), thinker.embed(inputs)
    for _ in range(400):
        after = thinker.step(thought, recall)
        assert (after >= thought - 1e-15).all()
        thought = after
    assert (thought <= 1).all()
    assert (thinker.step(thought, recall) - thought).abs().max() < 1e-6


def test_every_fixed_point_lies_between_the_runs_from_both_ends():
    thinker = built(2)
    recall = thinker.recall(torch.randn(1, 3, 6, 6).double())
    start = torch.zeros(1, 6, 6, 6).double()
    found = enclose(thinker.pieces(), recall, start, start + 1, 300)
    for seed in range(20):
        thought = torch.rand(start.shape, generator=torch.manual_seed(seed)).double()
        for _ in range(300):
            thought = thinker.step(thought, recall)
        assert (found.low - 1e-9 <= thought).all()
        assert (thought <= found.high + 1e-9).all()


@pytest.mark.parametrize("turn", [lambda grid: grid.flip(-1), lambda grid: grid.mT])
def test_mirrored_and_turned_inputs_give_mirrored_and_turned_logits(turn):
    thinker, inputs = built(3), torch.randn(2, 3, 6, 6).double()

    def logits(inputs):
        recall, thought = thinker.recall(inputs), thinker.embed(inputs)
        for _ in range(10):
            thought = thinker.step(thought, recall)
        return thinker.readout(thought)

    assert torch.allclose(logits(turn(inputs)), turn(logits(inputs)))


def test_no_training_can_make_a_weight_negative():
    thinker = built(4)
    for weight in thinker.parameters():
        weight.data.normal_(0, 30)
    assert (thinker.rise.weight >= 0).all()
