"""The shipped model was trained on 32 bits and is right far beyond them, stopping by itself."""

import numpy as np

from thinkers.engine.solve import solve
from thinkers.models.store import load_model
from thinkers.registry.registry import installed
from thinkers.scoring.evaluating import evaluate


def shipped():
    registry = installed()
    problem = registry.problem("prefix_sums")
    card = registry.models("prefix_sums")["prefix_sums/dt-l"]
    return problem, load_model(card, registry.thinkers()["dt-l"], problem.encodings)


def test_twenty_strings_of_64_bits_are_entirely_right():
    problem, model = shipped()
    strings = problem.generate(np.random.default_rng(7), 20, problem.Params.of({"bits": 64}))
    results = solve(problem, strings, model, device="cpu", seed=7)
    for result, string in zip(results, strings, strict=True):
        assert result.solution.tolist() == (np.cumsum(string) % 2).tolist()


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
    assert model.card.recipe["data"]["train"][0]["params"] == {"bits": 32}
    assert {score.size for score in model.card.scores} == {32, 64, 128, 512}
