"""Winograd convolution F(4x4, 3x3), compiled for this machine: half of oneDNN's time.

For CPUs with AVX-512 and a C compiler; everywhere else torch's own are used. Compiling takes about
a second for each number of channels and process.
"""

import os
import shutil
import subprocess
from ctypes import CDLL, c_int, c_long, c_void_p
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, NamedTuple, Self, get_args

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from thinkers.nets.kernels.activation import elu_slope

LANES = 16
"""Numbers in a register of AVX-512; channels come in multiples of it."""

FLAGS = (
    "-O3", "-march=native", "-mprefer-vector-width=512", "-fno-math-errno",
    "-fno-tree-loop-distribute-patterns", "-fopenmp", "-shared", "-fPIC",
)  # fmt: skip

COMPILING_SECONDS = 60.0
"""How long a compiler may take, which usually needs about one."""

Activation = Literal["none", "relu", "elu"]
"""What follows a convolution, in the order of winograd.c."""

ACTIVATIONS = get_args(Activation)

MEMORY_FORMAT = torch.channels_last
"""The memory format of all images here: channels innermost (NHWC)."""

_ONE_AXIS = torch.tensor(
    [[6, 0, 0], [-4, -4, -4], [-4, 4, -4], [1, 2, 4], [1, -2, 4], [0, 0, 24]]
).div(24)  # (6, 3)

TRANSFORM = torch.kron(_ONE_AXIS, _ONE_AXIS)  # (36, 9)
"""Weights of F(4x4, 3x3), for all 36 products of a tile (Lavin & Gray 2016, section 4)."""


@cache
def kernels(channels: int) -> CDLL | None:
    """The compiled functions for a number of channels, or None where they cannot be had."""
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
    if torch.backends.cpu.get_cpu_capability() != "AVX512" or compiler is None:
        return None
    try:
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            library = Path(folder) / "winograd.so"
            source = Path(__file__).with_suffix(".c")
            command = [compiler, *FLAGS, f"-DC={channels}", str(source), "-o", str(library)]
            subprocess.run(command, check=True, capture_output=True, timeout=COMPILING_SECONDS)
            loaded = CDLL(str(library))
    except (OSError, subprocess.SubprocessError):  # no folder, no room, no compiler that works
        return None
    loaded.convolve.argtypes = [c_void_p] * 6 + [c_long] * 3 + [c_int] * 2
    loaded.filter_gradient.argtypes = [c_void_p] * 3 + [c_long] * 3 + [c_int]
    loaded.convolve.restype = loaded.filter_gradient.restype = None
    return loaded


class Filters(NamedTuple):
    """Transformed filters: a matrix `(in, out)` for each of the 36 products of a tile.

    Attributes:
        forward: `(36, in * out)`, with the kernel's gradient.
        transposed: `(36, out * in)`, of the transposed kernel, for gradients; it has none itself.
    """

    forward: Tensor
    transposed: Tensor

    @classmethod
    def of(cls, weight: Tensor) -> Self | None:
        """The filters of a weight `(w, w, 3, 3)`; None where there is no compiled convolution."""
        channels = weight.shape[0]
        if (
            weight.device.type != "cpu"
            or weight.dtype != torch.float32
            or weight.shape != (channels, channels, 3, 3)
            or channels % LANES
            or kernels(channels) is None
        ):
            return None
        transposed = weight.detach().flip(2, 3).transpose(0, 1)  # (w, w, 3, 3)
        return cls(_transformed(weight), _transformed(transposed))


def _transformed(weight: Tensor) -> Tensor:
    return TRANSFORM @ weight.permute(2, 3, 1, 0).reshape(9, -1)  # (36, in * out)


class Winograd(torch.autograd.Function):
    """Convolution of float32 images by transformed filters: kernel 3, padding 1, no bias.

    An addition and an activation are fused with it. The activation's gradient is computed from the
    result, which the next convolution saves in any case: one tensor for both.
    """

    @staticmethod
    def forward(
        ctx: Any,
        thought: Tensor,
        forward: Tensor,
        transposed: Tensor,
        added: Tensor | None,
        activation: Activation,
    ) -> Tensor:
        """Convolve `(b, w, h, w)`, add as much, activate; the result lies channels innermost."""
        result = _convolve(thought, forward, added, activation)  # (b, w, h, w)
        ctx.activation = activation
        ctx.save_for_backward(thought, transposed, None if activation == "none" else result)
        return result

    @staticmethod
    @once_differentiable
    def backward(
        ctx: Any, gradient: Tensor
    ) -> tuple[Tensor | None, Tensor | None, None, Tensor | None, None]:
        """The gradients in thought, filters and what was added, where they are asked for."""
        thought, transposed, result = ctx.saved_tensors
        of_thought, of_filters, _, of_added, _ = ctx.needs_input_grad
        if ctx.activation == "relu":
            gradient = torch.ops.aten.threshold_backward(gradient, result, 0)  # (b, w, h, w)
        elif ctx.activation == "elu":
            gradient = elu_slope(gradient, result)  # (b, w, h, w)
        return (
            _convolve(gradient, transposed) if of_thought else None,
            _filter_gradient(thought, gradient) if of_filters else None,
            None,
            gradient if of_added else None,
            None,
        )


def conv_elu_lerp(thought: Tensor, filters: Filters, skip: Tensor, gamma: Tensor) -> Tensor:
    """Convolution z, ELU and lerp fused: `γ skip + (1 - γ) elu(z)`, γ `(w,)`; no gradient."""
    return _convolve(thought, filters.forward, None, "elu", skip, gamma)  # (b, w, h, w)


def _convolve(
    thought: Tensor,
    filters: Tensor,
    added: Tensor | None = None,
    activation: Activation = "none",
    skip: Tensor | None = None,
    gamma: Tensor | None = None,
) -> Tensor:
    count, channels, height, width = thought.shape
    result = torch.empty_like(thought, memory_format=MEMORY_FORMAT)  # (b, w, h, w)
    images = [
        None if each is None else each.expand_as(thought).contiguous(memory_format=MEMORY_FORMAT)
        for each in (thought, added, skip)
    ]  # (b, w, h, w) each
    tensors = [images[0], filters, *images[1:], gamma, result]
    run = kernels(channels).convolve  # type: ignore[union-attr]
    pointers = (None if each is None else each.data_ptr() for each in tensors)
    threads = torch.get_num_threads()
    run(*pointers, count, height, width, threads, ACTIVATIONS.index(activation))
    return result


def _filter_gradient(thought: Tensor, gradient: Tensor) -> Tensor:
    count, channels, height, width = thought.shape
    threads = torch.get_num_threads()
    thought = thought.contiguous(memory_format=MEMORY_FORMAT)  # (b, w, h, w)
    gradient = gradient.contiguous(memory_format=MEMORY_FORMAT)  # (b, w, h, w)
    products = torch.zeros(threads, 36, channels * channels)  # (threads, 36, in * out)
    run = kernels(channels).filter_gradient  # type: ignore[union-attr]
    pointers = (each.data_ptr() for each in (thought, gradient, products))
    run(*pointers, count, height, width, threads)
    return products[0] if threads == 1 else products.sum(0)  # (36, in * out)
