"""No singular value of a capped kernel ends above its limit, by an SVD of its own in float64."""

import numpy as np
import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums
from torch import nn

from thinkers.certify import conv_norm_exact
from thinkers.errors import ConfigError
from thinkers.nets import DTL, DTM, DTOS, DTR
from thinkers.testing import toy_signature
from thinkers.training.data import Feed
from thinkers.training.loop import Training
from thinkers.training.recipe import Optimizer
from thinkers.training.run import Run
from thinkers.training.step.optimizers import build_optimizer
from thinkers.training.step.optional import caps
from thinkers.training.step.optional.caps import MAX_LOWERED, Cap, free_kernels, soft_cap

SEQUENCE = PrefixSums.encodings["centred"].signature
SHAPES = [(6, 5, 3, 3), (4, 6, 3), (9, 3), (5, 5, 1, 1)]


def values(weight):
    matrix = weight.detach().double().numpy().reshape(len(weight), -1)
    return np.linalg.svd(matrix, compute_uv=False)


def descend(cap_by, shape, steps, most=1.0, rate=0.02, **more):
    """Random steps of Muon; the largest singular value after each."""
    torch.manual_seed(0)
    weight = nn.Parameter(torch.randn(shape))
    module = nn.Module()
    module.weight = weight
    settings = Optimizer(
        name="muon", steps=steps, learning_rate=rate, cap=most, cap_by=cap_by, **more
    )
    optimizer = build_optimizer(module, settings, [weight])
    found = []
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = rate * (1 - step / steps) ** 4
        weight.grad = -weight.detach() if step % 3 == 0 else torch.randn(shape)
        optimizer.step()
        found.append(values(weight)[0])
    return found


def require_held(found, most):
    assert max(found) <= most * (1 + 2e-6), "every weight stays below the cap"
    assert max(found) >= 0.97 * most, "gradients that pull outwards reach the cap"


@pytest.mark.parametrize("cap_by", ["svd", "soft"])
@pytest.mark.parametrize("shape", SHAPES)
def test_random_steps_end_below_the_cap(shape, cap_by):
    require_held(descend(cap_by, shape, 300), 1.0)
    require_held(descend(cap_by, shape, 30, most=0.3, rate=0.01, weight_decay=0.1), 0.3)


@pytest.mark.parametrize("cap_by", ["svd", "soft"])
def test_a_cap_at_twice_the_limit_is_caught(monkeypatch, cap_by):
    monkeypatch.setattr(caps, "CappedMap", lambda most, right=caps.CappedMap: right(2 * most))
    right = caps.soft_cap
    monkeypatch.setattr(caps, "soft_cap", lambda x, most, top: right(x, 2 * most, 2 * top))
    with pytest.raises(AssertionError, match="stays below the cap"):
        require_held(descend(cap_by, (4, 6, 3), 100), 1.0)


def test_a_step_of_which_a_part_is_forgotten_is_caught(monkeypatch):
    right = caps.soft_cap
    monkeypatch.setattr(caps, "soft_cap", lambda x, most, top: right(x, most, (top + most) / 2))
    with pytest.raises(AssertionError, match="stays below the cap"):
        require_held(descend("soft", (9, 3), 100, rate=0.2), 1.0)


@pytest.mark.parametrize("share", [1.0, 1.01, 1.2, MAX_LOWERED])
def test_the_soft_cap_keeps_the_order_and_the_vectors_up_to_where_it_reaches(share):
    before = torch.linspace(0, share, 400, dtype=torch.float64)
    after = soft_cap(torch.diag(before), 1.0, share)
    assert torch.equal(after, torch.diag(after.diagonal()))
    assert (after.diagonal().diff() > 0).all()
    assert (after.diagonal() <= before).all()
    assert after.diagonal()[-1] == pytest.approx(1)


def test_a_soft_cap_that_steps_could_outrun_is_refused():
    with pytest.raises(ConfigError, match=r"a step of norm 0.417 .* takes up to 0.306") as caught:
        descend("soft", (9, 3), 1, rate=0.2 / 0.346)
    assert caught.value.hint == "lower learning_rate, or set cap_by = 'svd'"
    descend("svd", (9, 3), 1, rate=0.2 / 0.346)


