"""DT-OS is what it says: layers of an orthogonal map, a shift and MaxMin, times K."""

import math

import numpy as np
import pytest
import torch

from thinkers import Signature
from thinkers.errors import ConfigError
from thinkers.nets import DTOS

SEQUENCE = Signature("sequence", channels=1, classes=2)


def build(**config):
    torch.manual_seed(0)
    return DTOS.build(SEQUENCE, {"width": 8} | config)


def test_a_step_equals_the_formula_position_by_position():
    """Channels 0 to 3 stay, 4 and 5 go right, 6 and 7 left; pairs are channels c and c + 4."""
    built = build(shifts=[1, 2], contraction=0.5).double()
    free = built.state_dict()["layers.parametrizations.mix.original"].double()
    recall = torch.randn(1, 2, 8, 5).double()
    thought = torch.randn(1, 8, 5).double()
    expected = thought[0]
    for layer, distance in enumerate((1, 2)):
        moved = torch.zeros_like(expected)
        for place in range(5):
            moved[:4, place] = expected[:4, place]
            if place - distance >= 0:
                moved[4:6, place] = expected[4:6, place - distance]
            if place + distance < 5:
                moved[6:, place] = expected[6:, place + distance]
        turn = torch.matrix_exp(free[layer] - free[layer].T)
        hidden = turn @ moved + recall[0, layer]
        expected = torch.cat([hidden[:4].maximum(hidden[4:]), hidden[:4].minimum(hidden[4:])])
    found = built.step(thought, recall)[0]
    assert torch.allclose(found, 0.5 * expected, rtol=1e-4)


@pytest.mark.parametrize(("shifts", "reach"), [([1, 1, 1, 1], 4), ([1, 2, 4], 7), ([3], 3)])
def test_a_step_sees_as_far_as_its_shifts_add_up_to(shifts, reach):
    built = build(shifts=shifts).double()
    thought = torch.randn(1, 8, 41).double()
    other = thought.clone()
    other[..., 20] += 1
    recall = built.recall(torch.zeros(1, 1, 41).double())
    seen = (built.step(other, recall) - built.step(thought, recall)).abs().sum(1)[0].nonzero()
    assert (int(seen.min()), int(seen.max())) == (20 - reach, 20 + reach)


def test_the_matrices_are_computed_once_while_held():
    built, calls = build(), []
    built.layers.parametrizations.mix[0].register_forward_hook(lambda *_: calls.append(1))
    with built.cached_weights():
        thought, recall = built.embed(torch.ones(1, 1, 6)), built.recall(torch.ones(1, 1, 6))
        for _ in range(5):
            thought = built.step(thought, recall)
    assert len(calls) == 1


def test_matrices_that_are_worse_than_set_aside_for_raise_the_constant():
    built = build(contraction=0.9)
    assert 0.8999 < built.lipschitz() <= 0.9
    built.layers.parametrizations.mix[0].forward = lambda free: 1.01 * torch.eye(8).expand_as(free)
    assert built.lipschitz() == pytest.approx(0.9 * 1.01**4, rel=1e-4)


def test_a_grid_needs_eight_channels_to_move():
    with pytest.raises(ConfigError, match="expected width >= 8, got 6"):
        DTOS.build(Signature("grid", channels=1, classes=2), {"width": 6})


def parity(hops, contraction):
    """Weights set by hand: s_i = X_i s_{i-1}, X = ±1 the bit, for `hops` positions an iteration.

    Two layers carry the signal C + s one position on, first the part in the channel that moves,
    then the other; `|s + C X| = C + X s` turns its sign, and costs it nothing. A zero that enters
    at the border stands for s = -C. Channel 1 holds what the readout compares with.
    """
    config = {"width": 4, "shifts": [1, 1] * hops, "matrices": "capped"}
    built = DTOS.build(SEQUENCE, config | {"contraction": contraction}).eval()
    root, layers = math.sqrt(0.5), 2 * hops
    with torch.no_grad():
        for weight in built.parameters():
            weight.zero_()
        mix = built.layers.parametrizations.mix.original
        kernel = built.recall_input[0].weight.view(layers, 4, 3)
        bias = built.recall_input[0].bias.view(layers, 4)
        for first in range(0, layers, 2):
            kept = built.layers.factor if first == 0 else 1.0
            mix[first, 0, 2], mix[first, 2, 0] = -1, 1
            bias[first, 0] = 3
            mix[first + 1, 0, 2], mix[first + 1, 2, 0] = 1, -1
            bias[first + 1, 0], bias[first + 1, 2] = -kept * root, 3 + kept * root
            kernel[first + 1, 0, 1], kernel[first + 1, 2, 1] = -2 * root, 2 * root
        bias[-1, 1] = root
        built.head[0].weight[:2, :2, 1] = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
        built.head[2].weight[:, :2, 1] = torch.eye(2)
        built.head[4].weight[:, :, 1] = torch.eye(2).flip(0)
    return built


@pytest.mark.parametrize(
    ("hops", "contraction", "bits", "right"),
    [(1, 0.99, 256, True), (4, 0.99, 1024, True), (4, 0.6, 1024, False)],
)
def test_a_proven_contraction_can_hold_a_long_parity_until_it_fades(hops, contraction, bits, right):
    """With K = 0.99 and 4 positions an iteration 4,096 bits come out right, too.

    With K = 0.6 what is left after 256 iterations is 1e-57 of the signal.
    """
    built = parity(hops, contraction)
    assert built.lipschitz() == pytest.approx(contraction, rel=1e-4)
    rows = np.random.default_rng(0).integers(0, 2, (4, bits))
    inputs = torch.from_numpy((rows - 0.5).astype(np.float32))[:, None]
    with torch.inference_mode(), built.cached_weights():
        thought, recall = built.embed(inputs), built.recall(inputs)
        for _ in range(bits // hops + 1):
            thought = built.step(thought, recall)
        found = built.readout(thought).argmax(1).numpy()
    assert (found == np.cumsum(rows, 1) % 2).all() == right
