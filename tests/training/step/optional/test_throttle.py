"""On quadratics no throttle diverges, and each settles where the step is as long as it may be."""

import json
from math import inf, nan

import numpy as np
import pytest

from thinkers.training.step.optional.throttle import FLOOR, START, Throttle

RULES = tuple(START)
CHI = 1.0


def descend(rule, rate, curvatures=(1.0,), steps=200, throttle=None, spike=None):
    """Gradient descent on half a quadratic; the losses, the shares, and the throttle."""
    curvature = np.array(curvatures)
    throttle = throttle or (Throttle(rule, CHI) if rule else None)
    place, last = np.ones(len(curvature)), None
    losses, shares = [], []
    for step in range(steps):
        here = curvature * (100 if step == spike else 1)
        slope = here * place
        if rule == "guard":

            def load(share, place=place, slope=slope, here=here):
                move = -share * rate * slope
                change = np.linalg.norm(here * (place + move) - slope)
                return share * rate * change / (np.linalg.norm(move) + 1e-30)

            throttle.look_ahead(load)
        elif rule and last is not None:
            moved = np.linalg.norm(place - last[0]) + 1e-30
            throttle.follow(rate, np.linalg.norm(slope - last[1]) / moved)
        shares.append(throttle.share if rule else 1.0)
        last = place, slope
        place = place - shares[-1] * rate * slope
        losses.append(np.sum(curvature * place**2) / 2)
    return np.array(losses), np.array(shares), throttle


@pytest.mark.parametrize("rule", RULES)
def test_where_plain_descent_diverges_a_throttled_one_converges(rule):
    with np.errstate(over="ignore"):
        plain, _, _ = descend(None, 0.5, [17.34])
    assert plain[-1] > 1e100
    losses, shares, _ = descend(rule, 0.5, [17.34, 1.0], steps=100)
    assert losses[-1] < 1e-6
    assert 0.8 * CHI / 8.67 < shares[-1] < 2 * CHI / 8.67


def test_shares_at_rest_are_the_largest_that_keep_the_limit():
    for rule in ("gt-0", "gt-1", "gt-2"):
        throttle = Throttle(rule, 3.0)
        for _ in range(300):
            throttle.follow(0.5, 12.0)
        assert throttle.share == pytest.approx(0.5, rel=1e-3), rule


@pytest.mark.parametrize("rule", ["gt-0", "guard"])
def test_where_it_is_not_needed_all_of_each_step_is_taken(rule):
    assert set(descend(rule, 0.9)[1]) == {1.0}


@pytest.mark.parametrize("rule", ["gt-1", "gt-2"])
def test_where_it_is_not_needed_the_share_grows_to_all(rule):
    shares = descend(rule, 0.05)[1]
    assert shares[0] == 0.1
    assert (np.diff(shares) >= 0).all()
    assert shares[-1] == pytest.approx(1)


@pytest.mark.parametrize(("rule", "least"), [(None, 25), ("gt-0", 0), ("gt-1", 0), ("guard", 0)])
def test_the_share_of_cells_that_diverge(rule, least):
    """An 11 x 11 grid of gain and learning rate, curvatures as those of an affine map."""
    worst, last = [], []
    with np.errstate(all="ignore"):
        for gain in np.geomspace(1, 4, 11):
            curvatures = gain**2 * np.array([1.155, 0.4, 0.33, 0.3, 0.27])
            for rate in np.geomspace(0.01, 2, 11):
                losses, _, _ = descend(rule, rate, curvatures, steps=60)
                worst.append(not losses.max() < 100)
                last.append(not losses[-1] < 100)
    found = 100 * np.mean(worst)
    assert found >= least
    if rule:
        assert found <= (15 if rule == "gt-0" else 0)
        assert not any(last)


@pytest.mark.parametrize("rule", RULES)
def test_a_batch_a_hundred_times_as_steep_is_overcome_in_twenty_steps(rule):
    losses, _, _ = descend(rule, 1.0, [0.5, 0.05], spike=50, steps=150)
    assert losses[70:].max() < 10 * losses[:50].max()
    assert losses[-1] < losses[49]


@pytest.mark.parametrize("curvature", [inf, nan])
@pytest.mark.parametrize("rule", ["gt-0", "gt-1", "gt-2"])
def test_a_curvature_that_is_not_finite_closes_it_and_is_forgotten(rule, curvature):
    throttle = Throttle(rule, CHI)
    for _ in range(50):
        throttle.follow(0.1, 1.0)
    throttle.follow(0.1, curvature)
    assert throttle.share <= 0.9
    for _ in range(100):
        throttle.follow(0.1, curvature)
    assert throttle.share == FLOOR
    for _ in range(100):
        throttle.follow(0.1, 1.0)
    assert throttle.share == pytest.approx(1, abs=1e-3)


def test_the_guard_never_shrinks_to_less_than_half_at_a_time_and_gives_up_in_the_end():
    tried = []
    throttle = Throttle("guard", CHI)
    assert not throttle.look_ahead(lambda share: tried.append(share) or inf)
    assert len(tried) == 30
    assert tried == [0.5**number for number in range(30)]
    assert throttle.share < tried[-1]


def test_the_guard_grows_again_by_half_at_most():
    throttle = Throttle("guard", CHI, share=0.1)
    assert throttle.look_ahead(lambda share: share)
    assert throttle.share == pytest.approx(0.15)


@pytest.mark.parametrize("rule", RULES)
def test_a_throttle_goes_on_from_its_state_bit_for_bit(rule):
    _, whole, _ = descend(rule, 0.5, [9.0, 3.0], steps=40)
    _, first, throttle = descend(rule, 0.5, [9.0, 3.0], steps=20)
    again = Throttle(**json.loads(json.dumps(throttle.state())))
    assert again == throttle
    assert whole[:20].tolist() == first.tolist()
    throttle.follow(0.5, 1 / 3)
    again.follow(0.5, 1 / 3)
    assert again == throttle
