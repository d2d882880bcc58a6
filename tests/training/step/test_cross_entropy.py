"""Cross-entropies and what counts as right, for classes and for rows, computed plainly."""

from math import exp, log

import numpy as np
import pytest
import torch

from thinkers.training.step.cross_entropy import cross_entropy, exact


def test_cross_entropy_of_classes_is_the_mean_over_masked_positions():
    generator = torch.Generator().manual_seed(2)
    logits = torch.randn(3, 4, 5, 2, generator=generator)
    mask = torch.rand(3, 5, 2, generator=generator) < 0.6
    targets = torch.randint(0, 4, (3, 5, 2), generator=generator)
    errors = []
    for b, i, j in np.argwhere(mask.numpy()):
        scores = logits[b, :, i, j].tolist()
        errors.append(log(sum(map(exp, scores))) - scores[int(targets[b, i, j])])
    found = cross_entropy(logits, mask, targets, "class")
    assert found.item() == pytest.approx(sum(errors) / len(errors), rel=1e-5)


def rows():
    """Two tours of 4 cities as targets, one of them in both directions, and logits."""
    logits = torch.randn(2, 1, 4, 4, generator=torch.Generator().manual_seed(3))
    targets = torch.zeros(2, 4, 4)
    for city in range(4):
        targets[0, city, (city + 1) % 4] = 1
        targets[1, city, (city + 1) % 4] = targets[1, city, (city - 1) % 4] = 0.5
    mask = ~torch.eye(4, dtype=torch.bool).expand(2, 4, 4)
    return logits, mask, targets


def test_cross_entropy_of_rows_leaves_out_the_diagonal():
    logits, mask, targets = rows()
    errors = []
    for b in range(2):
        for row in range(4):
            others = [column for column in range(4) if column != row]
            scores = {column: logits[b, 0, row, column].item() for column in others}
            total = log(sum(exp(score) for score in scores.values()))
            errors.append(sum(targets[b, row, c].item() * (total - scores[c]) for c in others))
    found = cross_entropy(logits, mask, targets, "row")
    assert found.item() == pytest.approx(sum(errors) / len(errors), rel=1e-5)


@pytest.mark.parametrize("smoothing", [0.1, 0.3])
def test_smoothing_mixes_the_target_with_even_chances(smoothing):
    generator = torch.Generator().manual_seed(2)
    logits = torch.randn(2, 3, 4, generator=generator)
    targets = torch.randint(0, 3, (2, 4), generator=generator)
    mask = torch.ones(2, 4, dtype=torch.bool)
    hard = cross_entropy(logits, mask, targets, "class")
    even = -logits.log_softmax(1).mean()
    found = cross_entropy(logits, mask, targets, "class", smoothing)
    assert found.item() == pytest.approx((1 - smoothing) * hard.item() + smoothing * even.item())


def test_smoothing_of_rows_spreads_over_what_is_allowed():
    logits, mask, targets = rows()
    hard = cross_entropy(logits, mask, targets, "row")
    even = cross_entropy(logits, mask, mask / 3, "row")
    found = cross_entropy(logits, mask, targets, "row", 0.3)
    assert found.item() == pytest.approx(0.7 * hard.item() + 0.3 * even.item(), rel=1e-5)


def test_gradients_of_rows_are_finite_and_none_reaches_the_diagonal():
    logits, mask, targets = rows()
    logits.requires_grad_()
    cross_entropy(logits, mask, targets, "row").backward()
    assert torch.isfinite(logits.grad).all()
    assert (logits.grad[:, 0].diagonal(dim1=1, dim2=2) == 0).all()


def test_exact_asks_for_every_masked_position():
    targets = torch.tensor([[0, 1, 1], [0, 1, 1], [0, 1, 1]])
    chosen = torch.tensor([[0, 1, 1], [0, 1, 0], [0, 1, 0]])
    mask = torch.tensor([[True] * 3, [True] * 3, [True, True, False]])
    logits = torch.nn.functional.one_hot(chosen, 2).movedim(-1, 1).float()
    assert exact(logits, mask, targets, "class").tolist() == [True, False, True]


def test_exact_takes_any_target_column_of_a_row_but_never_the_diagonal():
    _, mask, targets = rows()
    logits = 5 * torch.eye(4).expand(2, 1, 4, 4) + targets[:, None]
    assert exact(logits, mask, targets, "row").tolist() == [True, True]
    wrong = logits.clone()
    wrong[0, 0, 2, 0] = 9
    assert exact(wrong, mask, targets, "row").tolist() == [False, True]
    backwards = torch.stack([targets[0].T, targets[0].T])[:, None]
    assert exact(backwards, mask, targets, "row").tolist() == [False, True]
