"""`solve --until certified` proves its answers, or says why it cannot."""

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Model
from thinkers.models.card import Budget, Card
from thinkers.models.store import save_model
from thinkers.nets import DTCP


@pytest.fixture(scope="module")
def proven(tmp_path_factory):
    """A small thinker that contracts, untrained: what it thinks is wrong, and provably final."""
    torch.manual_seed(0)
    config = {"width": 8, "contraction": 0.9}
    thinker = DTCP.build(PrefixSums.encodings["centred"].signature, config).eval()
    card = Card(
        name="prefix_sums/proven", problem="prefix_sums", thinker="dt-cp", encoding="centred",
        config=config, budget=Budget(minimum=3),
    )  # fmt: skip
    path = tmp_path_factory.mktemp("models") / "proven.safetensors"
    save_model(path, Model(card, thinker))
    return path


@pytest.fixture
def solve(works, proven):
    return lambda *more: works("solve", "prefix_sums", "--bits", 10, "--model", proven, *more)


def test_the_answer_is_proven_and_the_proof_is_reported(solve):
    outcome = solve("--until", "certified", "--instances", 3, "--json")
    for found in outcome.objects:
        assert found["stopped_by"] == "certified_answer"
        assert found["promise"]["contraction"] == pytest.approx(0.9, rel=1e-6)
        assert found["promise"]["final"] == 1
        assert found["promise"]["distance"] > 0
    text = solve("--until", "certified").out
    assert "stopped by certified_answer" in text
    assert "100 % of the choices are final" in text


def test_epsilon_asks_for_a_distance(solve):
    [found] = solve("--epsilon", 1e-3, "--json").objects
    assert found["stopped_by"] == "certified"
    assert found["promise"]["distance"] <= 1e-3


def test_the_default_is_the_models_budget_and_still_tells_what_is_proven(solve):
    for more in ((), ("--until", "budget")):
        [found] = solve("--json", *more).objects
        assert (found["stopped_by"], found["iterations"]) == ("max_iterations", 3)
        assert found["promise"]["distance"] > 0


def test_both_solvers_can_be_chosen(solve):
    counts = [
        solve("--epsilon", 1e-3, "--acceleration", name, "--json").objects[0]["iterations"]
        for name in ("picard", "anderson")
    ]
    assert counts[1] < counts[0]


def test_a_limit_on_iterations_still_holds(solve):
    [found] = solve("--until", "certified", "--iterations", 2, "--json").objects
    assert (found["stopped_by"], found["iterations"]) == ("max_iterations", 2)


def test_a_model_without_a_proof_is_refused(thinkers, tiny):
    outcome = thinkers("solve", "prefix_sums", "--model", tiny, "--until", "certified")
    assert (outcome.code, outcome.out) == (2, "")
    assert "prefix_sums/tiny proves no contraction" in outcome.err
    assert "--tolerance" in outcome.err


def test_what_means_nothing_is_refused(thinkers, proven):
    def refused(*more):
        outcome = thinkers("solve", "prefix_sums", "--model", proven, *more)
        assert (outcome.code, outcome.out) == (2, "")
        return outcome.err

    assert "unknown acceleration 'broyden'" in refused("--acceleration", "broyden")
    assert "expected epsilon > 0, got 0.0" in refused("--epsilon", 0)
    assert "'sometime' is not one of" in refused("--until", "sometime")


def test_a_proof_that_float32_cannot_give_is_given_up_and_said_so(solve):
    [found] = solve("--epsilon", 1e-12, "--json").objects
    assert found["stopped_by"] == "stalled"
    assert 50 < found["iterations"] < 5000
    assert found["promise"]["distance"] > 1e-12
    assert "given up since the residual no longer falls" in solve("--epsilon", 1e-12).out
