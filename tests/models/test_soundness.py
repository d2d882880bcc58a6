"""Weights are called damaged where torch, which reads numbers and not bits, would say so."""

import pytest
import torch
from safetensors.torch import save

from thinkers.models.soundness import fault_of

TYPES = [torch.float64, torch.float32, torch.float16, torch.bfloat16]
WORST = {torch.float64: 1e308, torch.float32: 3e38, torch.float16: 6e4, torch.bfloat16: 3e38}


@pytest.mark.parametrize("dtype", TYPES, ids=str)
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_one_number_that_is_none_is_found(dtype, value):
    sound = torch.randn(5, 7).to(dtype)
    damaged = sound.clone()
    damaged[3, 2] = value
    assert fault_of(save({"a.weight": sound})) == ""
    assert fault_of(save({"a.bias": sound, "a.weight": damaged})) == (
        "a.weight holds nan or infinity"
    )


@pytest.mark.parametrize("dtype", TYPES, ids=str)
def test_the_largest_and_the_least_numbers_are_sound(dtype):
    numbers = [WORST[dtype], -WORST[dtype], torch.finfo(dtype).tiny, 0.0]
    tensor = torch.tensor([numbers], dtype=dtype)
    assert bool(tensor.isfinite().all())
    assert fault_of(save({"a.weight": tensor})) == ""


@pytest.mark.parametrize("dtype", TYPES, ids=str)
@pytest.mark.parametrize("sign", [1, -1])
def test_layers_of_zeros_are_found_but_not_biases(dtype, sign):
    zeros = sign * torch.zeros(3, 4, dtype=dtype)
    assert fault_of(save({"a.weight": zeros})) == "a.weight holds zeros only"
    assert fault_of(save({"a.weight": zeros[0].clone(), "a.bias": zeros})) == ""


def test_whole_numbers_and_empty_tensors_are_left_alone():
    tensors = {"count": torch.tensor(2**62), "weight": torch.zeros(0, 3)}
    assert fault_of(save(tensors)) == ""
