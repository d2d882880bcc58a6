"""What an encoding gives is held to its signature, and told in words that say what was expected."""

from dataclasses import replace

import numpy as np
import pytest

from thinkers import Batch, Encoding, Signature
from thinkers.errors import PluginError

LISTS = np.array([[[1, -1], [0, 2], [1, -1]]])
SHAPES = {"matrix": (3, 3), "graph": (3, 2), "sequence": (4,)}


def sound(signature):
    """A batch of one instance that is as its signature says."""
    shape = SHAPES[signature.layout]
    chosen = (1, *signature.chosen(shape))
    mask = np.ones(chosen, bool)
    batch = Batch(np.zeros((1, signature.channels, *shape), np.float32), mask)
    if signature.layout == "graph":
        batch = replace(batch, neighbours=LISTS)
        if signature.target != "node":
            batch = replace(batch, mask=LISTS >= 0)
    if signature.padded:
        batch = replace(batch, present=np.ones((1, *shape), bool))
    if signature.node_channels:
        batch = replace(batch, nodes=np.zeros((1, signature.node_channels, 3), np.float32))
    if signature.globals:
        batch = replace(batch, globals=np.zeros((1, signature.globals), np.float32))
    if signature.target != "row":
        return replace(batch, targets=np.zeros(chosen, np.int64))
    chances = batch.mask / batch.mask.sum(-1, keepdims=True)
    return replace(batch, targets=chances.astype(np.float32))


def encoding(signature, batch):
    """An encoding that gives this batch whatever it gets."""
    members = {
        "signature": signature,
        "shape": lambda self, instance: SHAPES[signature.layout],
        "encode": lambda self, instances, solutions=None: batch,
        "decode": lambda self, scores, instance: 0,
    }
    return type("Own", (Encoding,), members)()


PADDED = Signature("matrix", 1, 1, "row", padded=True)
ROWS = Signature("matrix", 1, 1, "row")
GRAPH = Signature("graph", 1, 1, "row", node_channels=2, globals=1)
NODES = Signature("graph", 1, 3, "node")
PAIRS = Signature("matrix", 1, 2)
LINE = Signature("sequence", 1, 2)
EVERY = [PADDED, ROWS, GRAPH, NODES, PAIRS, LINE, replace(PADDED, target="node", classes=2)]


@pytest.mark.parametrize("signature", EVERY)
def test_what_is_sound_passes(signature):
    batch = sound(signature)
    assert encoding(signature, batch).encode([0], [0]) is batch


def moved(batch):
    """The first row's chances on a choice that the mask forbids."""
    mask = batch.mask.copy()
    mask[0, 0, 0] = False
    return replace(batch, mask=mask)


def gone(batch):
    """A row that counts, and is not there."""
    present = batch.present.copy()
    present[:, 2] = False
    return replace(batch, present=present)


def lists(*rows):
    return lambda batch: replace(batch, neighbours=np.array([rows]))


FAULTY = [
    (ROWS, moved, "targets that are 0 where the mask forbids the choice"),
    (ROWS, lambda b: replace(b, targets=b.targets * 0.5), "rows of targets that sum to 1"),
    (NODES, lambda b: replace(b, targets=b.targets + 3), "targets from 0 to 2, got 3 to 3"),
    (LINE, lambda b: replace(b, targets=b.targets - 1), "targets from 0 to 1, got -1 to -1"),
    (
        PAIRS,
        lambda b: replace(b, targets=b.targets.astype(float)),
        "targets to be an array",
    ),
    (NODES, lambda b: replace(b, mask=LISTS >= 0), "mask to be an array of booleans of shape"),
    (PADDED, gone, "counts no position which is not there"),
    (PADDED, lambda b: replace(b, present=np.eye(3, dtype=bool)[None]), "both the row and the col"),
    (PADDED, lambda b: replace(b, present=None), "present to be an array of booleans"),
    (ROWS, lambda b: replace(b, present=b.mask), "no present, of which its signature says nothing"),
    (LINE, lambda b: replace(b, globals=np.zeros((1, 1), np.float32)), "no globals, of which"),
    (GRAPH, lambda b: replace(b, nodes=None), "nodes to be an array of floats of shape"),
    (GRAPH, lambda b: replace(b, globals=None), "globals to be an array of floats of shape"),
    (GRAPH, lambda b: replace(b, neighbours=None), "neighbours to be an array of whole numbers"),
    (GRAPH, lists([1, 1], [0, 2], [1, -1]), "each neighbour of a node to be listed once"),
    (GRAPH, lists([3, -1], [0, 2], [1, -1]), "neighbours from 0 to 2"),
    (GRAPH, lambda b: replace(b, mask=np.ones_like(b.mask)), "which is not there"),
]


@pytest.mark.parametrize(("signature", "change", "said"), FAULTY)
def test_what_is_not_is_said_of_encode(signature, change, said):
    wrong = encoding(signature, change(sound(signature)))
    with pytest.raises(PluginError, match=f"encode of Own returned .*, expected .*{said}"):
        wrong.encode([0], [0])


def test_a_row_that_is_not_asked_needs_no_target():
    batch = sound(ROWS)
    mask, targets = batch.mask.copy(), batch.targets.copy()
    mask[0, 1], targets[0, 1] = False, 0
    encoding(ROWS, replace(batch, mask=mask, targets=targets)).encode([0], [0])


def test_a_matrix_of_one_set_is_square():
    flat = type("Flat", (type(encoding(ROWS, None)),), {"shape": lambda self, instance: (2, 3)})()
    with pytest.raises(PluginError, match="as many columns as rows: the matrix is not bipartite"):
        flat.shape(0)
