"""A throttled step has the direction of the plain one; what it measures is the curvature."""

import copy

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums
from torch import nn

from thinkers.errors import ConfigError, DivergedError
from thinkers.nets import DTL, DTR
from thinkers.training.callbacks import Callbacks
from thinkers.training.data import Feed
from thinkers.training.loop import Training, train
from thinkers.training.recipe import Optimizer
from thinkers.training.run import Run
from thinkers.training.step.optimizers import build_optimizer
from thinkers.training.step.optional.throttled_step import Throttled
from thinkers.training.step.rng import repeatable

RULES = ["gt-0", "gt-1", "gt-2", "guard"]
NAMES = ["sgd", "adam", "adamw"]
CURVATURES = torch.tensor([[4.0, 1.0], [0.5, 2.0]])


class Bowl(nn.Module):
    """Half a quadratic in four weights, far from its bottom."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor([[1.0, -2.0], [3.0, 0.5]]))

    def slope(self):
        self.weight.grad = (CURVATURES * self.weight).detach()


def throttled(bowl, **settings):
    settings = Optimizer(**{"steps": 9, "learning_rate": 0.1} | settings)
    return Throttled(settings, build_optimizer(bowl, settings), bowl)


def step(bowl, stepper, number=1, rate=0.1, cut=1.0, loss=1.0):
    before = bowl.weight.detach().clone()
    bowl.slope()
    stepper.step(number, rate, cut, loss, bowl.slope)
    return bowl.weight.detach() - before


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rule", RULES)
def test_the_direction_of_every_step_is_that_of_the_raw_update(rule, name):
    """The raw update is made by a copy of the optimiser, from the same state."""
    bowl = Bowl()
    stepper = throttled(bowl, throttle=rule, chi=0.05, name=name, weight_decay=0.01)
    shares = []
    for number in range(6):
        twin = copy.deepcopy(stepper)
        [raw] = twin.weights
        raw.grad = CURVATURES * raw.detach()
        for options in twin.optimizer.param_groups:
            options["lr"] = 0.1
        twin.optimizer.step()
        update = raw.detach() - bowl.weight.detach()
        move = step(bowl, stepper, number)
        shares.append(stepper.throttle.share)
        assert torch.cosine_similarity(move.flatten(), update.flatten(), dim=0) > 1 - 1e-6
        assert float(move.norm() / update.norm()) == pytest.approx(shares[-1], rel=1e-4)
    assert min(shares) < 0.5


def test_the_guard_keeps_the_limit_along_the_very_step():
    bowl = Bowl()
    stepper = throttled(bowl, throttle="guard", chi=0.2, name="sgd")
    for number in range(5):
        move = step(bowl, stepper, number)
        curvature = (CURVATURES * move).norm() / move.norm()
        assert stepper.throttle.share * 0.1 * curvature <= 0.2 * (1 + 1e-5)
    assert stepper.throttle.share > 0.4


def test_adam_is_measured_in_its_own_metric():
    """After one step P is |g| + ε, so C is that of the curvatures over |g|."""
    bowl = Bowl()
    stepper = throttled(bowl, throttle="gt-0", chi=2e-3)
    slope = CURVATURES * bowl.weight.detach()
    move = step(bowl, stepper)
    step(bowl, stepper)
    metric = slope.abs()
    expected = (CURVATURES * move / metric.sqrt()).norm() / (metric.sqrt() * move).norm()
    assert stepper.throttle.share == pytest.approx(2e-3 / (0.1 * float(expected)))


def test_clipping_shortens_the_step_and_hides_no_curvature():
    """Cut to a hundredth, a step may take a hundred times the curvature."""
    for cut, share in ((1.0, 0.05), (0.1, 0.5)):
        bowl = Bowl()
        bowl.weight.data.mul_(torch.tensor([[1.0, 0.0], [0.0, 0.0]]))
        stepper = throttled(bowl, throttle="gt-0", chi=0.02, name="sgd")
        step(bowl, stepper, cut=cut)
        step(bowl, stepper, cut=cut)
        assert stepper.throttle.share == pytest.approx(share)


def test_the_guard_looks_in_warm_up_every_few_steps_after_jumps_and_after_cuts():
    bowl = Bowl()
    stepper = throttled(bowl, throttle="guard", throttle_every=4, warmup=2, name="sgd", chi=1e9)
    looked = []

    def at(number, loss=1.0):
        calls = []
        bowl.slope()
        stepper.step(number, 0.01, 1.0, loss, lambda: (calls.append(1), bowl.slope()))
        looked.append(len(calls))

    for number in range(9):
        at(number, loss=5.0 if number == 6 else 1.0)
    assert looked == [1, 1, 0, 0, 1, 0, 1, 0, 1]
    stepper.throttle.limit = 1e-2
    at(12)
    at(13)
    assert looked[-2] > 1
    assert looked[-1] >= 1


class Noisy(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(3)
        self.weight = nn.Parameter(torch.ones(3))

    def gradient(self):
        self.weight.grad = None
        loss = (self.weight * self.norm(torch.randn(4, 3))).square().sum()
        loss.backward()
        return loss.item()


def test_a_gradient_taken_again_meets_the_same_noise_and_leaves_the_same_trace():
    module = Noisy()
    first, again = repeatable(module.gradient, module, torch.device("cpu"))
    grad, state = module.weight.grad.clone(), copy.deepcopy(module.state_dict())
    ahead = torch.get_rng_state()
    assert again() == again() == first
    assert torch.equal(module.weight.grad, grad)
    assert torch.equal(torch.get_rng_state(), ahead)
    for name, value in module.state_dict().items():
        assert torch.equal(value, state[name]), name
    assert module.gradient() != first


def training_of(recipe, folder, thinker=DTL):
    return Training(Run(recipe, PrefixSums(), thinker, folder, "cpu"))


OPTIONS = {"loss": {"random_start": 0.5, "path_noise": 0.01, "segments": 2}}


@pytest.mark.parametrize(("rule", "name"), [("gt-0", "sgd"), ("guard", "sgd"), ("guard", "adamw")])
def test_a_throttle_without_effect_leaves_the_training_as_it_is(recipe_with, tmp_path, rule, name):
    """Trials leave no mark on weights, running means, power iterations and later noise."""
    found = []
    for throttle in ({}, {"throttle": rule, "chi": 1e9, "throttle_every": 1}):
        optimizer = {"name": name, "learning_rate": 1e-3} | throttle
        training = training_of(recipe_with(optimizer=optimizer, **OPTIONS), tmp_path)
        if throttle:
            training.descent.throttled.throttle.share = 1.0
        with Feed(training.recipe, training.run.task, 0, print) as feed:
            for number in range(3):
                training.descent.step(feed.batch(number), number)
        found.append(training.descent.thinker.state_dict())
    for name, value in found[0].items():
        assert torch.allclose(value, found[1][name], atol=1e-6), name


@pytest.mark.parametrize("rule", RULES)
def test_a_throttled_training_resumes_bit_for_bit(recipe_with, tmp_path, rule):
    recipe = recipe_with(
        optimizer={"throttle": rule, "chi": 0.1, "throttle_every": 3, "steps": 12}, **OPTIONS
    )

    def stop(step, loss):
        if step == 7:
            raise ZeroDivisionError

    def run(folder, callbacks=None, *, resuming=False):
        asked = Run(recipe, PrefixSums(), DTL, folder, "cpu", checkpoint_seconds=0)
        train(asked, callbacks, resuming=resuming)
        training = training_of(recipe, folder)
        training._restore()
        return training.descent.state()

    whole = run(tmp_path / "whole")
    with pytest.raises(ZeroDivisionError):
        run(tmp_path / "cut", Callbacks(step=stop))
    resumed = run(tmp_path / "cut", resuming=True)
    assert whole["throttle"]["throttle"]["share"] != 1
    assert str(whole) == str(resumed)
    for name, value in whole["weights"].items():
        assert torch.equal(value, resumed["weights"][name]), name
    for kind, tensors in whole["throttle"]["last"].items():
        for first, second in zip(tensors, resumed["throttle"]["last"][kind], strict=True):
            assert torch.equal(first, second)


def test_the_guard_survives_a_learning_rate_far_too_high(recipe_with, tmp_path):
    def losses(throttle):
        found = []
        optimizer = {
            "name": "sgd", "learning_rate": 3.0, "clip": None, "schedule": "constant",
            "steps": 25, "throttle": throttle, "throttle_every": 1, "weight_decay": 0.0,
        }  # fmt: skip
        loss = {"iterations": 10, "alpha": 0.0}
        recipe = recipe_with(thinker="dt-r", optimizer=optimizer, loss=loss, validate_every=40)
        callbacks = Callbacks(step=lambda _, loss: found.append(loss))
        train(Run(recipe, PrefixSums(), DTR, tmp_path / throttle, "cpu"), callbacks)
        return found

    with pytest.raises(DivergedError, match=r"the (loss|gradient) is (nan|inf)"):
        losses("none")
    found = losses("guard")
    assert len(found) == 25
    assert max(found) < 1


def test_settings_that_mean_nothing_are_refused(recipe_with):
    with pytest.raises(ConfigError, match="chi means nothing with throttle = 'none'"):
        recipe_with(optimizer={"chi": 1.0})
    with pytest.raises(ConfigError, match="a throttle means nothing with muon"):
        recipe_with(optimizer={"name": "muon", "throttle": "guard"})
    for key, wrong in (("throttle", "gt-3"), ("chi", 0), ("throttle_every", 0)):
        with pytest.raises(ConfigError, match=f"optimizer.{key}: input should be"):
            recipe_with(optimizer={"throttle": "guard", key: wrong})
