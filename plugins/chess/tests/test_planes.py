"""The encoding marks two squares, and its accuracy is the published metric, apart from verdicts."""

import numpy as np
import pytest
from thinkers_chess.encoding import target
from thinkers_chess.planes import PlanesEncoding
from thinkers_chess.problem import Chess

from thinkers import installed, solve

CHESS, PLANES = Chess(), PlanesEncoding()


def test_targets_mark_two_squares_everywhere():
    instances = CHESS.generate(np.random.default_rng(0), 100, CHESS.Params())
    batch = PLANES.encode(instances, CHESS.label(instances))
    assert (batch.targets.sum((1, 2)) == 2).all()
    assert batch.mask.all()
    own = batch.inputs[:, :6].sum(1).astype(bool)
    assert ((batch.targets == 1) & own).sum() == 100


@pytest.mark.parametrize(("move", "accuracy"), [("e1e8", 1.0), ("e1e7", 0.0)])
def test_accuracy_is_whether_the_two_best_squares_are_the_answers(move, accuracy):
    toy, _ = CHESS.toy()
    marks = target(toy, move)
    assert PLANES.accuracy(np.stack([-marks, marks]).astype(np.float32), toy) == accuracy


def test_a_result_reports_it_beside_the_verdict():
    registry = installed()
    model = registry.load(registry.card("chess/dt-l"))
    toy, _ = CHESS.toy()
    [result] = solve(CHESS, [toy], model, device="cpu")
    assert result.verdict == CHESS.check(toy, result.solution)
    assert set(result.metrics) == {"accuracy", "confidence"}
    assert result.metrics["accuracy"] == result.accuracy
