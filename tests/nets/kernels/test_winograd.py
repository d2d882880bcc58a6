"""The compiled convolution is torch's: values, gradients, every size; elsewhere torch's is used."""

from contextlib import nullcontext

import pytest
import torch
from torch.nn import functional

from thinkers.nets import DTR
from thinkers.nets.blocks import conv
from thinkers.nets.kernels import winograd
from thinkers.nets.kernels.convolution import (
    Convolution2d,
    compile_convolutions,
    conv_add_act,
    conv_elu_lerp,
)
from thinkers.problems.signature import Signature

SIZES = [(1, 1, 1), (1, 4, 4), (2, 3, 5), (3, 24, 24), (5, 9, 14), (1, 2, 70)]
compiled = pytest.mark.skipif(
    winograd.kernels(16) is None, reason="needs a C compiler and a CPU with AVX-512"
)


def relative(found, expected):
    return ((found.double() - expected).norm() / expected.norm()).item()


def bare(thought, weight):
    return winograd.Winograd.apply(thought, *winograd.Filters.of(weight), None, "none")


@compiled
@pytest.mark.parametrize("channels", [16, 32, 48])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_values_and_gradients_are_those_of_the_plain_convolution(channels, size):
    torch.manual_seed(0)
    count, height, width = size
    thought = torch.randn(count, channels, height, width, requires_grad=True)
    weight = torch.randn(channels, channels, 3, 3, requires_grad=True)
    towards = torch.randn(count, channels, height, width)
    found = bare(thought, weight)
    expected = functional.conv2d(thought.double(), weight.double(), padding=1)
    assert relative(found, expected) < 1e-5
    ours = torch.autograd.grad((found * towards).sum(), [thought, weight])
    theirs = torch.autograd.grad((expected * towards.double()).sum(), [thought, weight])
    for mine, other in zip(ours, theirs, strict=True):
        assert relative(mine, other.double()) < 1e-4


