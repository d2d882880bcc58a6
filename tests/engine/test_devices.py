"""Devices by name, TF32 off whichever is chosen, threads from 1 up."""

import pytest
import torch

from thinkers.engine.devices import pick_device, use_threads
from thinkers.errors import ConfigError, DeviceError


@pytest.fixture
def gpu(monkeypatch):
    """Pretend that there are two GPUs, or none."""

    def pretend(there):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: 2 if there else 0)

    return pretend


@pytest.mark.parametrize(("there", "kind"), [(False, "cpu"), (True, "cuda")])
def test_auto_takes_a_gpu_when_there_is_one(gpu, there, kind):
    gpu(there)
    assert pick_device("auto") == torch.device(kind)


@pytest.mark.parametrize("there", [False, True])
def test_cpu_is_always_there(gpu, there):
    gpu(there)
    assert pick_device("cpu") == torch.device("cpu")


def test_a_gpu_can_be_chosen_by_number(gpu):
    gpu(True)
    assert pick_device("cuda:1") == torch.device("cuda", 1)


def test_a_number_beyond_the_last_gpu_is_an_error(gpu):
    gpu(True)
    with pytest.raises(DeviceError, match="no device cuda:2"):
        pick_device("cuda:2")


@pytest.mark.parametrize("name", ["cuda", "cuda:0"])
def test_a_missing_gpu_is_an_error_with_a_hint(gpu, name):
    gpu(False)
    with pytest.raises(DeviceError, match="no CUDA device is available") as raised:
        pick_device(name)
    assert "--device cpu" in raised.value.hint


@pytest.mark.parametrize("name", ["tpu", "", "cuda2", "CUDA", "cpux:0", "cuda:one", "cpu:x"])
def test_names_that_mean_nothing_are_refused(gpu, name):
    gpu(True)
    with pytest.raises(ConfigError, match="unknown device"):
        pick_device(name)


@pytest.mark.parametrize("name", ["auto", "cpu"])
def test_tf32_is_off_afterwards(gpu, name):
    gpu(False)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    pick_device(name)
    assert not torch.backends.cuda.matmul.allow_tf32
    assert not torch.backends.cudnn.allow_tf32


def test_threads_are_used():
    before = torch.get_num_threads()
    try:
        use_threads(2)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("count", [0, -3, 257, 100_000, 1 << 70])
def test_threads_that_no_machine_has_are_an_error(count):
    with pytest.raises(ConfigError, match=f"expected 1 to 256 threads, got {count}"):
        use_threads(count)
