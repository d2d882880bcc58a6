"""More instances think together on a GPU than on a CPU, where nobody says how many."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.engine.batching import BATCH, GPU_BATCH
from thinkers.engine.in_torch import InTorch
from thinkers.engine.solve import solve
from thinkers.engine.stop import MaxIterations
from thinkers.registry.choosing import choose_model
from thinkers.registry.registry import installed


@pytest.fixture
def sizes(monkeypatch):
    """Of the batches that think."""
    found, think = [], InTorch.think

    def counted(self, inputs, *given, **options):
        found.append(len(inputs))
        return think(self, inputs, *given, **options)

    monkeypatch.setattr(InTorch, "think", counted)
    return found


@pytest.mark.parametrize(("gpu", "usual"), [(False, BATCH), (True, GPU_BATCH)])
def test_the_usual_batch_is_that_of_the_device(sizes, monkeypatch, gpu, usual):
    init = InTorch.__init__

    def made(self, *given):
        init(self, *given)
        self.place = "cuda" if gpu else "cpu"  # it computes on the CPU all the same

    monkeypatch.setattr(InTorch, "__init__", made)
    problem, bits = PrefixSums(), [np.array([0, 1, 1])] * (GPU_BATCH + 5)
    model = choose_model(installed(), problem, "proven")
    solve(problem, bits, model, MaxIterations(1))
    assert sizes[0] == usual
    assert sum(sizes) == len(bits)
    sizes.clear()
    solve(problem, bits, model, MaxIterations(1), batch=300)
    assert sizes == [300, 217]
