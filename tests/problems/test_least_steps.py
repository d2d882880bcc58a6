"""What is said of a thinker's gates and scores is what the thinker itself computes."""

from itertools import product

import numpy as np
import pytest
import torch

from thinkers import LeastSteps, Signature, UnprovenError
from thinkers.nets import DTMP
from thinkers.nets.minplus import NEVER

SIGNATURES = {
    "sequence": Signature("sequence", channels=1, classes=2),
    "grid": Signature("grid", channels=3, classes=5),
}
KINDS = [
    ("sequence", {"heads": 2, "states": 2, "directed": True}),
    ("sequence", {"heads": 1, "states": 3}),
    ("grid", {"heads": 1}),
    ("grid", {"heads": 2, "states": 2, "directed": True}),
]


def built(layout, config, seed=0):
    torch.manual_seed(seed)
    return DTMP.build(SIGNATURES[layout], {**config, "binary": True, "hidden": 5}).eval()


def settled(thinker, inputs):
    """Potentials and logits, by the thinker's own step."""
    thought, recall = thinker.embed(inputs), thinker.recall(inputs)
    for _ in range(200):
        thought = thinker.step(thought, recall)
    return thought[0, : thinker.potentials].numpy(), thinker.readout(thought)[0].numpy()


def searched(told: LeastSteps, inputs):
    """Offers `(1 + sides, h, s)` of each position, by relaxing all gates until nothing changes."""
    _, *shape = inputs.shape
    places = list(product(*map(range, shape)))
    potentials = {place: np.full(told.states, np.inf) for place in places}
    beyond = np.where(told.enters(), 0.0, np.inf)
    offers = {}
    for _ in range(2 * len(places) * told.states[1]):
        for place in places:
            here = inputs[(slice(None), *place)]
            found = [np.where(told.sources(here), 0.0, np.inf)]
            for side in range(told.sides):
                other = list(place)
                other[side // 2] += 2 * (side % 2) - 1
                inside = tuple(other) in potentials
                there = inputs[(slice(None), *other)] if inside else None
                gates = told.opens(here, there, side)
                offered = potentials[tuple(other)] if inside else beyond
                found.append(np.where(gates, 1 + offered[:, None], np.inf).min(2))
            offers[place] = np.stack(found)
        potentials = {place: offers[place].min(0) for place in places}
    return offers


@pytest.mark.parametrize(("layout", "config"), KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_its_gates_and_scores_are_the_thinkers_on_random_inputs(layout, config, seed):
    thinker = built(layout, config, seed)
    sides = (5,) if layout == "sequence" else (3, 4)
    inputs = torch.randint(0, 2, (1, SIGNATURES[layout].channels, *sides)).float()
    told = thinker.least_steps()
    with torch.no_grad():
        potentials, logits = settled(thinker, inputs)
    for place, offers in searched(told, inputs[0].double().numpy()).items():
        where = (slice(None), *place)
        own = np.minimum(offers.min(0), NEVER).ravel()
        np.testing.assert_array_equal(own, potentials[where])
        scores, apart = told.scores(offers[None])
        assert np.abs(scores[0] - logits[where]).max() <= apart[0] + 1e-7


def test_a_right_class_must_score_above_every_wrong_one():
    told = built("grid", {"heads": 1}).least_steps()
    offers = np.full((1, 5, 1, 1), np.inf)
    offers[0, 1] = 0
    scores, _ = told.scores(offers)
    best = np.arange(5) == scores[0].argmax()
    assert told.require_right(offers, best[None]) > 0
    with pytest.raises(UnprovenError, match="in 1 of 1 cases a wrong class scores higher"):
        told.require_right(offers, ~best[None])


def test_a_gate_that_rounding_may_open_proves_nothing():
    thinker = built("sequence", {"heads": 1})
    with torch.no_grad():
        thinker.outside.fill_(1e-7)
    with pytest.raises(UnprovenError, match="rounding may decide"):
        thinker.least_steps().enters()


def test_a_thinker_whose_gates_are_not_binary_says_nothing():
    torch.manual_seed(0)
    assert DTMP.build(SIGNATURES["grid"], {}).least_steps() is None
