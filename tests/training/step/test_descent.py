"""One step moves the weights by rate times clipped gradient, and all it changes can be put back."""

from copy import deepcopy

import numpy as np
import pytest
import torch
from lightning_fabric import Fabric
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import DivergedError
from thinkers.nets import DTR
from thinkers.training.data import Feed
from thinkers.training.step.descent import Descent
from thinkers.training.step.loss import Draw
from thinkers.training.task import Task

PROBLEM = PrefixSums()
TASK = Task(PROBLEM, "centred")
SIGNATURE = TASK.encoding.signature
RATE = 0.01
PLAIN = {"name": "sgd", "learning_rate": RATE, "weight_decay": 0.0, "clip": None}
FULL = {"optimizer": PLAIN | {"schedule": "constant"}, "loss": {"alpha": 0.0}}
"""Plain descent on the loss after the last iteration."""


@pytest.fixture
def descent(recipe_with):
    """The descent of the tiny recipe with changes, from the same weights each time."""

    def make(**changes):
        recipe = recipe_with(thinker="dt-r", **changes)
        torch.manual_seed(0)
        thinker = DTR.build(SIGNATURE, recipe.config)
        return Descent(recipe, thinker, TASK.encoding, Fabric(accelerator="cpu", devices=1))

    return make


@pytest.fixture
def batch(recipe_with):
    """The batches of the tiny recipe, by step."""
    return Feed(recipe_with(), TASK).batch


def weights(descent):
    return {name: each.detach().clone() for name, each in descent.thinker.named_parameters()}


def by_hand(thinker, batch, iterations=3):
    """Loss and gradients, computed plainly."""
    inputs, targets = torch.from_numpy(batch.inputs), torch.from_numpy(batch.targets)
    recall, thought = thinker.recall(inputs), thinker.embed(inputs)
    for _ in range(iterations):
        thought = thinker.step(thought, recall)
    loss = torch.nn.functional.cross_entropy(thinker.readout(thought), targets)
    names, free = zip(*thinker.named_parameters(), strict=True)
    return loss.item(), dict(zip(names, torch.autograd.grad(loss, free), strict=True))


def require_moved(before, after, gradients, by):
    moved = {name: before[name] - after[name] for name in before}
    expected = {name: by * each for name, each in gradients.items()}
    torch.testing.assert_close(moved, expected, rtol=1e-3, atol=1e-6)


def norm_of(gradients):
    return sum(float(each.square().sum()) for each in gradients.values()) ** 0.5


def test_a_step_goes_down_the_gradient_of_the_loss(descent, batch):
    one = descent(**FULL)
    before, (loss, gradients) = weights(one), by_hand(one.thinker, batch(0))
    assert one.step(batch(0), 0) == pytest.approx((loss, norm_of(gradients)), rel=1e-4)
    require_moved(before, weights(one), gradients, RATE)


@pytest.mark.parametrize("share", [0.25, 4.0])
def test_a_gradient_is_shortened_to_the_clip_and_never_stretched(descent, batch, share):
    _, gradients = by_hand(descent(**FULL).thinker, batch(0))
    norm = norm_of(gradients)
    one = descent(**FULL | {"optimizer": FULL["optimizer"] | {"clip": share * norm}})
    before = weights(one)
    _, told = one.step(batch(0), 0)
    assert told == pytest.approx(norm, rel=1e-4), "what is told is the norm before clipping"
    require_moved(before, weights(one), gradients, RATE * min(1.0, share))


@pytest.mark.parametrize("number", [0, 1, 3, 9])
def test_the_number_of_a_step_is_its_place_in_the_schedule(descent, batch, number):
    one = descent(**FULL | {"optimizer": FULL["optimizer"] | {"warmup": 3}})
    before, (_, gradients) = weights(one), by_hand(one.thinker, batch(0))
    one.step(batch(0), number)
    require_moved(before, weights(one), gradients, RATE * min(1.0, (number + 1) / 4))


