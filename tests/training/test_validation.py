"""Validation judges a thinker after all iterations, over every instance alike."""

import numpy as np
import pytest
import torch
from lightning_fabric import Fabric
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.nets import DTL
from thinkers.training.validation import validate

PROBLEM = PrefixSums()
ENCODING = PROBLEM.encodings["centred"]
FABRIC = Fabric(accelerator="cpu", devices=1)


def batch_of(bits, count):
    instances = PROBLEM.generate(np.random.default_rng(bits), count, PROBLEM.Params(bits=bits))
    return PROBLEM.encodings["centred"].encode(instances, PROBLEM.label(instances))


@pytest.fixture
def thinker():
    torch.manual_seed(0)
    return DTL.build(PROBLEM.encodings["centred"].signature, {"width": 4})


def test_it_is_the_mean_over_instances_of_all_batches(thinker):
    batches = [batch_of(6, 7), batch_of(9, 130)]
    error, right = validate(thinker, batches, lambda shape: 3, ENCODING, FABRIC)
    errors, rights = [], []
    thinker.eval()
    for batch in batches:
        for row in range(len(batch.inputs)):
            inputs = torch.from_numpy(batch.inputs[row : row + 1])
            thought = thinker.embed(inputs)
            for _ in range(3):
                thought = thinker.step(thought, thinker.recall(inputs))
            chances = thinker.readout(thought).softmax(1)[0].detach().numpy()
            target = batch.targets[row]
            errors.append(-np.log(chances[target, np.arange(len(target))]).mean())
            rights.append((chances.argmax(0) == target).all())
    assert error == pytest.approx(np.mean(errors), rel=1e-4)
    assert right == pytest.approx(np.mean(rights))


def test_it_leaves_weights_and_running_statistics_alone(thinker):
    before = {name: value.clone() for name, value in thinker.state_dict().items()}
    validate(thinker.train(), [batch_of(6, 5)], lambda shape: 2, ENCODING, FABRIC)
    assert all(torch.equal(before[name], now) for name, now in thinker.state_dict().items())


def test_constrained_weights_are_computed_in_full_precision(thinker, monkeypatch):
    seen = []
    step = DTL.step

    def watched(self, thought, recall):
        seen.append((self.recall_thought.weight.dtype, torch.is_autocast_enabled("cpu")))
        return step(self, thought, recall)

    monkeypatch.setattr(DTL, "step", watched)
    fabric = Fabric(accelerator="cpu", devices=1, precision="bf16-mixed")
    validate(thinker, [batch_of(6, 5)], lambda shape: 1, ENCODING, fabric)
    assert seen == [(torch.float32, True)]
