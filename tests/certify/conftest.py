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


def attacked(residual, shape, rounds=60, seed=0):
    """A lower bound of a residual block's constant, from explicit matrices.

    Power iteration; the slopes, 0 or 1, are chosen anew each round to stretch the vector most.
    """
    rng, cells = np.random.default_rng(seed), int(np.prod(shape))
    maps = [each.factor * operator(each.kernel, shape) for each in residual.body[::2]]
    count, width = len(residual.body) // 2, maps[0].shape[1]
    keep, take = (
        np.repeat(each.double().expand(width // cells).numpy(), cells)
        for each in (residual.keep, residual.take)
    )
    slopes = [np.ones(len(each)) for each in maps]
    vector, best = rng.standard_normal(width), 0.0
    for _ in range(rounds):
        branch = np.eye(width)
        for slope, each in zip(slopes, maps, strict=True):
            branch = slope[:, None] * (each @ branch)
        jacobian = np.diag(keep) + take[:, None] * branch
        image = jacobian @ vector
        best = max(best, np.linalg.norm(image) / np.linalg.norm(vector))
        vector = jacobian.T @ image
        vector /= np.linalg.norm(vector)
        arriving, hidden = [], vector
        for slope, each in zip(slopes, maps, strict=True):
            arriving.append(each @ hidden)
            hidden = slope * arriving[-1]
        back = take * (jacobian @ vector)
        for index in reversed(range(len(maps))):
            if index < count:
                slopes[index] = (back * arriving[index] > 0).astype(float)
            back = maps[index].T @ (slopes[index] * back)
    return best


@pytest.fixture(name="operator", scope="session")
def _operator():
    return operator


@pytest.fixture(name="structured", scope="session")
def _structured():
    return structured


@pytest.fixture(name="attacked", scope="session")
def _attacked():
    return attacked
