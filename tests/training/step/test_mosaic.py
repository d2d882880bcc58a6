"""A mosaic is boards side by side, cut apart as they were; its loss is that of one picture."""

import pytest
import torch

from thinkers.errors import ConfigError
from thinkers.nets import DTR
from thinkers.problems.signature import Signature
from thinkers.training.recipe import Loss
from thinkers.training.step.loss import Draw, ProgressiveLoss
from thinkers.training.step.mosaic import tile, untile
from thinkers.training.step.rows import Carried, Rows


def boards(count, channels=3, height=4, width=5):
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(count, channels, height, width, generator=generator)
    targets = torch.randint(0, 2, (count, height, width), generator=generator)
    return Rows(inputs, torch.ones_like(targets, dtype=torch.bool), targets)


@pytest.fixture
def thinker():
    torch.manual_seed(0)
    return DTR.build(Signature("grid", channels=3, classes=2), {"width": 4}).eval()


def loss_of(thinker, **settings):
    return ProgressiveLoss(thinker, Loss(iterations=3, alpha=1.0, **settings), "class")


@pytest.mark.parametrize("shared", [0, 1, 2])
def test_each_board_has_its_place(shared):
    inputs = boards(18).inputs
    whole, height, width = tile(inputs, 3, shared), 4 - shared, 5 - shared
    assert whole.shape == (2, 3, 3 * height + shared, 3 * width + shared)
    cut = untile(whole, 3, shared)
    assert cut.shape == inputs.shape
    for number, board in enumerate(inputs):
        mosaic, place = divmod(number, 9)
        top, left = height * (place // 3), width * (place % 3)
        there = whole[mosaic, :, top : top + 4, left : left + 5]
        assert torch.equal(cut[number], there)
        assert torch.equal(there[:, :height, :width], board[:, :height, :width])


def test_what_is_shared_is_the_next_boards():
    inputs = boards(4).inputs
    whole, (_, right, below, last) = tile(inputs, 2, 1), inputs
    assert torch.equal(whole[0, :, :3, 4], right[:, :3, 0])
    assert torch.equal(whole[0, :, 3, :4], below[:, 0, :4])
    assert torch.equal(whole[0, :, 3:6, 4:8], last[:, :3, :4])
    assert not whole[0, :, -1].any()
    assert not whole[0, :, :, -1].any()


def test_boards_that_would_share_all_are_refused():
    with pytest.raises(ConfigError, match="cannot share 4 rows"):
        tile(boards(4).inputs, 2, 4)


def test_the_loss_is_that_of_the_whole_picture(thinker):
    rows, draw = boards(8), Draw(3, 0, 3)
    found, carried = loss_of(thinker, mosaic=2)(rows, draw)
    mask, targets = (tile(each[:, None], 2)[:, 0] for each in (rows.mask, rows.targets))
    whole, reached = loss_of(thinker)(Rows(tile(rows.inputs, 2), mask, targets), draw)
    torch.testing.assert_close(found, whole)
    torch.testing.assert_close(carried.thought, untile(reached.thought, 2))
    assert carried.iterations.tolist() == [3] * 8
    alone, _ = loss_of(thinker)(rows, draw)
    assert not torch.isclose(found, alone)


def test_each_board_goes_on_with_its_own_thought(thinker):
    rows, draw = boards(4), Draw(3, 0, 1)
    first = thinker.embed(tile(rows.inputs, 2))
    ages = torch.tensor([0, 3, 0, 5])
    thoughts = untile(first.detach(), 2)
    thoughts[ages == 0] = torch.nan
    _, carried = loss_of(thinker, mosaic=2)(rows, draw, Carried(thoughts, ages, fresh=True))
    _, plain = loss_of(thinker, mosaic=2)(rows, draw)
    torch.testing.assert_close(carried.thought, plain.thought)
    assert carried.iterations.tolist() == [1, 4, 1, 6]


def test_boards_that_fill_no_mosaic_are_refused(thinker):
    with pytest.raises(ConfigError, match="6 instances fill no mosaics of 2 x 2") as raised:
        loss_of(thinker, mosaic=2)(boards(6), Draw(3, 0, 3))
    assert "multiples of 4" in raised.value.hint


def test_what_is_no_board_is_refused(thinker):
    strings = Rows(torch.zeros(4, 1, 6), torch.ones(4, 6, dtype=torch.bool), torch.zeros(4, 6))
    for rows, target in ((strings, "class"), (boards(4), "row")):
        module = ProgressiveLoss(thinker, Loss(iterations=3, alpha=1.0, mosaic=2), target)
        with pytest.raises(ConfigError, match="only boards make a mosaic"):
            module(rows, Draw(3, 0, 3))
