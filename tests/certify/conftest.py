"""Independent checkers: convolutions as explicit matrices, written cell by cell in numpy."""

import itertools

import numpy as np
import pytest


def operator(kernel, shape, padding="zeros", stride=1, dilation=1, groups=1):
    """The dense matrix of torch's convolution on inputs of `shape`.

    `padding` is zeros and circular (the same shape, as torch pads odd kernels), or valid.
    """
    kernel = np.asarray(kernel, np.float64)
    out_channels, group_in, *sizes = kernel.shape
    in_channels, group_out = group_in * groups, out_channels // groups
    reach = [dilation * (size - 1) for size in sizes]
    before = [0 if padding == "valid" else each // 2 for each in reach]
    span = [n - r if padding == "valid" else n for n, r in zip(shape, reach, strict=True)]
    cells = list(itertools.product(*[range(0, n, stride) for n in span]))
    matrix = np.zeros((out_channels, len(cells), in_channels, *shape))
    for row, cell in enumerate(cells):
        for tap in itertools.product(*[range(size) for size in sizes]):
            at = [c + dilation * t - b for c, t, b in zip(cell, tap, before, strict=True)]
            if padding == "circular":
                at = [place % n for place, n in zip(at, shape, strict=True)]
            elif not all(0 <= place < n for place, n in zip(at, shape, strict=True)):
                continue
            for o in range(out_channels):
                first = (o // group_out) * group_in
                matrix[(o, row, slice(first, first + group_in), *at)] += kernel[
                    (o, slice(None), *tap)
                ]
    return matrix.reshape(out_channels * len(cells), -1)


def structured(index):
    """One of many kernels, `(co, ci, *k)`: random, sparse, flat, positive, tiny, huge, blurred."""
    rng = np.random.default_rng(index)
    axes = 1 + index % 2
    sizes = tuple(rng.integers(1, 5 if axes == 1 else 4, axes))
    channels = tuple(rng.integers(1, 4, 2))
    taps = rng.standard_normal((*channels, *sizes))
    kind = index % 7
    if kind == 1:
        taps *= rng.random(taps.shape) < 0.3
    if kind == 2:
        taps = np.broadcast_to(rng.standard_normal((*channels, *[1] * axes)), taps.shape).copy()
    if kind == 3:
        taps = np.abs(taps)
    if kind == 4:
        taps = taps * 1e-12
    if kind == 5:
        taps = taps * 1e12
    if kind == 6:
        taps[..., 0] -= taps.sum(-1)
    return taps


@pytest.fixture(name="operator", scope="session")
def _operator():
    return operator


@pytest.fixture(name="structured", scope="session")
def _structured():
    return structured
