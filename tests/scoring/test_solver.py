"""Answers that are kept are those of one model on one runtime: options tell them apart."""

from types import SimpleNamespace

from thinkers import OnnxModel
from thinkers.engine.stop import MaxIterations
from thinkers.models.onnx.file import Network
from thinkers.scoring.solver import options_of


def test_options_differ_by_weights_stop_device_and_runtime():
    first, second = (SimpleNamespace(card=SimpleNamespace(sha256=each)) for each in "ab")
    network = OnnxModel(first.card, Network(state=[], recall=[], settles=False), {})
    every = [
        options_of(*each)
        for each in [
            (first, None, "cpu"), (second, None, "cpu"), (first, MaxIterations(2), "cpu"),
            (first, MaxIterations(3), "cpu"), (first, None, "cuda"), (network, None, "cpu"),
        ]
    ]  # fmt: skip
    assert all(every.count(each) == 1 for each in every)
