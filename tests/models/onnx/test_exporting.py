"""Every shipped model thinks alike in torch and in onnxruntime, whatever number and size."""

import numpy as np
import pytest
import torch

from thinkers import Converged, Thinker, installed, solve
from thinkers.engine.acceleration import Picard
from thinkers.errors import ModelError
from thinkers.models.onnx.exporting import exported
from thinkers.models.store import Model

KINDS = ["maze/dt-l", "maze/proven", "prefix_sums/dt-os", "tsp/dt-g", "tsp/dt-m"]
"""One for each architecture and layout; the others take the same ways."""

SHIPPED = [
    pytest.param(name, marks=[] if name in KINDS else pytest.mark.slow)
    for name in installed().models()
]

LOOKS = (1, 7)


@pytest.fixture(params=SHIPPED)
def answered(request, pair):
    """Solves instances by torch and by onnxruntime."""
    problem, *models = pair(request.param)

    def answered(instances, stop, **options):
        return [
            solve(
                problem, instances, each, stop, device="cpu", acceleration=Picard, trace=LOOKS,
                **options,
            )
            for each in models
        ]  # fmt: skip

    answered.draw = lambda count, **params: problem.generate(
        np.random.default_rng(1), count, problem.Params.of(params)
    )
    answered.problem = problem
    return answered


def same(problem, own, other):
    for one, two in zip(own, other, strict=True):
        described = [problem.describe_solution(each.solution) for each in (one, two)]
        assert described[0] == described[1]
        assert (one.stopped_by, one.iterations) == (two.stopped_by, two.iterations)
        np.testing.assert_allclose(
            one.trace, two.trace, rtol=0, atol=1e-4 * np.abs(one.trace).max()
        )
        np.testing.assert_allclose(one.residuals, two.residuals, rtol=0.02, atol=1e-5)


def test_the_answers_are_the_same(answered):
    instances = answered.draw(3)
    same(answered.problem, *answered(instances, None))
    # by the residual, and one after the other
    same(answered.problem, *answered(instances, Converged(0.02), batch=1))


def test_sizes_that_the_export_never_saw_are_thought_of(answered):
    option = answered.problem.size_option
    if option is None:
        pytest.skip("instances of this problem have one size")
    least, most = {"size": (5, 13), "bits": (2, 40), "cities": (5, 26)}[option]
    for size in (least, most):
        instances = answered.draw(2, **{option: size})
        same(answered.problem, *answered(instances, None))


class Asking(Thinker):
    """Does what no graph can: looks at numbers."""

    name, summary, Config = "asking", "for tests", object
    layouts = frozenset({"sequence"})

    def __init__(self):
        super().__init__(None, None)

    def embed(self, inputs):
        return inputs

    def step(self, thought, recall):
        return thought + 1 if float(thought.sum()) > 0 else thought - 1

    def readout(self, thought):
        return torch.cat([thought, -thought], 1)


def test_a_thinker_that_cannot_be_exported_is_said_to_be_so(pair):
    problem, model, _ = pair("prefix_sums/dt-os")
    encoding = problem.encodings[model.card.encoding]
    with pytest.raises(ModelError, match="cannot be exported: its thinker dt-os does what"):
        exported(Model(model.card, Asking().eval()), encoding)


def test_the_file_thinks_by_itself(pair):
    onnxruntime = pytest.importorskip("onnxruntime")
    problem, model, network = pair("prefix_sums/dt-os")
    del network
    encoding = problem.encodings[model.card.encoding]
    drawn = problem.generate(np.random.default_rng(0), 3, problem.Params())
    inputs = encoding.encode(drawn).seen(encoding.signature)
    content = exported(model, encoding)
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    [scores] = session.run(None, {"inputs": inputs, "iterations": np.array(6)})
    with torch.no_grad():
        expected = model.thinker.unrolled(torch.from_numpy(inputs), 6).numpy()
    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-4 * np.abs(expected).max())
