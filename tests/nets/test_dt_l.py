"""DT-L is what is known of the paper: constrained step, γ in (0, 1), batch norm outside it."""

import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils import parametrize

from thinkers import Signature
from thinkers.nets import DTL, DTR

SIGNATURES = [
    Signature("sequence", channels=1, classes=2),
    Signature("grid", channels=3, classes=2),
]
CONSTRAINED = {
    "recall_thought", "blocks.0.first", "blocks.0.second", "blocks.1.first", "blocks.1.second",
}  # fmt: skip


def build(signature, **config):
    torch.manual_seed(0)
    return DTL.build(signature, {"width": 8} | config)


def inputs_of(signature, count=2, size=7):
    return torch.randn(count, signature.channels, *[size] * signature.axes)


def constrained(built):
    return {
        name: module
        for name, module in built.named_modules()
        if isinstance(module, nn.Conv1d | nn.Conv2d) and parametrize.is_parametrized(module)
    }


def reshaped_norm(weight):
    return torch.linalg.matrix_norm(weight.detach().flatten(1).double(), 2).item()


@pytest.mark.parametrize("signature", SIGNATURES)
def test_exactly_the_convolutions_that_act_on_the_thought_are_constrained(signature):
    assert set(constrained(build(signature))) == CONSTRAINED
    assert not constrained(build(signature, constraint="none"))


@pytest.mark.parametrize("signature", SIGNATURES)
def test_the_reshaped_norm_of_each_is_about_one_after_warm_up(signature):
    built = build(signature).train()
    inputs = inputs_of(signature)
    with torch.no_grad():
        thought, recall = built.embed(inputs), built.recall(inputs)
        for _ in range(100):
            built.step(thought, recall)
    found = constrained(built.eval())
    assert found
    for name, module in found.items():
        assert reshaped_norm(module.weight) == pytest.approx(1, abs=5e-3), name


@pytest.mark.parametrize("training", [True, False])
def test_constrained_weights_are_computed_once_while_held(training):
    built = build(SIGNATURES[0]).train(training)
    calls = dict.fromkeys(CONSTRAINED, 0)
    for name, module in constrained(built).items():
        count = lambda *_, name=name: calls.__setitem__(name, calls[name] + 1)  # noqa: E731
        module.parametrizations.weight[0].register_forward_hook(count)
    inputs = inputs_of(SIGNATURES[0])
    for _ in range(2):
        with built.cached_weights():
            thought, recall = built.embed(inputs), built.recall(inputs)
            for _ in range(6):
                thought = built.step(thought, recall)
    assert calls == dict.fromkeys(CONSTRAINED, 2)
    built.step(built.step(thought, recall), recall)
    assert calls == dict.fromkeys(CONSTRAINED, 4), "without holding, once per step"


def test_the_recall_term_has_a_bias_and_no_constraint():
    built = build(SIGNATURES[1])
    recall = built.recall(torch.zeros(1, 3, 4, 4))
    expected = built.recall_input.bias.view(1, -1, 1, 1).expand(1, 8, 4, 4)
    torch.testing.assert_close(recall, expected)
    assert built.recall_thought.bias is None


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("skip", [0.01, 0.5, 0.99])
def test_gamma_starts_where_it_is_told_and_stays_inside_the_interval(signature, skip):
    built = build(signature, skip=skip)
    for block in built.blocks:
        gamma = torch.sigmoid(block.skip)
        assert gamma.shape == (8, *[1] * signature.axes), "one for each channel"
        assert torch.allclose(gamma, torch.tensor(skip), atol=1e-6)
        assert block.skip.requires_grad


@pytest.mark.parametrize("extreme", [-10.0, 10.0])
def test_whatever_gamma_learns_a_block_lies_between_the_thought_and_its_update(extreme):
    [block, _] = build(SIGNATURES[0]).eval().blocks
    nn.init.constant_(block.skip, extreme)
    thought = torch.randn(2, 8, 9)
    update = functional.elu(block.second(functional.elu(block.first(thought))))
    low, high = torch.minimum(thought, update), torch.maximum(thought, update)
    found = block(thought)
    assert ((low - 1e-5 <= found) & (found <= high + 1e-5)).all()
    near, far = (update, thought) if extreme < 0 else (thought, update)
    assert (found - near).norm() < 0.01 * (far - near).norm()


@pytest.mark.parametrize("signature", SIGNATURES)
def test_there_is_no_batch_norm_inside_the_step(signature):
    """In training, a step treats each instance alone and leaves no trace; embedding does not."""
    built = build(signature).train()
    inputs = inputs_of(signature, count=3)
    with torch.no_grad(), built.cached_weights():
        thought, recall = built.embed(inputs), built.recall(inputs)
        before = {name: value.clone() for name, value in built.state_dict().items()}
        together = built.step(thought, recall)
        alone = built.step(thought[:1], recall[:1])
        assert torch.allclose(together[:1], alone, atol=1e-6)
        assert not torch.allclose(built.embed(inputs[:1]), thought[:1], atol=1e-3)
    for name, value in before.items():
        if "running" in name and "head" in name:
            assert torch.equal(built.state_dict()[name], value), name


@pytest.mark.parametrize("signature", SIGNATURES)
def test_the_number_of_parameters_is_that_of_dt_r_and_of_what_dt_l_adds(signature):
    """Our layer plan is DT-R's; added are the recall's bias, γ, and two batch norms."""
    count = {
        kind: sum(weight.numel() for weight in kind.build(signature, {"width": 8}).parameters())
        for kind in (DTR, DTL)
    }
    head = 8 if signature.axes == 1 else 32
    assert count[DTL] - count[DTR] == 8 + 2 * 8 + 2 * 8 + 2 * head


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_step_equals_the_formula_with_weights_normalised_by_hand(signature):
    built = build(signature).eval()
    state = built.state_dict()
    convolve = functional.conv1d if signature.axes == 1 else functional.conv2d

    def conv(thought, name):
        prefix = f"{name}.parametrizations.weight"
        weight, u, v = (state[f"{prefix}.{end}"] for end in ("original", "0._u", "0._v"))
        return convolve(thought, weight / (u @ weight.flatten(1) @ v), padding=1)

    def elu(thought):
        return torch.where(thought > 0, thought, thought.clamp(max=0).exp() - 1)

    inputs = inputs_of(signature)
    thought = torch.randn(2, 8, *[7] * signature.axes)
    term = convolve(inputs, state["recall_input.weight"], state["recall_input.bias"], padding=1)
    expected = elu(conv(thought, "recall_thought") + term)
    for block in ("blocks.0", "blocks.1"):
        update = elu(conv(elu(conv(expected, f"{block}.first")), f"{block}.second"))
        gamma = 1 / (1 + (-state[f"{block}.skip"]).exp())
        expected = gamma * expected + (1 - gamma) * update
    found = built.step(thought, built.recall(inputs))
    assert torch.allclose(found, expected, atol=1e-5)


def test_no_constant_is_promised_for_the_step():
    assert build(SIGNATURES[0]).lipschitz() is None
    assert build(SIGNATURES[1], constraint="none").lipschitz() is None
