"""Solvers reach the fixed point of the step; acceleration costs nothing where it cannot help."""

import pytest
import torch

from thinkers.engine.acceleration import ACCELERATIONS, Anderson, Picard
from thinkers.errors import ConfigError

TOLERANCE = 1e-6


def iterations(matrix, shift, acceleration, most=5000):
    """How many steps until every residual is small, and the points reached."""
    point = torch.zeros_like(shift)
    for iteration in range(1, most):
        image = (matrix @ point.unsqueeze(2)).squeeze(2) + shift
        residual = torch.linalg.vector_norm(image - point, dim=1)
        if (residual < TOLERANCE).all():
            return iteration, image
        point = acceleration.propose(point, image, residual)
    raise AssertionError("no fixed point")


def contraction(generator, size, kind):
    matrix = torch.randn(1, size, size, dtype=torch.float64, generator=generator)
    if kind == "symmetric":
        matrix = matrix + matrix.mT
    if kind == "rotation":
        matrix = torch.linalg.qr(matrix)[0]
    rate = 0.5 + 0.48 * torch.rand((), dtype=torch.float64, generator=generator)
    shift = torch.randn(1, size, dtype=torch.float64, generator=generator)
    return rate * matrix / torch.linalg.matrix_norm(matrix, 2), shift


@pytest.mark.parametrize("size", range(1, 6))
def test_a_linear_map_of_few_dimensions_is_solved_in_as_many_steps_and_two(size):
    generator = torch.Generator().manual_seed(size)
    for _ in range(10):
        matrix, shift = contraction(generator, size, "any")
        assert iterations(matrix, shift, Anderson(window=5))[0] <= size + 2


@pytest.mark.parametrize("kind", ["any", "symmetric", "rotation"])
def test_anderson_is_never_much_slower_and_finds_the_same_point(kind):
    generator = torch.Generator().manual_seed(7)
    for size in range(2, 36, 2):
        matrix, shift = contraction(generator, size, kind)
        plain, point = iterations(matrix, shift, Picard())
        fast, other = iterations(matrix, shift, Anderson())
        assert fast <= 1.2 * plain
        exact = torch.linalg.solve(torch.eye(size) - matrix[0], shift[0])
        bound = TOLERANCE / (1 - torch.linalg.matrix_norm(matrix[0], 2))
        assert torch.linalg.vector_norm(point[0] - exact) <= bound
        assert torch.linalg.vector_norm(other[0] - exact) <= bound


def test_instances_do_not_see_each_other():
    generator = torch.Generator().manual_seed(3)
    pairs = [contraction(generator, 6, "any") for _ in range(4)]
    matrix, shift = (torch.cat(parts) for parts in zip(*pairs, strict=True))
    together, points = Anderson(), torch.zeros_like(shift)
    alone = [Anderson() for _ in pairs]
    rows = list(range(4))
    for iteration in range(12):
        image = (matrix @ points.unsqueeze(2)).squeeze(2) + shift
        residual = torch.linalg.vector_norm(image - points, dim=1)
        single = [
            alone[row].propose(points[[place]], image[[place]], residual[[place]])
            for place, row in enumerate(rows)
        ]
        points = together.propose(points, image, residual)
        assert torch.allclose(points, torch.cat(single), rtol=1e-9, atol=1e-12)
        if iteration == 5:
            kept = torch.tensor([0, 3])
            together.keep(kept)
            rows, points, matrix, shift = [0, 3], points[kept], matrix[kept], shift[kept]


def test_a_map_that_a_guess_would_lead_astray_still_converges():
    def step(point):
        return 0.9 * point.abs().flip(1) - 0.3 * point.sign() + 1

    point = torch.full((1, 4), 50.0, dtype=torch.float64)
    acceleration, best = Anderson(), float("inf")
    for _ in range(600):
        image = step(point)
        residual = torch.linalg.vector_norm(image - point, dim=1)
        best = min(best, residual.item())
        point = acceleration.propose(point, image, residual)
    assert best < 1e-6


def test_what_is_not_finite_does_not_raise():
    acceleration = Anderson()
    for value in (1.0, float("nan"), float("inf")):
        thought = torch.full((2, 3), value)
        found = acceleration.propose(thought, 2 * thought, torch.full((2,), value).double())
        assert found.shape == thought.shape


def test_names_and_windows():
    assert {name: kind.name for name, kind in ACCELERATIONS.items()} == {
        "anderson": "anderson",
        "picard": "picard",
    }
    with pytest.raises(ConfigError, match="expected window >= 1, got 0"):
        Anderson(0)
