"""Gates reach both ends exactly and let gradients back in; neighbours are along the axes."""

import pytest
import torch

from thinkers.nets.minplus import NEVER, _Gate, resistance, sides


def test_open_costs_nothing_shut_costs_never_and_between_it_falls():
    free = torch.tensor([-3.0, 0.0, 0.25, 0.5, 1.0, 7.0])
    assert resistance(free).tolist() == [NEVER, NEVER, 3.0, 1.0, 0.0, 0.0]


@pytest.mark.parametrize("free", [-1.0, 2.0])
@pytest.mark.parametrize("pull", [-1.0, 1.0])
def test_past_an_end_only_what_leads_back_inside_passes(free, pull):
    gate = torch.tensor([free], requires_grad=True)
    _Gate.apply(gate).mul(pull).sum().backward()
    leads_back = (free < 0) == (pull < 0)  # a descent step goes against the gradient
    assert gate.grad.tolist() == [pull if leads_back else 0.0]


def test_neighbours_of_a_line_by_hand():
    before, after = sides(torch.tensor([[[1.0, 2.0, 3.0]]]), torch.tensor([9.0]))
    assert before.tolist() == [[[9.0, 1.0, 2.0]]]
    assert after.tolist() == [[[2.0, 3.0, 9.0]]]


def test_neighbours_on_a_grid_are_the_four_along_its_axes():
    grid = torch.arange(6.0).view(1, 1, 2, 3)
    up, down, left, right = (each[0, 0].tolist() for each in sides(grid, torch.tensor([9.0])))
    assert up == [[9, 9, 9], [0, 1, 2]]
    assert down == [[3, 4, 5], [9, 9, 9]]
    assert left == [[9, 0, 1], [9, 3, 4]]
    assert right == [[1, 2, 9], [4, 5, 9]]
