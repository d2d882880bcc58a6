"""DT-G is DT-M where all pairs are listed, and sees neither numbers nor the order of lists."""

import math
from functools import cache

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkers import Batch, Signature
from thinkers.errors import ConfigError
from thinkers.nets import DTG, DTM

TARGETS = {"class": 2, "row": 1, "node": 3}


@cache
def build(target="row", **config):
    torch.manual_seed(0)
    signature = Signature("graph", channels=2, classes=TARGETS[target], target=target)
    return DTG.build(signature, {"width": 6, "paths": 2, **config}).eval().double()


def seen(values, neighbours):
    """What DT-G sees of `(n, n, c)` numbers of pairs, of those that are listed."""
    listed = values[np.arange(len(neighbours))[:, None], neighbours] * (neighbours >= 0)[..., None]
    inputs = np.moveaxis(listed, -1, 0)[None].astype(np.float32)
    batch = Batch(inputs, neighbours[None] >= 0, neighbours=neighbours[None])
    return torch.from_numpy(batch.seen(Signature("graph", values.shape[-1], 1, "row"))).double()


def think(built, inputs, iterations=3):
    with torch.no_grad():
        return built.unrolled(inputs, iterations)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("n", [1, 2, 5])
def test_with_all_pairs_listed_it_is_dt_m(n, target):
    """An independent check: DT-M is dense, and computes with transposes and matrix products."""
    built = build(target)
    signature = Signature("matrix", channels=2, classes=TARGETS[target], target=target)
    dense = DTM.build(signature, {"width": 6, "paths": 2}).eval().double()
    dense.load_state_dict(built.state_dict())
    rng = np.random.default_rng(n)
    values = rng.standard_normal((n, n, 2)).astype(np.float32)
    order = np.stack([rng.permutation(n) for _ in range(n)])  # lists in any order
    found = think(built, seen(values, order))
    expected = think(dense, torch.from_numpy(np.moveaxis(values, -1, 0)[None]).double())
    if target != "node":
        places = torch.from_numpy(order).expand_as(found)
        expected = expected.gather(-1, places)
    torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-9)


def graph(rng, n, k):
    """Some neighbours of each node, some lists shorter than others."""
    lists = np.stack([rng.permutation(n)[:k] for _ in range(n)])
    return np.where(rng.random(lists.shape) < 0.3, -1, lists)


@settings(max_examples=40, deadline=None)
@given(st.integers(3, 8), st.integers(1, 3), st.integers(0, 2**31), st.sampled_from([*TARGETS]))
def test_renumbering_nodes_and_relisting_neighbours_turns_the_answer_alike(n, k, seed, target):
    built, rng = build(target), np.random.default_rng(seed)
    values, lists = rng.standard_normal((n, n, 2)), graph(rng, n, k)
    order, slots = rng.permutation(n), np.stack([rng.permutation(k) for _ in range(n)])
    number = np.append(order.argsort(), -1)  # the new number of each node; of none, none
    moved = np.take_along_axis(number[lists[order]], slots, axis=1)
    found = think(built, seen(values[order][:, order], moved))
    expected = think(built, seen(values, lists))[:, :, order]
    if target != "node":
        expected = expected.gather(-1, torch.from_numpy(slots).expand_as(expected))
        there = torch.from_numpy(moved >= 0).expand_as(found)
        found, expected = found[there], expected[there]
    torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 6), st.integers(0, 2**31), st.sampled_from([*TARGETS]))
def test_nodes_that_are_not_there_and_free_places_change_nothing(n, seed, target):
    built, rng = build(target), np.random.default_rng(seed)
    values, lists = rng.standard_normal((n, n, 2)), graph(rng, n, 2)
    wide = np.full((n + 2, 4), -1)
    wide[:n, :2] = lists
    larger = np.zeros((n + 2, n + 2, 2))
    larger[:n, :n] = values
    expected, found = think(built, seen(values, lists)), think(built, seen(larger, wide))
    inside = found[..., :n] if target == "node" else found[..., :n, :2]
    torch.testing.assert_close(inside, expected, rtol=1e-9, atol=1e-9)


def slow_second(lists):
    """For the pair i -> j and each neighbour m of i the place of m -> j, by looking."""
    n, k = lists.shape
    found = np.full((n, k, k), n * k)
    for i, c, a in np.ndindex(n, k, k):
        m, j = lists[i, a], lists[i, c]
        if m >= 0 and j >= 0 and j in lists[m]:
            found[i, c, a] = m * k + lists[m].tolist().index(j)
    return found


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 7), st.integers(1, 4), st.integers(0, 2**31))
def test_paths_are_those_of_which_all_three_pairs_are_listed(n, k, seed):
    rng = np.random.default_rng(seed)
    lists = graph(rng, n, min(n, k))
    _, neighbours, _, second = build().recall(seen(rng.standard_normal((n, n, 2)), lists))
    assert neighbours[0].tolist() == lists.tolist()
    assert second[0].tolist() == slow_second(lists).tolist()


@pytest.mark.parametrize("scale", [1.0, 100.0])
def test_thoughts_stay_within_their_bound_and_are_zero_where_nothing_is_listed(scale):
    torch.manual_seed(0)
    signature = Signature("graph", channels=2, classes=1, target="row")
    built = DTG.build(signature, {"width": 8, "paths": 2}).eval()
    with torch.no_grad():
        for name, weight in built.named_parameters():
            if name != "skip":
                weight.mul_(scale)
    norm = built.update[-1]
    bound = math.sqrt(8) * norm.weight.abs().max() + norm.bias.abs().max()
    rng = np.random.default_rng(0)
    lists = graph(rng, 7, 3)
    inputs = seen(scale * rng.standard_normal((7, 7, 2)), lists).float()
    with torch.no_grad():
        thought, recall = built.embed(inputs), built.recall(inputs)
        for _ in range(200):
            thought = built.step(thought, recall)
            assert thought.abs().max() <= bound
    assert not thought[0][torch.from_numpy(lists < 0)].any()


def test_time_and_memory_grow_with_the_listed_pairs():
    """No tensor of a step is larger than a few times n k (w + p) or n k k numbers."""
    from thinkers.engine.memory import needed

    built = DTG.build(Signature("graph", channels=2, classes=1, target="row"), {}).eval()
    small, large = (needed(built, 4, (n, 8)) for n in (1000, 4000))
    assert small is not None
    assert large < 4.2 * small
    assert large < 4000 * 8 * 4 * 48 * 16


@pytest.mark.parametrize("setting", [{"width": 0}, {"paths": 0}, {"skip": 1.0}])
def test_settings_out_of_range_are_refused(setting):
    with pytest.raises(ConfigError, match="expected"):
        DTG.build(Signature("graph", channels=1, classes=2), setting)
