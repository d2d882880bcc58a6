"""What is proven right is right on every string, and what answers wrong is never proven."""

from copy import deepcopy
from itertools import product

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import UnprovenError, installed

STRINGS = [torch.tensor([*product((0, 1), repeat=count)]) for count in range(1, 9)]


@pytest.fixture(scope="module")
def shipped():
    registry = installed()
    return registry.load(registry.card("prefix_sums/proven")).thinker.eval()


def proof(thinker):
    """What is proven of a thinker, or why nothing is."""
    try:
        return PrefixSums.encodings["centred"].prove(thinker.least_steps())
    except UnprovenError as error:
        return str(error)


def is_right(thinker):
    """Whether it is right on every string of up to eight bits, by its own steps."""
    with torch.no_grad():
        return all(
            torch.equal(
                thinker.unrolled(bits[:, None] - 0.5, bits.shape[1] + 1).argmax(1),
                bits.cumsum(1) % 2,
            )
            for bits in STRINGS
        )


def test_the_shipped_model_is_proven_a_machine_of_few_states_and_right(shipped):
    found = proof(shipped)
    assert "a machine of 5 states" in found.claim  # the start, and each bit with each parity
    assert found.cases == 10
    assert found.margin > 1
    assert is_right(shipped)


@pytest.mark.parametrize("size", [0.02, 0.2, 0.5])
def test_of_changed_thinkers_only_right_ones_are_proven(shipped, size):
    proven = 0
    for seed in range(10):
        torch.manual_seed(seed)
        changed = deepcopy(shipped)
        with torch.no_grad():
            for weight in changed.parameters():
                weight += size * torch.randn_like(weight)
        if not isinstance(proof(changed), str):
            proven += 1
            assert is_right(changed)
    assert proven == 10 if size < 0.1 else proven < 10


def test_a_wrong_readout_is_found(shipped):
    changed = deepcopy(shipped)
    with torch.no_grad():
        changed.head[2].weight.neg_()
        changed.head[2].bias.neg_()
    assert "a wrong class scores higher" in proof(changed)


@pytest.mark.parametrize(
    ("weight", "value", "said"),
    [
        ("source.bias", 5.0, "a bit is a source"),
        ("cost_here.bias", 5.0, "something comes from the right"),
    ],
)
def test_what_a_proof_along_the_string_does_not_cover_is_refused(shipped, weight, value, said):
    changed = deepcopy(shipped)
    with torch.no_grad():
        changed.get_parameter(weight).fill_(value)
    assert said in proof(changed)