def test_the_exact_cap_is_the_nearest_matrix_below_it():
    torch.manual_seed(0)
    weight = torch.randn(4, 5, 3)
    capped = Cap(0.7).lower(weight)
    left, sizes, right = np.linalg.svd(weight.double().numpy().reshape(4, -1), full_matrices=False)
    expected = (left * np.minimum(sizes, 0.7)) @ right
    assert np.allclose(capped.numpy().reshape(4, -1), expected, atol=1e-6)
    small = weight / 100
    assert torch.equal(Cap(0.7).lower(small), small)


@pytest.mark.parametrize("shape", [(6, 5, 3, 3), (4, 6, 3)])
def test_as_a_convolution_a_capped_kernel_is_larger_but_not_by_more_than_the_root_of_its_taps(
    shape,
):
    torch.manual_seed(0)
    norm = conv_norm_exact(Cap(1.0).lower(10 * torch.ones(shape)))
    taps = np.prod(shape[2:])
    assert norm.low == pytest.approx(taps**0.5, rel=1e-5)
    assert norm.high <= taps**0.5 * (1 + 1e-5)


def test_the_free_kernels_are_those_of_the_step_and_no_others():
    def names(thinker, **config):
        built = thinker.build(SEQUENCE, {"width": 4, **config})
        known = {id(weight): name for name, weight in built.named_parameters()}
        return [known[id(weight)] for weight in free_kernels(built)]

    expected = ["recall_thought.weight"] + [
        f"blocks.{block}.{which}.weight" for block in (0, 1) for which in ("first", "second")
    ]
    assert names(DTR) == names(DTL, constraint="none") == expected


def test_a_step_without_free_kernels_is_refused():
    for thinker, config in ((DTL, {}), (DTOS, {}), (DTL, {"constraint": "certified"})):
        with pytest.raises(ConfigError, match=r"cap means nothing for this dt-.*constraint holds"):
            free_kernels(thinker.build(SEQUENCE, {"width": 4, **config}))
    with pytest.raises(ConfigError, match="dt-m does not describe its step"):
        free_kernels(DTM.build(toy_signature("matrix"), {"width": 4, "paths": 2}))


def test_recipes_whose_cap_means_nothing_are_refused(recipe_with):
    with pytest.raises(ConfigError, match="cap_by means nothing without cap"):
        recipe_with(optimizer={"name": "muon", "cap_by": "soft"})
    with pytest.raises(ConfigError, match="cap means nothing with adam, whose steps"):
        recipe_with(optimizer={"cap": 1.0})
    for key, wrong in (("cap", 0), ("cap", -1), ("cap_by", "hammer")):
        with pytest.raises(ConfigError, match=f"optimizer.{key}: input should be"):
            recipe_with(optimizer={"name": "muon", "cap": 1, key: wrong})


@pytest.mark.parametrize("cap_by", ["svd", "soft"])
def test_a_capped_training_learns_below_its_cap_and_resumes_bit_for_bit(
    recipe_with, tmp_path, cap_by
):
    optimizer = {"name": "muon", "steps": 12, "learning_rate": 0.02, "cap": 0.5, "cap_by": cap_by}
    recipe = recipe_with(thinker="dt-r", optimizer=optimizer)

    def fresh():
        return Training(Run(recipe, PrefixSums(), DTR, tmp_path, "cpu"))

    def descend(training, steps):
        with Feed(training.recipe, training.run.task, 0, print) as feed:
            return [training.descent.step(feed.batch(step), step)[0] for step in steps]

    whole = fresh()
    losses = descend(whole, range(12))
    assert losses[-1] < losses[0]
    assert max(values(each)[0] for each in free_kernels(whole.descent.thinker)) <= 0.5 + 1e-6
    assert values(whole.descent.thinker.projection.weight)[0] > 0.5, "only the step is capped"
    half = fresh()
    descend(half, range(7))
    half._save()
    again = fresh()
    again._restore()
    assert descend(again, range(7, 12)) == losses[7:]
    for name, value in whole.descent.thinker.state_dict().items():
        assert torch.equal(value, again.descent.thinker.state_dict()[name]), name