@compiled
@pytest.mark.parametrize("adding", [True, False])
@pytest.mark.parametrize("activation", ["none", "relu", "elu"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_with_something_added_and_activated_it_is_still_the_plain_one(size, activation, adding):
    torch.manual_seed(0)
    count, height, width = size
    module = conv(2, 16, 16)
    compile_convolutions(module)
    thought, added, towards = torch.randn(3, count, 16, height, width)
    added = added.mul(40).requires_grad_() if adding else None
    asked = [thought.requires_grad_(), module.weight, *([added] if adding else [])]
    found = conv_add_act(module, thought, added, activation)
    assert found.grad_fn.name() == "WinogradBackward"
    plain = functional.conv2d(thought.double(), module.weight.double(), padding=1)
    then = {"none": torch.clone, "relu": functional.relu, "elu": functional.elu}[activation]
    expected = then(plain + added.double() if adding else plain)
    assert (found - expected).abs().max() < 1e-5 * expected.abs().max()
    ours = torch.autograd.grad((found * towards).sum(), asked)
    theirs = torch.autograd.grad((expected * towards.double()).sum(), asked)
    for mine, other in zip(ours, theirs, strict=True):
        assert relative(mine, other.double()) < 1e-4


@compiled
def test_what_is_added_has_the_shape_of_the_thought_or_is_refused():
    module = conv(2, 16, 16)
    compile_convolutions(module)
    thought = torch.randn(3, 16, 8, 8)
    with torch.no_grad():
        one, same = torch.randn(1, 16, 8, 8), module(thought)
        assert torch.allclose(conv_add_act(module, thought, one), same + one, atol=1e-5)
        with pytest.raises(RuntimeError, match="must match"):
            conv_add_act(module, thought, torch.randn(2, 16, 8, 8))


@compiled
@pytest.mark.parametrize("activation", ["relu", "elu"])
def test_activations_have_their_values_far_out_and_where_nothing_is_finite(activation):
    module = conv(2, 16, 16)
    compile_convolutions(module)
    values = torch.linspace(-100, 100, 2 * 16 * 9 * 9).view(2, 16, 9, 9)
    values[0, 0, 0, :4] = torch.tensor([torch.nan, -torch.inf, torch.inf, -1e30])
    with torch.no_grad():
        found = conv_add_act(module, torch.zeros_like(values), values, activation)
    expected = getattr(functional, activation)(values)
    torch.testing.assert_close(found, expected, rtol=2e-7, atol=2e-7, equal_nan=True)


@compiled
@pytest.mark.parametrize("shares", [1, 16])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_blended_without_gradient_it_is_what_it_is_with_one(size, shares):
    torch.manual_seed(0)
    count, height, width = size
    module = conv(2, 16, 16)
    compile_convolutions(module)
    thought, kept = torch.randn(2, count, 16, height, width)
    gamma = torch.rand(shares, 1, 1)
    graded = conv_elu_lerp(module, thought, kept, gamma)
    assert graded.requires_grad
    with torch.no_grad():
        found = conv_elu_lerp(module, thought, kept, gamma)
    torch.testing.assert_close(found, graded.detach(), rtol=1e-5, atol=1e-6)
    plain = functional.conv2d(thought.double(), module.weight.double(), padding=1)
    expected = torch.lerp(functional.elu(plain), kept.double(), gamma.double())
    assert relative(found, expected.detach()) < 1e-5


@compiled
def test_threads_share_the_work(monkeypatch):
    monkeypatch.setattr(torch, "get_num_threads", lambda: 3)
    test_values_and_gradients_are_those_of_the_plain_convolution(16, (9, 13, 12))
    test_blended_without_gradient_it_is_what_it_is_with_one((9, 13, 12), 16)


@compiled
def test_what_is_not_finite_stays_so():
    weight = torch.randn(16, 16, 3, 3)
    thought = torch.randn(1, 16, 8, 8)
    thought[0, 3, 2, 2] = torch.nan
    assert bare(thought, weight).isnan().any()
    later = bare(torch.randn(1, 16, 8, 8), weight)
    assert later.isfinite().all()


@compiled
def test_a_thinker_uses_it_where_it_may():
    module = conv(2, 16, 16)
    thought = torch.randn(2, 16, 6, 6)
    plain = module(thought)
    assert plain.grad_fn.name() != "WinogradBackward"
    compile_convolutions(module)
    fast = module(thought)
    assert fast.grad_fn.name() == "WinogradBackward"
    assert torch.allclose(fast, plain, atol=1e-5)


@compiled
def test_a_thinker_held_transforms_each_weight_once_and_sees_it_change_afterwards(monkeypatch):
    transformed = []
    plain = winograd._transformed
    monkeypatch.setattr(winograd, "_transformed", lambda w: transformed.append(w) or plain(w))
    torch.manual_seed(0)
    thinker = DTR.build(Signature("grid", channels=3, classes=2), {"width": 16})
    inputs = torch.randn(2, 3, 8, 8)

    def slopes(context):
        thinker.zero_grad()
        with context:
            thought, recall = thinker.embed(inputs), thinker.recall(inputs)
            for _ in range(3):
                thought = thinker.step(thought, recall)
            thinker.readout(thought).square().sum().backward()
        return [weight.grad.clone() for weight in thinker.parameters()]

    expected = slopes(nullcontext())
    compile_convolutions(thinker)
    for _ in range(2):
        transformed.clear()
        for mine, other in zip(slopes(thinker.cached_weights()), expected, strict=True):
            assert relative(mine, other.double()) < 1e-4
        assert len(transformed) == 2 * 5
        with torch.no_grad():
            for weight in thinker.parameters():
                weight.mul_(1.1)
        expected = slopes(nullcontext())


@pytest.mark.parametrize(
    ("channels", "out", "bias"), [(8, 8, False), (16, 32, False), (16, 16, True)]
)
def test_other_convolutions_are_torchs(channels, out, bias):
    module = conv(2, channels, out, bias)
    compile_convolutions(module)
    thought = torch.randn(2, channels, 6, 6)
    expected = functional.conv2d(thought, module.weight, module.bias, padding=1)
    assert torch.equal(module(thought), expected)


def test_without_a_compiler_the_convolution_is_torchs(monkeypatch):
    monkeypatch.setattr(winograd, "kernels", lambda channels: None)
    module = Convolution2d(16, 16, 3, padding=1, bias=False)
    compile_convolutions(module)
    thought = torch.randn(2, 16, 6, 6)
    assert torch.equal(module(thought), functional.conv2d(thought, module.weight, padding=1))


@pytest.mark.parametrize("command", ["false", "no-such-compiler"])
def test_a_compiler_that_fails_is_no_error(monkeypatch, command):
    monkeypatch.setenv("CC", command)
    assert winograd.kernels.__wrapped__(16) is None


def test_without_a_folder_for_temporary_files_the_convolution_is_torchs(monkeypatch):
    def nowhere(**options):
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(winograd, "TemporaryDirectory", nowhere)
    assert winograd.kernels.__wrapped__(16) is None


def test_a_compiler_that_never_ends_is_given_up(monkeypatch, tmp_path):
    compiler = tmp_path / "cc"
    compiler.write_text("#!/bin/sh\nexec sleep 60\n")
    compiler.chmod(0o755)
    monkeypatch.setenv("CC", str(compiler))
    monkeypatch.setattr(winograd, "COMPILING_SECONDS", 0.1)
    assert winograd.kernels.__wrapped__(16) is None
