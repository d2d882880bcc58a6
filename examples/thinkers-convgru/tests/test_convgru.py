"""The thinker keeps the contract, its states stay bounded, and it is the published unit."""

import numpy as np
import pytest
import torch

from thinkers import Signature
from thinkers.testing import ThinkerContract

unit = pytest.importorskip("thinkers_convgru.dt_convgru", reason="pip install this example first")
SEQUENCE = Signature("sequence", channels=1, classes=2)


class TestConvGRU(ThinkerContract):
    thinker = unit.ConvGRU


def built(**config):
    torch.manual_seed(0)
    return unit.ConvGRU.build(SEQUENCE, config).double().eval()


def test_states_stay_between_minus_one_and_one():
    thinker = built(width=4)
    with torch.no_grad():
        for weight in thinker.parameters():
            weight.mul_(20)
        inputs = torch.randn(3, 1, 9).double()
        thought, recall = thinker.embed(inputs), thinker.recall(inputs)
        for _ in range(50):
            thought = thinker.step(thought, recall)
            assert thought.abs().max() <= 1


def test_a_step_is_the_unit_written_out_with_numpy():
    thinker = built(width=1)
    weights = {name: value.detach().numpy() for name, value in thinker.named_parameters()}
    inputs = np.random.default_rng(0).normal(size=5)
    thought = np.random.default_rng(1).uniform(-1, 1, 5)

    def around(values, taps):
        return np.correlate(np.pad(values, 1), taps, "valid")

    def sigmoid(value):
        return 1 / (1 + np.exp(-value))

    update, reset, own = (
        around(inputs, weights["inward.weight"][row, 0]) + weights["inward.bias"][row]
        for row in range(3)
    )
    update = sigmoid(update + around(thought, weights["gates.weight"][0, 0]))
    reset = sigmoid(reset + around(thought, weights["gates.weight"][1, 0]))
    own = np.tanh(own + around(reset * thought, weights["candidate.weight"][0, 0]))
    expected = update * thought + (1 - update) * own
    with torch.no_grad():
        recall = thinker.recall(torch.from_numpy(inputs)[None, None])
        found = thinker.step(torch.from_numpy(thought)[None, None], recall)[0, 0].numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("wrong", [{"width": 0}, {"kernel": 4}, {"kernel": 1}])
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        unit.ConvGRUConfig(**wrong)
