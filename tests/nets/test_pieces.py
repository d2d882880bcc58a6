"""What a thinker says its step is made of gives the step, at random thoughts and weights."""

import pytest
import torch

from thinkers.certify import Linear, apply, prove
from thinkers.nets import DT, DTL, DTM, DTR
from thinkers.testing import toy_signature

SIGNATURES = [toy_signature(layout) for layout in ("sequence", "grid", "matrix")]


@pytest.mark.parametrize("signature", SIGNATURES, ids=lambda each: each.layout)
@pytest.mark.parametrize("thinker", [DT, DTR, DTL])
def test_the_pieces_give_the_step(thinker, signature):
    torch.manual_seed(0)
    built = thinker.build(signature, {"width": 6}).eval().double()
    with torch.no_grad():
        for weight in built.parameters():
            weight.add_(0.3 * torch.randn_like(weight))
    inputs = torch.randn(2, signature.channels, *[7] * signature.axes).double()
    with torch.no_grad(), built.cached_weights():
        thought, recall = built.embed(inputs), built.recall(inputs)
        for _ in range(2):
            after = built.step(thought, recall)
            assert torch.allclose(apply(built.pieces(), thought, recall), after)
            thought = after


@pytest.mark.parametrize("thinker", [DTR, DTL])
def test_every_convolution_of_the_step_is_a_layer_of_its_proof(thinker):
    built = thinker.build(SIGNATURES[1], {"width": 4}).eval()
    proof = prove(built.pieces())
    assert len(proof.layers) == 5
    assert proof.reach == 5


def test_the_papers_normaliser_gives_no_certificate():
    """Five layers of reshaped norm 1 leave a product above 1."""
    torch.manual_seed(0)
    built = DTL.build(SIGNATURES[1], {"width": 8}).eval()
    proof = prove(built.pieces())
    assert proof.bound > 2
    assert all(layer.low > 1.2 for layer in proof.layers)
    assert built.certificate() is None
    assert built.lipschitz() is None


def test_small_enough_weights_give_one():
    built = DTL.build(SIGNATURES[0], {"width": 4, "constraint": "none"}).eval()
    with torch.no_grad():
        for module in (built.recall_thought, *[b.first for b in built.blocks]):
            module.weight.mul_(0.2)
    assert built.certificate().K == built.lipschitz() < 1


def test_without_a_description_there_is_none():
    built = DTM.build(SIGNATURES[2], {"width": 4, "paths": 2})
    assert built.pieces() is None
    assert built.certificate() is None


def test_a_piece_holds_the_weight_that_the_step_uses():
    built = DTL.build(SIGNATURES[0], {"width": 4}).eval()
    [recall] = [each for each in built.pieces() if isinstance(each, Linear)]
    assert torch.equal(recall.kernel, built.recall_thought.weight)