def test_a_step_follows_from_weights_batch_and_number_alone(descent, batch):
    ways = {"loss": {"alpha": 0.5, "path_noise": 0.1, "random_start": 0.5, "segments": 2}}
    one, again, other = (descent(**ways) for _ in range(3))
    torch.manual_seed(5)
    first = one.step(batch(0), 7)
    torch.manual_seed(6)
    assert again.step(batch(0), 7) == first
    assert other.step(batch(0), 8) != first
    torch.testing.assert_close(weights(one), weights(again), rtol=0, atol=0)


def test_how_long_to_think_is_drawn_from_seed_and_number_alike_in_all_processes(
    descent, batch, monkeypatch
):
    one, asked = descent(loss={"alpha": 0.5, "iterations": 50}), []
    gradient = one.gradient

    def watched(rows, draw, carried):
        asked.append(draw)
        return gradient(rows, draw, carried)

    watched.weights = gradient.weights
    monkeypatch.setattr(one, "gradient", watched)
    for number in (0, 1, 2, 1):
        one.step(batch(0), number)
    expected = [Draw.of(one.recipe.loss, np.random.default_rng([3, step])) for step in range(3)]
    assert asked == [*expected, expected[1]]
    assert len({*expected}) == 3


@pytest.mark.parametrize("segments", [1, 3])
def test_each_segment_is_a_step_that_goes_on_from_the_thought_of_the_last(
    descent, batch, monkeypatch, segments
):
    one = descent(loss={"alpha": 0.0, "segments": segments})
    steps, asked, gradient = [], [], one.gradient
    one.optimizer.register_step_post_hook(lambda *_: steps.append(weights(one)))

    def watched(rows, draw, carried):
        asked.append(None if carried is None else carried.iterations.unique().tolist())
        return gradient(rows, draw, carried)

    watched.weights = gradient.weights
    monkeypatch.setattr(one, "gradient", watched)
    one.step(batch(0), 0)
    assert len(steps) == segments
    assert asked == [None, [3], [6]][:segments]


def test_the_averaged_weights_are_judged_where_there_are_some(descent, batch):
    plain = descent(**FULL)
    assert plain.evaluated is plain.thinker
    one = descent(**FULL | {"optimizer": FULL["optimizer"] | {"ema_decay": 0.75}})
    seen = []
    for number in range(3):
        one.step(batch(number), number)
        seen.append(weights(one))
    average = seen[0]  # of one set of weights
    for later in seen[1:]:
        average = {name: 0.75 * average[name] + 0.25 * later[name] for name in average}
    torch.testing.assert_close(dict(one.evaluated.named_parameters()), average)


@pytest.mark.parametrize("what", ["loss", "gradient"])
def test_what_is_not_finite_moves_nothing_and_names_the_batch(descent, batch, monkeypatch, what):
    one = descent(**FULL)
    before, gradient = weights(one), one.gradient

    def spoilt(*given):
        loss, carried = gradient(*given)
        if what == "loss":
            return loss * float("nan"), carried
        gradient.weights[0].grad[:] = float("inf")
        return loss, carried

    spoilt.weights = gradient.weights
    monkeypatch.setattr(one, "gradient", spoilt)
    said = rf"the {what} is (nan|inf) at step 2, on the batch of seed \[3, 2, 0\]; the last"
    with pytest.raises(DivergedError, match=said):
        one.step(batch(2), 2)
    torch.testing.assert_close(weights(one), before, rtol=0, atol=0)
    assert not one.optimizer.state


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": PLAIN},
        {"optimizer": {"name": "adamw", "ema_decay": 0.9}},
        {"optimizer": PLAIN | {"throttle": "gt-1"}},
        {"loss": {"alpha": 1.0, "segments": 3, "pool": 24}},
    ],
    ids=["momentum", "adam and an average", "a throttle", "a pool"],
)
def test_what_is_put_back_goes_on_as_it_would_have(descent, batch, changes):
    one, other = descent(**changes), descent(**changes)
    for number in range(3):
        one.step(batch(number), number)
    kept = deepcopy(one.state())
    expected = [one.step(batch(number), number) for number in (3, 4)]
    other.load(kept)
    assert [other.step(batch(number), number) for number in (3, 4)] == expected
    torch.testing.assert_close(
        dict(other.evaluated.state_dict()), dict(one.evaluated.state_dict()), rtol=0, atol=0
    )
