"""Layout and target are independent; what means nothing is refused by the encoding's name."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from thinkers import Batch, Encoding, Problem, Signature
from thinkers.errors import ConfigError
from thinkers.nets import DTL, DTM
from thinkers.registry.kinds import KINDS, name_or_fault

CHOSEN = {"class": 3, "row": 1, "node": 3}
PAIRS = ("matrix", "graph")


@pytest.mark.parametrize(
    ("layout", "target"),
    [*product(("sequence", "grid"), ("class",)), *product(PAIRS, CHOSEN)],
)
def test_every_combination_with_a_meaning_works(layout, target):
    assert Signature(layout, 2, CHOSEN[target], target).broken_rule() == ""


BROKEN = [
    (Signature("sequence", 0, 2), "channels >= 1"),
    (Signature("sequence", 1, 0), "classes >= 1"),
    (Signature("sequence", 1, 2, node_channels=-1), "node_channels >= 0"),
    (Signature("sequences", 1, 2), "the layout to be one of .*did you mean 'sequence'"),
    (Signature("graph", 1, 2, "nodes"), "the target to be one of .*did you mean 'node'"),
    *((Signature(layout, 1, 1, "row"), "needs rows of pairs") for layout in ("sequence", "grid")),
    (Signature("grid", 1, 3, "node"), "needs rows of pairs"),
    (Signature("matrix", 1, 2, "row"), "chooses among positions, so expected 1 class"),
    (Signature("grid", 1, 2, node_channels=1), "node_channels need pairs of nodes"),
    (Signature("graph", 1, 2, bipartite=True), "only a matrix can be bipartite"),
    (Signature("graph", 1, 2, padded=True), "lists no neighbours"),
    (Signature("grid", 1, 2, near=(0, 0)), "near to name two channels of a matrix"),
    (Signature("matrix", 1, 2, near=(0, 1)), "near to name two channels of a matrix"),
]


@pytest.mark.parametrize(("signature", "rule"), BROKEN)
def test_what_means_nothing_is_refused_with_the_encodings_name_and_the_rule(signature, rule):
    with pytest.raises(ConfigError, match=f"the encoding Votes means nothing: .*{rule}"):
        type("Votes", (Encoding,), {"signature": signature})
    with pytest.raises(ConfigError, match=rule):
        DTL.build(signature, {})

    def late(self):
        self.signature = signature

    methods = dict.fromkeys(("shape", "encode", "decode"), lambda self: None)
    own = type("Late", (Encoding,), {"__init__": late, **methods})()
    members = dict.fromkeys(("generate", "check", "label", "toy"), lambda self: None)
    members |= {"name": "p", "summary": "p", "Params": Problem.Reading, "reference": "r"}
    problem = type("P", (Problem,), members | {"encodings": {"votes": own}})
    [kind] = [each for each in KINDS.values() if each.hook == "thinkers_problems"]
    assert name_or_fault(kind, problem)[1].startswith("encoding votes: ")


@pytest.mark.parametrize("change", [{"bipartite": True}, {"padded": True}, {"target": "node"}])
def test_a_thinker_that_does_not_know_pairs_is_not_given_them(change):
    signature = replace(Signature("matrix", 1, 2), **change)
    with pytest.raises(ConfigError, match="dt-l cannot think of"):
        DTL.build(signature, {})
    DTM.build(signature, {"width": 2, "paths": 1})


def arrays(signature, shape, size=2):
    """A batch of chance numbers, as plain loops can read it back."""
    rng = np.random.default_rng(0)

    def draw(*axes):
        return rng.standard_normal(axes).astype(np.float32)

    batch = Batch(draw(size, signature.channels, *shape), np.ones((size, *shape), bool))
    if signature.node_channels:
        batch = replace(batch, nodes=draw(size, signature.node_channels, shape[0]))
    if signature.globals:
        batch = replace(batch, globals=draw(size, signature.globals))
    if signature.padded:
        batch = replace(batch, present=rng.random((size, *shape)) < 0.5)
    if signature.layout == "graph":
        lists = rng.integers(-1, shape[0], (size, *shape))
        batch = replace(batch, neighbours=lists)
    return batch


@pytest.mark.parametrize(
    ("signature", "shape"),
    [
        (Signature("sequence", 2, 2, globals=2), (4,)),
        (Signature("grid", 2, 2, globals=1), (3, 4)),
        (Signature("matrix", 1, 2, node_channels=2, globals=1), (3, 3)),
        (Signature("matrix", 1, 2, node_channels=2, bipartite=True, padded=True), (3, 5)),
        (Signature("graph", 1, 2, node_channels=2, globals=1), (4, 3)),
    ],
)
def test_a_thinker_sees_every_number_at_the_positions_that_it_belongs_to(signature, shape):
    batch = arrays(signature, shape)
    seen = batch.seen(signature)
    assert seen.dtype == np.float32
    assert seen.shape == (2, signature.inputs, *shape)
    for place in np.ndindex(2, *shape):
        one, own, first = place[0], place[1:], place[1]
        expected = [*batch.inputs[(one, slice(None), *own)]]
        if batch.nodes is not None:
            expected += [*batch.nodes[one, :, first]]
            if batch.neighbours is not None:
                expected += [*batch.nodes[one, :, max(0, batch.neighbours[place])]]
            elif not signature.bipartite:
                expected += [*batch.nodes[one, :, own[1]]]
        if batch.globals is not None:
            expected += [*batch.globals[one]]
        assert len(expected) == signature.features == signature.seen.channels
        if batch.present is not None:
            expected.append(batch.present[place])
        if batch.neighbours is not None:
            expected.append(batch.neighbours[place])
        np.testing.assert_array_equal(
            seen[(one, slice(0, len(expected)), *own)], np.array(expected, np.float32)
        )


def test_a_plain_encoding_is_seen_as_it_is():
    signature = Signature("grid", 2, 2)
    batch = arrays(signature, (3, 4))
    assert batch.seen(signature) is batch.inputs
    assert signature.seen is signature
