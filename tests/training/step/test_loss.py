"""The progressive loss is the published one, computed plainly; masks and draws as documented."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pytest
import torch

from thinkers.errors import ConfigError
from thinkers.nets import DTL, DTR, Thinker
from thinkers.problems.signature import Signature
from thinkers.training.recipe import Loss
from thinkers.training.step.loss import Draw, ProgressiveLoss
from thinkers.training.step.rows import Carried, Rows

SEQUENCE = Signature("sequence", channels=1, classes=2)


@dataclass(frozen=True)
class NoSettings:
    """Nothing to set."""


class Doubling(Thinker):
    """Each step doubles the thought and adds 1; it counts steps with and without gradient."""

    name, summary, Config = "doubling", "for tests", NoSettings
    layouts = frozenset({"sequence"})

    def __init__(self, signature, config):
        super().__init__(signature, config)
        self.first = torch.nn.Parameter(torch.tensor(0.25))
        self.factor = torch.nn.Parameter(torch.tensor(2.0))
        self.graded, self.free, self.read = 0, 0, 0

    def embed(self, inputs):
        return self.first * inputs

    def step(self, thought, recall):
        if torch.is_grad_enabled():
            self.graded += 1
        else:
            self.free += 1
        return self.factor * thought + 1

    def readout(self, thought):
        self.read += 1
        return torch.cat([thought, -thought], 1)


@pytest.fixture
def batch():
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(4, 1, 6, generator=generator)
    targets = torch.randint(0, 2, (4, 6), generator=generator)
    return Rows(inputs, torch.ones(4, 6, dtype=torch.bool), targets)


RATES = {"iterations": 2, "alpha": 1, "rounds_per_iteration": 1}


def draws_of(loss, count=1500):
    rng = np.random.default_rng(0)
    return [Draw.of(loss, rng) for _ in range(count)]


def test_by_default_draws_are_uniform_as_published():
    count, most = 6000, 4
    found = Counter(
        (draw.no_grad_steps, draw.grad_steps)
        for draw in draws_of(Loss(iterations=most, alpha=1), count)
    )
    expected = {
        (n, k): count / most / (most - n) for n in range(most) for k in range(1, most - n + 1)
    }
    assert set(found) == set(expected)
    for pair, mean in expected.items():
        assert abs(found[pair] - mean) < 5 * mean**0.5


@pytest.mark.parametrize(
    ("bounds", "free", "graded"),
    [
        ({"max_no_grad_steps": 0}, (0, 0), (1, 9)),
        ({"max_no_grad_steps": 3}, (0, 3), (1, 9)),
        ({"min_grad_steps": 4}, (0, 5), (4, 9)),
        ({"max_grad_steps": 2}, (0, 8), (1, 2)),
        ({"min_grad_steps": 9}, (0, 0), (9, 9)),
        ({"max_no_grad_steps": 5, "min_grad_steps": 3, "max_grad_steps": 6}, (0, 5), (3, 6)),
        ({"max_no_grad_steps": 50, "max_grad_steps": 50}, (0, 8), (1, 9)),
    ],
)
def test_bounds_hold_and_are_reached(bounds, free, graded):
    draws = draws_of(Loss(iterations=9, alpha=1, **bounds))
    frees, grades = [draw.no_grad_steps for draw in draws], [draw.grad_steps for draw in draws]
    assert (min(frees), max(frees)) == free
    assert (min(grades), max(grades)) == graded
    assert max(draw.no_grad_steps + draw.grad_steps for draw in draws) <= 9


def test_one_iteration_leaves_one_draw():
    assert set(draws_of(Loss(iterations=1, alpha=1), 20)) == {Draw(1, 0, 1)}


def test_the_same_random_numbers_give_the_same_draw():
    loss = Loss(iterations=9, alpha=1)
    assert Draw.of(loss, np.random.default_rng(4)) == Draw.of(loss, np.random.default_rng(4))


def plain_loss(thinker, batch, alpha, most, draw):
    """Algorithm 1 of Bansal et al. 2022, without any of our savings."""
    inputs, targets = batch.inputs, batch.targets

    def error(thought):
        return torch.nn.functional.cross_entropy(thinker.readout(thought), targets)

    def think(thought, count):
        for _ in range(count):
            thought = thinker.step(thought, thinker.recall(inputs))
        return thought

    first = thinker.embed(inputs)
    last = error(think(first, most))
    middle = think(first, draw.no_grad_steps).detach() if draw.no_grad_steps else first
    return (1 - alpha) * last + alpha * error(think(middle, draw.grad_steps))


@pytest.mark.parametrize("thinker", [DTR, DTL])
@pytest.mark.parametrize("draw", [Draw(5, 0, 3), Draw(5, 2, 2)], ids=str)
@pytest.mark.parametrize("alpha", [0, 0.5, 1])
def test_loss_and_gradients_are_those_of_the_plain_algorithm(batch, thinker, alpha, draw):
    torch.manual_seed(1)
    built = thinker.build(SEQUENCE, {"width": 4}).eval().double()
    batch = batch._replace(inputs=batch.inputs.double())
    module = ProgressiveLoss(built, Loss(iterations=5, alpha=alpha), "class")
    with built.cached_weights():
        loss, _ = module(batch, draw)
    expected = plain_loss(built, batch, alpha, 5, draw)
    assert loss.item() == pytest.approx(expected.item(), rel=1e-12)
    ours, theirs = (
        torch.autograd.grad(each, list(built.parameters()), materialize_grads=True)
        for each in (loss, expected)
    )
    for mine, other in zip(ours, theirs, strict=True):
        assert torch.allclose(mine, other, rtol=1e-9, atol=1e-12)


def test_the_full_passs_gradient_survives_beside_a_far_larger_one(batch):
    """It is not what is left of a sum: `first` hears of the full pass alone, 1e-12 as loudly."""
    thinker = Doubling.build(SEQUENCE, {})
    thinker.factor.data.fill_(1e-3)
    module = ProgressiveLoss(thinker, Loss(iterations=5, alpha=0.5), "class")
    loss, _ = module(batch, Draw(5, 1, 1))
    expected = plain_loss(thinker, batch, 0.5, 5, Draw(5, 1, 1))
    found, expected = (
        torch.autograd.grad(3 * each, thinker.first)[0].item() for each in (loss, expected)
    )
    assert 0 < abs(expected) < 1e-12
    assert found == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("alpha", "free", "graded", "read"), [(0, 0, 7, 1), (0.5, 0, 7, 2), (1, 3, 2, 1)]
)
def test_no_step_is_computed_that_the_loss_does_not_need(batch, alpha, free, graded, read):
    thinker = Doubling.build(SEQUENCE, {})
    ProgressiveLoss(thinker, Loss(iterations=7, alpha=alpha), "class")(batch, Draw(7, 3, 2))
    assert (thinker.free, thinker.graded, thinker.read) == (free, graded, read)


@pytest.mark.parametrize(("free", "reaches"), [(0, True), (1, False), (3, False)])
def test_no_gradient_passes_the_free_iterations(batch, free, reaches):
    thinker = Doubling.build(SEQUENCE, {})
    module = ProgressiveLoss(thinker, Loss(iterations=6, alpha=1), "class")
    loss, _ = module(batch, Draw(6, free, 2))
    loss.backward()
    assert (thinker.first.grad is not None) == reaches
    assert thinker.factor.grad is not None


def test_a_drawn_number_of_iterations_stays_in_its_bounds():
    draws = draws_of(Loss(iterations=9, alpha=0.5, min_iterations=5, min_grad_steps=2))
    assert {draw.iterations for draw in draws} == set(range(5, 10))
    assert all(
        draw.grad_steps >= 2 and draw.no_grad_steps + draw.grad_steps <= draw.iterations
        for draw in draws
    )


@pytest.mark.parametrize("alpha", [0, 0.5, 1])
def test_a_carried_thought_takes_the_place_of_the_first_one(batch, alpha):
    thinker = Doubling.build(SEQUENCE, {})
    module = ProgressiveLoss(thinker, Loss(iterations=4, alpha=alpha), "class")
    _, reached = module(batch, Draw(2, 0, 2))
    assert torch.allclose(reached.thought, 4 * 0.25 * batch.inputs + 3)
    assert not reached.thought.requires_grad
    assert reached.iterations.tolist() == [2] * 4
    loss, further = module(batch, Draw(1, 0, 1), reached)
    assert torch.allclose(further.thought, 2 * reached.thought + 1)
    assert further.iterations.tolist() == [3] * 4
    loss.backward()
    assert thinker.first.grad is None
    assert thinker.factor.grad is not None


@pytest.mark.parametrize(("rate", "known"), [(0.5, 2), (1, 3), (2, 5), (9, 6)])
def test_only_positions_decidable_by_then_count(batch, rate, known):
    """Two iterations bring `2 rate` rounds; position i needs i of them."""
    thinker = Doubling.build(SEQUENCE, {})
    rounds = torch.arange(6, dtype=torch.int32).expand(4, 6)
    module = ProgressiveLoss(thinker, Loss(**RATES | {"rounds_per_iteration": rate}), "class")
    loss, reached = module(batch._replace(decidable_from=rounds), Draw(2, 1, 1))
    part = thinker.readout(reached.thought)[..., :known], batch.targets[:, :known]
    assert loss.item() == pytest.approx(torch.nn.functional.cross_entropy(*part).item())


def test_the_rate_counts_the_iterations_of_a_carried_thought(batch):
    thinker = Doubling.build(SEQUENCE, {})
    late = batch._replace(decidable_from=torch.full((4, 6), 3, dtype=torch.int32))
    module = ProgressiveLoss(thinker, Loss(**RATES), "class")
    early, carried = module(late, Draw(2, 0, 2))
    assert early == 0
    assert module(late, Draw(2, 0, 2), carried)[0] > 0


def test_of_carried_thoughts_each_has_its_own_iterations(batch):
    """At 0 the first thought takes the place of what is carried; rounds are counted for each."""
    thinker = Doubling.build(SEQUENCE, {})
    late = batch._replace(decidable_from=torch.full((4, 6), 3, dtype=torch.int32))
    module = ProgressiveLoss(thinker, Loss(**RATES), "class")
    carried = Carried(torch.full((4, 1, 6), 7.0), torch.tensor([0, 0, 1, 5]), fresh=True)
    loss, reached = module(late, Draw(2, 0, 2), carried)
    assert reached.iterations.tolist() == [2, 2, 3, 7]
    assert torch.allclose(reached.thought[:2], 4 * 0.25 * batch.inputs[:2] + 3)
    assert torch.allclose(reached.thought[2:], torch.tensor(4 * 7.0 + 3))
    known = thinker.readout(reached.thought)[2:], batch.targets[2:]
    assert loss.item() == pytest.approx(torch.nn.functional.cross_entropy(*known).item())


def test_positions_that_cannot_be_decided_yet_count_with_their_interim_targets(batch):
    """After one iteration rounds 0 and 1 are known, 2 is not asked for, 3 to 5 are early."""
    thinker = Doubling.build(SEQUENCE, {})
    rounds = torch.arange(6, dtype=torch.int32).expand(4, 6)
    before = 1 - batch.targets
    module = ProgressiveLoss(
        thinker, Loss(**RATES | {"iterations": 1, "max_rounds_per_iteration": 2}), "class"
    )
    loss, reached = module(
        batch._replace(decidable_from=rounds, interim_targets=before), Draw(1, 0, 1)
    )
    kept = [0, 1, 3, 4, 5]
    targets = torch.cat([batch.targets[:, :2], before[:, 3:]], 1)
    expected = torch.nn.functional.cross_entropy(
        thinker.readout(reached.thought)[..., kept], targets
    )
    assert loss.item() == pytest.approx(expected.item())


@pytest.mark.parametrize("least", [{}, {"rounds_per_iteration": 3}])
def test_the_upper_rate_is_not_below_the_lower(least):
    with pytest.raises(ValueError, match="max_rounds_per_iteration >= rounds_per_iteration"):
        Loss(iterations=2, alpha=1, max_rounds_per_iteration=2, **least)


def test_an_upper_rate_without_interim_targets_is_refused(batch):
    late = batch._replace(decidable_from=torch.zeros(4, 6, dtype=torch.int32))
    thinker = Doubling.build(SEQUENCE, {})
    module = ProgressiveLoss(thinker, Loss(**RATES | {"max_rounds_per_iteration": 1}), "class")
    with pytest.raises(ConfigError, match="no interim_targets"):
        module(late, Draw(2, 0, 2))


def test_a_rate_without_decidable_from_is_refused(batch):
    module = ProgressiveLoss(Doubling.build(SEQUENCE, {}), Loss(**RATES), "class")
    with pytest.raises(ConfigError, match="no decidable_from"):
        module(batch, Draw(2, 0, 2))


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_share_of_the_instances_starts_from_noise_of_the_same_size(share):
    thinker = Doubling.build(SEQUENCE, {})
    inputs = torch.full((400, 1, 50), 8.0)
    module = ProgressiveLoss(thinker, Loss(iterations=1, alpha=1, random_start=share), "class")
    torch.manual_seed(0)
    mask, targets = torch.ones(400, 50, dtype=torch.bool), torch.zeros(400, 50, dtype=torch.long)
    _, reached = module(Rows(inputs, mask, targets), Draw(1, 0, 1))
    first = (reached.thought[:, 0] - 1) / 2
    random = (first != 2.0).any(1)
    assert random.float().mean().item() == pytest.approx(share, abs=0.1)
    if share:
        assert first[random].square().mean().sqrt().item() == pytest.approx(2.0, rel=0.05)


def test_path_noise_is_relative_to_the_thought_and_new_in_each_iteration():
    thinker = Doubling.build(SEQUENCE, {})
    inputs = torch.full((400, 1, 50), 4.0)
    module = ProgressiveLoss(thinker, Loss(iterations=2, alpha=1, path_noise=0.01), "class")
    mask, targets = torch.ones(400, 50, dtype=torch.bool), torch.zeros(400, 50, dtype=torch.long)
    torch.manual_seed(0)
    _, reached = module(Rows(inputs, mask, targets), Draw(2, 0, 2))
    # One step gives 3, two give 7: noise of 0.03, doubled, and of 0.07.
    expected = (0.06**2 + 0.07**2) ** 0.5
    assert reached.thought.mean().item() == pytest.approx(7, abs=0.01)
    assert reached.thought.std().item() == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("segment", [1, 2, 5, 9])
@pytest.mark.parametrize("thinker", [DTR, DTL])
def test_checkpoints_change_neither_loss_nor_gradients(batch, thinker, segment):
    def graded(**settings):
        torch.manual_seed(1)
        built = thinker.build(SEQUENCE, {"width": 4})
        module = ProgressiveLoss(built, Loss(iterations=5, alpha=0.5, **settings), "class")
        with built.cached_weights():
            loss, _ = module(batch, Draw(5, 2, 3))
            loss.backward()
        return loss, [weight.grad for weight in built.parameters()]

    loss, gradients = graded(path_noise=0.1)
    again, others = graded(path_noise=0.1, checkpoint=segment)
    assert loss == again
    for one, other in zip(gradients, others, strict=True):
        assert torch.allclose(one, other, rtol=1e-5, atol=1e-7)


def test_checkpoints_keep_fewer_thoughts(batch):
    def kept(**settings):
        torch.manual_seed(1)
        built = DTR.build(SEQUENCE, {"width": 4})
        module = ProgressiveLoss(built, Loss(iterations=30, alpha=0, **settings), "class")
        saved = []
        with torch.autograd.graph.saved_tensors_hooks(
            lambda tensor: saved.append(tensor.numel()) or tensor, lambda tensor: tensor
        ):
            module(batch, Draw(30, 0, 1))
        return sum(saved)

    assert kept(checkpoint=6) < kept() / 4
