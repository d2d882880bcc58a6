"""Several steps at once are the same to the last bit as whole steps one after the other."""

from contextlib import nullcontext
from math import inf

import numpy as np
import pytest
import torch

from thinkers.nets import DTMP, front
from thinkers.problems.compiled import Patience
from thinkers.problems.signature import Signature

NETS = [
    ("grid", (9, 7), {}),
    ("grid", (1, 12), {"binary": True}),
    ("grid", (5, 6), {"states": 2, "directed": True, "heads": 3}),
    ("sequence", (17,), {"states": 3, "heads": 2}),
]


class Turns:
    """Says each time anew whether kernels are compiled: by turns."""

    def __init__(self):
        self.asked = 0

    @property
    def ended(self):
        self.asked += 1
        return self.asked % 2 == 0

    counted = nullcontext


@pytest.fixture(params=["numpy", "compiled", "by turns"])
def way(request, monkeypatch):
    """How steps are made."""
    if request.param == "by turns":
        patience = Turns()
    else:
        patience = Patience(inf if request.param == "numpy" else -inf)
    if request.param != "numpy":
        pytest.importorskip("numba")
    monkeypatch.setattr(front, "PATIENCE", patience)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(("layout", "shape", "config"), NETS)
@pytest.mark.parametrize("count", [2, 5, 100])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_stride_is_as_many_whole_steps(layout, shape, config, count, seed):
    torch.manual_seed(seed)
    thinker = DTMP.build(Signature(layout, channels=3, classes=2), config).eval()
    inputs = torch.randn(3, 3, *shape)
    with torch.inference_mode():
        recall, thought = thinker.recall(inputs), thinker.embed(inputs)
        stride = thinker.ahead(thought, recall, count)
        assert len(stride.change) <= count
        for change, size in zip(stride.change, stride.size, strict=True):
            image = thinker.step(thought, recall)
            apart = (image - thought).double().flatten(1).norm(dim=1).numpy()
            assert np.array_equal(change == 0, apart == 0)
            assert np.allclose(change, apart, rtol=1e-9)
            assert np.allclose(size, image.double().flatten(1).norm(dim=1).numpy(), rtol=1e-9)
            thought = image
        assert torch.equal(stride.image, thought)
        assert len(stride.change) == count or torch.equal(thinker.step(thought, recall), thought)


def test_only_on_a_cpu_in_float32():
    thinker = DTMP.build(Signature("grid", channels=3, classes=2), {}).eval().double()
    inputs = torch.randn(1, 3, 4, 4, dtype=torch.float64)
    with torch.inference_mode():
        assert thinker.ahead(thinker.embed(inputs), thinker.recall(inputs), 9) is None
