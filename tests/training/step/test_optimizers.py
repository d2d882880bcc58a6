"""Learning rates follow their published schedules; only free weights decay."""

from math import exp

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.nets import DTL, DTM, DTR
from thinkers.problems.signature import Signature
from thinkers.training.recipe import Optimizer
from thinkers.training.step.optimizers import build_optimizer, learning_rate

SEQUENCE = PrefixSums.encodings["centred"].signature
MATRIX = Signature("matrix", channels=2, classes=1, target="row")


def rates(steps=100, **settings):
    optimizer = Optimizer(steps=steps, learning_rate=0.1, **settings)
    return [learning_rate(optimizer, step) for step in range(steps)]


def test_the_constant_schedule_stays_at_the_peak():
    assert set(rates(schedule="constant")) == {0.1}


def test_the_cosine_schedule_falls_from_the_peak_to_zero():
    found = rates(schedule="cosine")
    assert found[0] == 0.1
    assert found[50] == pytest.approx(0.05)
    assert found[25] == pytest.approx(0.05 * (1 + 0.5**0.5))
    assert sorted(found, reverse=True) == found
    assert 0 < found[-1] < 1e-4


def test_the_multistep_schedule_decays_at_8_12_and_14_fifteenths():
    found = rates(steps=150, schedule="multistep")
    expected = [0.1] * 80 + [0.01] * 40 + [0.001] * 20 + [0.0001] * 10
    assert found == pytest.approx(expected)


def test_milestones_and_decay_can_be_chosen():
    found = rates(steps=10, schedule="multistep", milestones=[0.5], decay=0.5)
    assert found == pytest.approx([0.1] * 5 + [0.05] * 5)


@pytest.mark.parametrize("schedule", ["constant", "cosine", "multistep"])
def test_warmup_rises_linearly_and_then_leaves_the_schedule_alone(schedule):
    warm, cold = rates(schedule=schedule, warmup=9), rates(schedule=schedule)
    assert warm[:9] == pytest.approx([cold[step] * (step + 1) / 10 for step in range(9)])
    assert warm[9:] == cold[9:]


def test_exponential_warmup_follows_the_formula_of_the_official_code():
    found = rates(schedule="constant", warmup=5, warmup_shape="exponential")
    expected = [0.1 * (1 - exp(-(step + 1) / 5)) for step in range(4)] + [0.1] * 96
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("steps", [4, 10, 101])
def test_the_one_cycle_schedule_is_that_of_torch(steps):
    optimizer = torch.optim.Adam(torch.nn.Linear(1, 1).parameters())
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=steps)
    expected = []
    for _ in range(steps):
        expected.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(expected) < steps:
            scheduler.step()
    found = rates(steps=steps, schedule="onecycle")
    assert found == pytest.approx(expected)


def decayed_names(thinker, signature, config):
    built = thinker.build(signature, config)
    optimizer = build_optimizer(built, Optimizer(steps=1, learning_rate=0.1, weight_decay=0.25))
    names = {id(parameter): name for name, parameter in built.named_parameters()}
    groups = {group["weight_decay"]: group["params"] for group in optimizer.param_groups}
    assert set(groups) == {0.25, 0}
    assert sum(map(len, groups.values())) == len(names)
    return {names[id(parameter)] for parameter in groups[0.25]}, set(names.values())


def test_constrained_weights_biases_norms_and_skips_do_not_decay():
    decayed, _ = decayed_names(DTL, SEQUENCE, {"width": 4})
    assert decayed == {
        "projection.0.weight", "recall_input.weight", "head.0.weight", "head.3.weight",
        "head.5.weight",
    }  # fmt: skip


def test_without_a_constraint_the_weights_of_the_step_decay_too():
    decayed, _ = decayed_names(DTL, SEQUENCE, {"width": 4, "constraint": "none"})
    assert {"recall_thought.weight", "blocks.0.first.weight", "blocks.1.second.weight"} <= decayed


def test_every_weight_of_a_net_without_biases_and_norms_decays():
    decayed, every = decayed_names(DTR, SEQUENCE, {"width": 4})
    assert decayed == every


def test_layer_norms_do_not_decay():
    decayed, every = decayed_names(DTM, MATRIX, {"width": 4, "paths": 2})
    assert {"update.2.weight", "update.2.bias", "skip"} <= every - decayed
    assert {"pair.weight", "ends.weight", "update.1.weight"} <= decayed


@pytest.mark.parametrize(
    ("name", "kind"),
    [("adam", torch.optim.Adam), ("adamw", torch.optim.AdamW), ("sgd", torch.optim.SGD)],
)
def test_optimisers_by_name(name, kind):
    optimizer = build_optimizer(
        torch.nn.Linear(2, 2), Optimizer(name=name, steps=1, learning_rate=0.5)
    )
    assert type(optimizer) is kind
    assert optimizer.param_groups[0]["lr"] == 0.5
    if name == "sgd":
        assert optimizer.param_groups[0]["momentum"] == 0.9


@pytest.mark.parametrize("fused", [False, True])
@pytest.mark.parametrize("name", ["sgd", "adam", "adamw"])
def test_a_weight_may_get_its_first_gradient_later_than_others(name, fused):
    module = torch.nn.Linear(3, 2)
    settings = Optimizer(name=name, steps=9, learning_rate=0.1)
    optimizer = build_optimizer(module, settings, fused=fused)
    bias = module.bias.detach().clone()
    for weights in ([module.weight], [module.weight, module.bias]):
        for weight in weights:
            weight.grad = torch.ones_like(weight)
        assert torch.equal(module.bias, bias)
        optimizer.step()
    assert not torch.equal(module.bias, bias)
