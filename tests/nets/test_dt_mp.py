"""DT-MP keeps the order, brings no thoughts apart, settles in time, and on the least costs."""

import heapq
from itertools import product

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkers import Signature
from thinkers.errors import ConfigError
from thinkers.nets import DTMP
from thinkers.nets.minplus import NEVER, resistance

GRID = Signature("grid", channels=3, classes=2)
SEQUENCE = Signature("sequence", channels=1, classes=2)
SEEDS = st.integers(0, 10_000)
KINDS = [
    (GRID, {"heads": 3}),
    (GRID, {"heads": 1, "states": 2, "directed": True}),
    (SEQUENCE, {"heads": 2, "states": 3, "directed": True}),
    (SEQUENCE, {"heads": 2, "states": 2}),
]


FEW = settings(max_examples=20, deadline=None)


def built(seed, signature, config):
    torch.manual_seed(seed)
    return DTMP.build(signature, config).eval()


def drawn(signature, side=5):
    return torch.randint(0, 2, (2, signature.channels, *[side] * signature.axes)).float()


def settled(thinker, inputs):
    """Potentials and the number of steps after which nothing changes any more."""
    recall, thought = thinker.recall(inputs), thinker.embed(inputs)
    for done in range(10_000):
        after = thinker.step(thought, recall)
        if torch.equal(after, thought):
            return thought[:, : thinker.potentials], done
        thought = after
    raise AssertionError("it does not settle")


@pytest.mark.parametrize(("signature", "config"), KINDS)
@FEW
@given(seed=SEEDS)
def test_a_step_keeps_the_order_and_brings_no_two_thoughts_apart(signature, config, seed):
    thinker = built(seed, signature, config)
    inputs = drawn(signature)
    recall, shape = thinker.recall(inputs), thinker.embed(inputs).shape
    low, gap = 20 * torch.rand(shape), torch.randint(0, 3, shape)
    below, above = thinker.step(low, recall), thinker.step(low + gap, recall)
    assert (below <= above).all()
    assert (above - below).max() <= gap.max() + 1e-4  # rounding


@pytest.mark.parametrize(("signature", "config"), KINDS)
@FEW
@given(seed=SEEDS)
def test_from_its_start_it_only_falls_and_settles_within_positions_times_states(
    signature, config, seed
):
    thinker = built(seed, signature, config)
    inputs = drawn(signature)
    recall, thought = thinker.recall(inputs), thinker.embed(inputs)
    assert (thinker.step(thought, recall) <= thought).all()
    _, steps = settled(thinker, inputs)
    # One more, in which the offers follow the potentials.
    assert steps <= inputs[0, 0].numel() * thinker.states + 1


@pytest.mark.parametrize(("signature", "config"), KINDS)
@FEW
@given(seed=SEEDS)
def test_it_settles_on_the_least_cost_from_any_source(signature, config, seed):
    thinker = built(seed, signature, config)
    inputs = drawn(signature, 3)
    with torch.no_grad():
        found, _ = settled(thinker, inputs)
        for instance, head in product(range(len(inputs)), range(thinker.heads)):
            states = found[instance].unflatten(0, (thinker.heads, thinker.states))[head]
            for node, cost in dijkstra(thinker, inputs[instance], head).items():
                assert states[node].item() == pytest.approx(cost, rel=1e-3, abs=1e-4)


def dijkstra(thinker, inputs, head):
    """Least costs by state and position, one settled at a time, from the weights alone."""
    reach = Reach(thinker, inputs, head)
    queue = [(reach.from_outside(node), node) for node in reach.nodes]
    heapq.heapify(queue)
    final = {}
    while queue:
        at, node = heapq.heappop(queue)
        if node in final:
            continue
        final[node] = at
        for other in reach.nodes:
            for cost in reach.steps(node, other):
                heapq.heappush(queue, (min(at + cost, NEVER), other))
    return final


class Reach:
    """What stepping costs between (state, *place) nodes of one head, number by number."""

    def __init__(self, thinker, inputs, head):
        self.thinker, self.inputs, self.head = thinker, inputs, head
        shape = inputs.shape[1:]
        self.nodes = list(product(range(thinker.states), *map(range, shape)))
        self.sides = range(2 * len(shape))

    def linear(self, layer, place):
        bias = 0 if layer.bias is None else layer.bias
        return layer.weight.flatten(1) @ self.inputs[(slice(None), *place)] + bias

    def beside(self, place, side):
        """Before and after along each axis."""
        found = list(place)
        found[side // 2] += 1 if side % 2 else -1
        return tuple(found)

    def cost(self, side, old, new, there):
        """Of a step to `new`, from a state of what stands at that side."""
        thinker, states = self.thinker, self.thinker.states
        kind = side if thinker.kinds > 1 else 0
        index = (kind * thinker.heads + self.head) * states**2 + new[0] * states + old
        free = self.linear(thinker.cost_here, new[1:])[index]
        if there is not None:
            free = free + self.linear(thinker.cost_there, there)[index]
        return 1 + resistance(free).item()

    def steps(self, node, other):
        """The costs of all steps from a node to another: one where they are neighbours."""
        for side in self.sides:
            if self.beside(other[1:], side) == node[1:]:
                yield self.cost(side, node[0], other, node[1:])

    def from_outside(self, node):
        """The least cost as a source, or from beyond the border."""
        states, head = self.thinker.states, self.head
        free = self.linear(self.thinker.source, node[1:])[head * states + node[0]]
        offers = [resistance(free).item(), NEVER]
        for side in self.sides:
            if (0, *self.beside(node[1:], side)) not in self.nodes:
                for old in range(states):
                    outside = resistance(self.thinker.outside)[head * states + old].item()
                    offers.append(self.cost(side, old, node, None) + outside)
        return min(offers)


def test_answers_do_not_depend_on_how_far_a_source_is():
    thinker = built(0, GRID, {"heads": 2})
    thought = torch.randint(0, 9, thinker.embed(drawn(GRID)).shape).float()
    torch.testing.assert_close(thinker.readout(thought), thinker.readout(thought + 1000))


def test_noise_is_for_training_alone():
    thinker, inputs = built(1, GRID, {"noise": 0.5}), drawn(GRID)
    assert torch.equal(thinker.recall(inputs), thinker.recall(inputs))
    thinker.train()
    assert not torch.equal(thinker.recall(inputs), thinker.recall(inputs))


@pytest.mark.parametrize(
    ("name", "value"), [("heads", 0), ("states", 0), ("hidden", 0), ("noise", -0.1)]
)
def test_settings_out_of_range_are_refused(name, value):
    with pytest.raises(ConfigError, match=name):
        built(0, GRID, {name: value})
