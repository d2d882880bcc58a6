"""DT-M does not see how cities are numbered, thinks at every n, and its thoughts stay bounded."""

import itertools
import math
from functools import cache

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkers import Signature
from thinkers.errors import ConfigError
from thinkers.nets import DTM

SIGNATURE = Signature("matrix", channels=4, classes=1, target="row", near=(1, 2))


def build(**config):
    torch.manual_seed(0)
    return DTM.build(SIGNATURE, config).eval()


@cache
def small(reach=None):
    """A narrow one in float64, the same for every example."""
    return build(width=6, paths=2, reach=reach).double()


def think(built, inputs, iterations=3):
    with torch.no_grad():
        thought, recall = built.embed(inputs), built.recall(inputs)
        for _ in range(iterations):
            thought = built.step(thought, recall)
        return thought, built.readout(thought)


def test_the_default_has_21529_parameters():
    assert sum(weight.numel() for weight in build().parameters()) == 21_529


@settings(max_examples=50, deadline=None)
@given(
    st.integers(2, 8).flatmap(lambda n: st.permutations(range(n))),
    st.integers(0, 2**31),
    st.sampled_from([None, 3]),
)
def test_renumbering_the_cities_renumbers_the_thought_and_the_answer(order, seed, reach):
    """Exact up to the rounding of sums in float64; also where cities are equally near."""
    built = small(reach)
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.randn(1, 4, len(order), len(order), generator=generator, dtype=torch.float64)
    inputs[:, 1:3] = inputs[:, 1:3].round()
    thought, logits = think(built, inputs)
    renumbered, relogits = think(built, inputs[:, :, order][..., order])
    assert torch.allclose(renumbered, thought[:, order][:, :, order], atol=1e-10, rtol=0)
    assert torch.allclose(relogits, logits[:, :, order][..., order], atol=1e-10, rtol=0)


def test_it_tells_a_matrix_from_its_transpose():
    """Or asymmetric distances would mean nothing to it."""
    inputs = torch.randn(1, 4, 6, 6, generator=torch.Generator().manual_seed(0))
    _, logits = think(build(), inputs)
    _, turned = think(build(), inputs.transpose(2, 3))
    assert (logits - turned).abs().max() > 1e-3
    assert (logits - turned.transpose(2, 3)).abs().max() > 1e-3


@pytest.mark.parametrize("scale", [1.0, 100.0])
def test_thoughts_stay_within_their_bound_for_500_iterations(scale):
    """A layer norm's output is at most √w |weight| + |bias|, a mean stays among its parts."""
    built = build(width=8, paths=2)
    with torch.no_grad():
        for name, weight in built.named_parameters():
            if name != "skip":
                weight.mul_(scale)
    norm = built.update[-1]
    bound = math.sqrt(8) * norm.weight.abs().max() + norm.bias.abs().max()
    inputs = scale * torch.randn(1, 4, 5, 5)
    with torch.no_grad():
        thought, recall = built.embed(inputs), built.recall(inputs)
        for _ in range(500):
            thought = built.step(thought, recall)
            assert thought.abs().max() <= bound


@pytest.mark.parametrize("n", [1, 2, *range(3, 31)])
def test_one_set_of_weights_thinks_at_every_size(n):
    thought, logits = think(build(), torch.rand(2, 4, n, n), iterations=1)
    assert thought.shape == (2, n, n, 48)
    assert logits.shape == (2, 1, n, n)
    assert torch.isfinite(logits).all()


def test_a_path_is_composed_of_means_whatever_the_number_of_cities():
    built = build()
    for n in (3, 30):
        with torch.no_grad():
            paths = built._paths(50 * torch.randn(1, n, n, 48), None, None)
            assert paths.abs().max() <= 1 + 1e-5


def test_the_input_comes_back_in_every_step():
    built = build()
    inputs, others = torch.rand(2, 1, 4, 5, 5)
    thought = torch.randn(1, 5, 5, 48)
    with torch.no_grad():
        first, second = (built.step(thought, built.recall(each)) for each in (inputs, others))
    assert (first - second).abs().max() > 1e-3


