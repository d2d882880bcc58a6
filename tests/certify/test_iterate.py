"""Iterating by a count applies the step so often, and gradients go through every application."""

import pytest
import torch

from thinkers.certify.iterate import iterate


@pytest.mark.parametrize("count", [0, 1, 5])
def test_the_step_is_applied_so_often(count):
    start = torch.tensor([3.0, -1.0])
    assert torch.equal(iterate(lambda thought: 2 * thought, start, count), 2**count * start)


def test_gradients_go_through_every_application():
    factor = torch.tensor(3.0, requires_grad=True)
    iterate(lambda thought: factor * thought, torch.tensor(1.0), 4).backward()
    assert factor.grad == 4 * 3**3
