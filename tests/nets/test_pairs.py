"""Thinkers on pairs: what is not there changes nothing, and two sets may differ in size."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkers import Batch, ConfigError, Signature
from thinkers.nets import DTM

PLAIN = Signature("matrix", channels=3, classes=1, target="row", near=(0, 1))


def build(signature, **config):
    torch.manual_seed(0)
    return DTM.build(signature, {"width": 6, "paths": 2, **config}).eval().double()


def think(built, inputs, iterations=3):
    with torch.no_grad():
        return built.unrolled(torch.as_tensor(inputs).double(), iterations)


def padded(values, rows, columns, rng):
    """The same matrix among rubbish that is not there, and what a thinker sees of it."""
    _, channels, n, m = values.shape
    whole = 100 * rng.standard_normal((1, channels, rows, columns)).astype(np.float32)
    whole[:, :, :n, :m] = values
    present = np.zeros((1, rows, columns), bool)
    present[:, :n, :m] = True
    return Batch(whole, present, present=present)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 5), st.integers(1, 5), st.integers(0, 3), st.integers(0, 3),
    st.sampled_from(["class", "row", "node"]), st.booleans(), st.sampled_from([None, 2]),
)  # fmt: skip
def test_padding_changes_nothing(n, m, more, wider, target, bipartite, reach):
    if not bipartite:
        m, wider = n, more
    rng = np.random.default_rng([n, m, more, wider])
    values = rng.standard_normal((1, 3, n, m)).astype(np.float32)
    plain = replace(PLAIN, target=target, classes=1 if target == "row" else 2, bipartite=bipartite)
    reach = None if bipartite else reach
    built, twin = build(plain, reach=reach), build(replace(plain, padded=True), reach=reach)
    twin.load_state_dict(built.state_dict())
    batch = padded(values, n + more, m + wider, rng)
    expected, found = think(built, values), think(twin, batch.seen(twin.signature))
    inside = found[:, :, :n] if target == "node" else found[:, :, :n, :m]
    torch.testing.assert_close(inside, expected, rtol=1e-9, atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(4)), st.permutations(range(6)))
def test_renumbering_rows_and_columns_of_two_sets_renumbers_the_answer(rows, columns):
    built = build(replace(PLAIN, bipartite=True))
    values = np.random.default_rng(0).standard_normal((1, 3, 4, 6)).astype(np.float32)
    found = think(built, values[:, :, rows][..., columns])
    torch.testing.assert_close(found, think(built, values)[:, :, rows][..., columns])


def test_instances_of_different_sizes_share_a_batch():
    rng = np.random.default_rng(0)
    built = build(replace(PLAIN, padded=True))
    small, large = (rng.standard_normal((1, 3, n, n)).astype(np.float32) for n in (3, 5))
    parts = [padded(one, 6, 6, rng).seen(built.signature) for one in (small, large)]
    together = think(built, np.concatenate(parts))
    for row, (one, n) in enumerate(((small, 3), (large, 5))):
        alone = think(built, padded(one, n, n, rng).seen(built.signature))
        torch.testing.assert_close(together[row : row + 1, :, :n, :n], alone)


def test_a_class_of_a_node_follows_the_node():
    built = build(replace(PLAIN, target="node", classes=3))
    values = np.random.default_rng(0).standard_normal((1, 3, 5, 5)).astype(np.float32)
    order = [3, 1, 4, 0, 2]
    found = think(built, values[:, :, order][..., order])
    assert found.shape == (1, 3, 5)
    torch.testing.assert_close(found, think(built, values)[..., order])


def test_two_sets_have_no_paths_to_reach():
    with pytest.raises(ConfigError, match="reach is of paths"):
        build(replace(PLAIN, bipartite=True), reach=2)