@pytest.mark.parametrize("skip", [0.1, 0.9])
def test_gamma_starts_where_it_is_told(skip):
    assert torch.allclose(torch.sigmoid(build(skip=skip).skip), torch.tensor(skip))


def test_a_reach_changes_nothing_up_to_as_many_cities():
    inputs = torch.rand(2, 4, 7, 7, generator=torch.Generator().manual_seed(0))
    whole, within = build(width=8), build(width=8, reach=7)
    for thought, other in zip(think(whole, inputs), think(within, inputs), strict=True):
        assert torch.equal(thought, other)
    assert not torch.allclose(think(build(width=8, reach=6), inputs)[1], other, atol=1e-4)


def test_a_reach_needs_to_know_what_is_near():
    with pytest.raises(ConfigError, match="reach needs an encoding that says what is near"):
        DTM.build(Signature("matrix", channels=4, classes=1, target="row"), {"reach": 3})


def slow_paths(weights, thought, p, rows, columns):
    """What k says about (i, j), summed city by city."""
    n = len(thought)
    ends = thought @ weights["ends.weight"].T + weights["ends.bias"]
    start, end = ends[..., :p], ends[..., p:]
    found = np.zeros((n, n, 2 * p))
    for i, j, c in itertools.product(range(n), range(n), range(p)):
        leave = {k: np.exp(start[i, k, c]) for k in rows[i]}
        arrive = {k: np.exp(end[k, j, c]) for k in columns[j]}
        found[i, j, c] = sum(leave[k] * np.tanh(end[k, j, c]) for k in leave) / sum(leave.values())
        found[i, j, p + c] = sum(np.tanh(start[i, k, c]) * arrive[k] for k in arrive) / sum(
            arrive.values()
        )
    return found


@pytest.mark.parametrize("reach", [None, 2])
def test_a_step_equals_a_slow_one_in_numpy(reach):
    built = build(width=5, paths=2, reach=reach).double()
    weights = {name: value.numpy() for name, value in built.state_dict().items()}
    rng = np.random.default_rng(0)
    inputs, thought = rng.normal(size=(4, 4, 4)), rng.normal(size=(4, 4, 5))
    recall = np.moveaxis(inputs, 0, -1) @ weights["recall_input.weight"].T
    hidden = recall + weights["recall_input.bias"]
    rows = [np.argsort(inputs[1, i])[:reach] for i in range(4)]
    columns = [np.argsort(inputs[2, :, j])[:reach] for j in range(4)]
    paths = slow_paths(weights, thought, 2, rows, columns)
    for i, j in itertools.product(range(4), range(4)):
        row = np.concatenate([thought[i].mean(0), thought[i].max(0)])
        column = np.concatenate([thought[:, j].mean(0), thought[:, j].max(0)])
        hidden[i, j] += weights["pair.weight"] @ thought[i, j]
        hidden[i, j] += weights["turned.weight"] @ thought[j, i]
        hidden[i, j] += weights["rows.weight"] @ row + weights["columns.weight"] @ column
        hidden[i, j] += weights["joined.weight"] @ paths[i, j]
    hidden = np.where(hidden > 0, hidden, np.expm1(np.minimum(hidden, 0)))
    hidden = hidden @ weights["update.1.weight"].T + weights["update.1.bias"]
    hidden -= hidden.mean(-1, keepdims=True)
    hidden /= np.sqrt((hidden**2).mean(-1, keepdims=True) + 1e-5)
    hidden = hidden * weights["update.2.weight"] + weights["update.2.bias"]
    gamma = 1 / (1 + np.exp(-weights["skip"]))
    expected = gamma * thought + (1 - gamma) * hidden
    with torch.no_grad():
        given_recall = built.recall(torch.from_numpy(inputs)[None])
        found = built.step(torch.from_numpy(thought)[None], given_recall)
    assert np.allclose(found[0].numpy(), expected, atol=1e-10)
