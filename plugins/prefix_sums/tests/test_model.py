"""The shipped models are right far beyond what they were trained on, whatever kind of string."""

from itertools import product

import numpy as np
import pytest

from thinkers.engine.solve import solve
from thinkers.models.store import load_model
from thinkers.registry.registry import installed
from thinkers.scoring.evaluating import evaluate

MODELS = ("dt-l", "dt-mp")


def shipped(name="dt-l"):
    registry = installed()
    problem = registry.problem("prefix_sums")
    card = registry.models("prefix_sums")[f"prefix_sums/{name}"]
    return problem, load_model(card, registry.thinkers()[name], problem.encodings)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("family", list(installed().problem("prefix_sums").families))
def test_ten_strings_of_64_bits_of_every_family_are_entirely_right(name, family):
    problem, model = shipped(name)
    drawn = problem.params({"bits": 64, "family": family})
    strings = problem.generate(np.random.default_rng(7), 10, drawn)
    results = solve(problem, strings, model, device="cpu", seed=7)
    for result, string in zip(results, strings, strict=True):
        assert result.solution.tolist() == (np.cumsum(string) % 2).tolist()


def test_all_strings_of_up_to_ten_bits_are_right_and_settle():
    problem, model = shipped("dt-mp")
    strings = [
        np.array(bits, np.int8) for count in range(1, 11) for bits in product((0, 1), repeat=count)
    ]
    results = solve(problem, strings, model, device="cpu")
    for result, string in zip(results, strings, strict=True):
        assert result.solution.tolist() == (np.cumsum(string) % 2).tolist()
        assert result.stopped_by == "settled"


def test_64_bits_are_right_as_often_as_published():
    problem, model = shipped()
    found = evaluate(problem, model, 64, 40, device="cpu", seed=11)
    assert found.exact >= 0.95


def test_it_thinks_longer_on_longer_strings():
    problem, model = shipped()
    iterations = [
        evaluate(problem, model, size, 5, device="cpu", seed=11).iterations for size in (16, 96)
    ]
    assert iterations[1] > 1.5 * iterations[0]


def test_the_toy_is_solved():
    problem, model = shipped()
    [result] = solve(problem, [problem.toy()[0]], model, device="cpu")
    assert result.solution.tolist() == problem.toy()[1].tolist()


def test_the_card_says_how_it_was_made():
    _, model = shipped()
    assert model.card.recipe["data"]["train"][0]["params"] == {"bits": 32, "kind": "mixed"}
    assert {score.size for score in model.card.scores} >= {32, 64, 128, 512}
