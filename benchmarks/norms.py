"""What bounds the norm of a 3x3 convolution, and what it costs. Every kernel has reshaped norm 1.

OMP_NUM_THREADS=1 python benchmarks/norms.py
"""

import math
import statistics
from argparse import ArgumentParser
from collections.abc import Callable
from time import perf_counter

import torch
from torch import Tensor
from torch.nn import functional

from thinkers.certify import conv_norm_exact, conv_norm_upper, reshaped_norm
from thinkers.certify.symbol import symbol_at, wave_numbers

CHANNELS = 32
KRYLOV = 70
REPEATS = 5


def kernels() -> dict[str, Tensor]:
    """Kernels from harmless to the worst case, float64, from one seed."""
    generator = torch.Generator().manual_seed(0)

    def normal(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator, dtype=torch.float64)

    random, wide = normal(CHANNELS, CHANNELS, 3, 3), normal(CHANNELS, CHANNELS + 2, 3, 3)
    matrix = normal(CHANNELS, CHANNELS)[..., None, None]  # (co, ci, 1, 1)
    matrix = matrix / torch.linalg.matrix_norm(matrix[..., 0, 0], 2)
    tent = torch.tensor([1.0, 2, 1], dtype=torch.float64)
    box = matrix.expand(-1, -1, 3, 3) / 3
    found = {
        "random 1": random,
        "random 34 to 32": wide,
        "random + 0.5 box": random / reshaped_norm(random) + 0.5 * box,
        "blur x matrix": matrix * torch.outer(tent, tent),
        "non-negative": random.abs(),
        "box": box,
    }
    found |= {f"random {seed}": normal(CHANNELS, CHANNELS, 3, 3) for seed in range(2, 6)}
    return {name: kernel / reshaped_norm(kernel) for name, kernel in found.items()}


def zero_padded(kernel: Tensor, size: int) -> float:
    """The norm on a size x size grid with zero padding, by Lanczos (from below, all digits)."""
    generator = torch.Generator().manual_seed(1)
    shape = (1, kernel.shape[1], size, size)
    vector = torch.randn(shape, generator=generator, dtype=torch.float64)
    basis, diagonal, beside = [vector / vector.norm()], [], []
    for _ in range(KRYLOV):
        image = functional.conv2d(basis[-1], kernel, padding=1)
        image = functional.conv_transpose2d(image, kernel, padding=1)
        diagonal.append(float((basis[-1] * image).sum()))
        flat = torch.stack(basis).flatten(1)  # (m, n)
        for _ in range(2):
            image = image - (flat.T @ (flat @ image.flatten())).view(shape)
        beside.append(float(image.norm()))
        basis.append(image / beside[-1])
    tridiagonal = torch.diag(torch.tensor(diagonal, dtype=torch.float64))
    for offset in (1, -1):
        beside_it = torch.tensor(beside[:-1], dtype=torch.float64)
        tridiagonal += torch.diag(beside_it, offset)
    return math.sqrt(float(torch.linalg.eigvalsh(tridiagonal)[-1]))


def circular(kernel: Tensor, size: int) -> float:
    """The norm on a size x size torus: the largest singular value over its own waves."""
    waves = wave_numbers(kernel.shape[2:], size)
    return float(torch.linalg.svdvals(symbol_at(kernel, waves))[:, 0].max())


def fantastic_four(kernel: Tensor) -> float:
    """√taps times the smallest norm of four reshapes (Singla & Feizi, ICLR 2021)."""
    orders = ((0, 1, 2, 3), (1, 0, 2, 3), (0, 2, 1, 3), (0, 3, 1, 2))
    groups = (1, 1, 2, 2)
    norms = [
        torch.linalg.matrix_norm(kernel.permute(order).flatten(cut).flatten(0, cut - 1), 2)
        for order, cut in zip(orders, groups, strict=True)
    ]
    return math.sqrt(kernel[0, 0].numel()) * float(min(norms))


def schur(kernel: Tensor) -> float:
    """The root of the largest absolute row sum times the largest absolute column sum."""
    sums = kernel.abs().sum((2, 3))  # (co, ci)
    return math.sqrt(float(sums.sum(1).max() * sums.sum(0).max()))


COLUMNS: dict[str, Callable[[Tensor], float]] = {
    "zero 16": lambda kernel: zero_padded(kernel, 16),
    "zero 32": lambda kernel: zero_padded(kernel, 32),
    "circle 16": lambda kernel: circular(kernel, 16),
    "circle 32": lambda kernel: circular(kernel, 32),
    "low": lambda kernel: conv_norm_exact(kernel).low,
    "high": lambda kernel: conv_norm_exact(kernel).high,
    "svd N=16": lambda kernel: float(conv_norm_upper(kernel)),
    "svd N=32": lambda kernel: float(conv_norm_upper(kernel, grid=32)),
    "gram N=32": lambda kernel: float(conv_norm_upper(kernel, grid=32, method="gram")),
    "four": fantastic_four,
    "schur": schur,
}


def milliseconds(work: Callable[[], object]) -> float:
    """The median time of a few runs, after one to warm up."""
    work()
    times = []
    for _ in range(REPEATS):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return 1000 * statistics.median(times)


def main() -> None:
    """Print the table of norms, then that of costs."""
    ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(1)
    print(f"{'kernel':18}" + "".join(f"{name:>10}" for name in COLUMNS))
    rows = {}
    for name, kernel in kernels().items():
        rows[name] = [each(kernel) for each in COLUMNS.values()]
    seeds = [values for name, values in rows.items() if name[-1].isdigit() and "to" not in name]
    rows["random, mean of 5"] = [statistics.mean(values) for values in zip(*seeds, strict=True)]
    for name, values in rows.items():
        print(f"{name:18}" + "".join(f"{value:10.3f}" for value in values))
    header = ("forward", "svd N=16", "gram N=8", "gram N=16", "exact")
    print(f"\n{'ms at channels':18}" + "".join(f"{name:>10}" for name in header))
    for channels in (16, 32, 64):
        kernel = torch.randn(channels, channels, 3, 3)
        inputs = torch.randn(50, channels, 17, 17)
        works = (
            lambda kernel=kernel, inputs=inputs: functional.conv2d(inputs, kernel, padding=1),
            lambda kernel=kernel: conv_norm_upper(kernel),
            lambda kernel=kernel: conv_norm_upper(kernel, grid=8, method="gram"),
            lambda kernel=kernel: conv_norm_upper(kernel, method="gram"),
            lambda kernel=kernel: conv_norm_exact(kernel),
        )
        print(f"{channels:<18}" + "".join(f"{milliseconds(work):10.1f}" for work in works))


if __name__ == "__main__":
    main()
