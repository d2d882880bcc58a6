"""Each rule finds the thinker that breaks it, on every layout that it claims."""

import numpy as np
import pytest
import torch

from thinkers.certify import Certificate
from thinkers.nets import DTOS, DTR
from thinkers.testing import thinker_checks


def broken(base, **members):
    return type("Broken", (base,), members)


def unseeded(self, signature, config):
    DTR.__init__(self, signature, config)
    with torch.no_grad():
        self.projection.weight += float(np.random.default_rng().random())


def idle(self, signature, config):
    DTR.__init__(self, signature, config)
    self.spare = torch.nn.Parameter(torch.ones(1))


THINKERS = [
    (broken(DTR, embed=lambda s, x: DTR.embed(s, x) * torch.ones(6)), "takes any size", "size"),
    (
        broken(DTR, readout=lambda s, t: DTR.readout(s, t)[:, :2]),
        "takes any size", "logits have the shape",
    ),
    (
        broken(DTR, step=lambda s, t, r: DTR.step(s, t[: len(r)], r).repeat(2, 1, 1)),
        "takes any size", "expected a float tensor of shape (3, 32, 6)",
    ),
    (
        broken(DTR, step=lambda s, t, r: DTR.step(s, t - t.mean(0, keepdim=True), r)),
        "thinks alone", "do not depend on the rest",
    ),
    (
        broken(DTR, readout=lambda s, t: DTR.readout(s, t) + torch.rand(1)),
        "repeats itself", "inference is repeatable",
    ),
    (broken(DTR, __init__=unseeded), "repeats itself", "building is repeatable"),
    (broken(DTR, __init__=idle), "learns", "every parameter gets a gradient; none for spare"),
    (
        broken(DTR, embed=lambda s, x: DTR.embed(s, x).detach()),
        "learns", "none for projection.weight",
    ),
    (
        broken(DTOS, step=lambda s, t, r: 3 * DTOS.step(s, t, r)),
        "keeps its promise", "not 0.98996",
    ),
    (
        broken(DTR, pieces=lambda s: DTR.pieces(s)[:-1]),
        "is what it says", "the pieces, applied in turn, give the step",
    ),
    (
        broken(DTR, certificate=lambda s: Certificate(0.1, "l2", "every size", "product")),
        "keeps its promise", "not 0.1",
    ),
    (broken(DTR, settles=True), "settles where it says", "a fixed point is reached"),
]  # fmt: skip


@pytest.mark.parametrize(("thinker", "rule", "said"), THINKERS)
def test_a_thinker_that_breaks_a_rule_is_found(failures, thinker, rule, said):
    thinker.layouts = frozenset({"sequence"})
    assert said in failures(thinker_checks(thinker)).get(f"{rule} (sequence)", "the rule passed")


def test_a_thinker_is_tried_on_every_layout_it_claims():
    names = [str(check) for check in thinker_checks(DTR)]
    rules = (
        "takes any size", "thinks alone", "repeats itself", "learns", "is what it says",
        "keeps its promise", "settles where it says", "gradients pass", "steps leave no trace",
    )  # fmt: skip
    layouts = ("grid", "matrix", "sequence")
    tried = [f"{rule} ({layout})" for layout in layouts for rule in rules]
    assert names == [*tried, "names are read"]
