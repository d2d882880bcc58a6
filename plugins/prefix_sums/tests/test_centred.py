"""Codes are those of the easy-to-hard data, and augmented bits have their own parities."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

PROBLEM, CENTRED = PrefixSums(), CentredEncoding()

bits = st.lists(st.integers(0, 1), min_size=1, max_size=40).map(np.array)


@given(bits)
@settings(max_examples=50, deadline=None)
def test_inputs_are_halves_and_decoding_the_label_gives_it_back(string):
    [label] = PROBLEM.label([string])
    batch = CENTRED.encode([string], [label])
    assert batch.inputs[0, 0].tolist() == [bit - 0.5 for bit in string]
    scores = np.stack([1 - label, label]).astype(np.float32)
    assert CENTRED.decode(scores, string).tolist() == label.tolist()


@given(bits, st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_augmented_bits_have_the_parities_counted_one_by_one(string, seed):
    batch = CENTRED.encode([string] * 4, PROBLEM.label([string] * 4))
    changed = CENTRED.augment(batch, np.random.default_rng(seed))
    assert changed.targets.dtype == np.int64
    for inputs, targets in zip(changed.inputs[:, 0], changed.targets, strict=True):
        assert set(inputs) <= {-0.5, 0.5}
        ones = inputs > 0
        assert targets.tolist() == [sum(ones[: i + 1]) % 2 for i in range(len(string))]


def test_augmenting_leads_to_every_string():
    strings = np.zeros((400, 4), int)
    batch = CENTRED.encode(strings, strings)
    changed = CENTRED.augment(batch, np.random.default_rng(0))
    assert len({inputs.tobytes() for inputs in changed.inputs}) == 2**4


@given(bits)
@settings(max_examples=50, deadline=None)
def test_a_rule_that_hands_parities_on_has_each_after_its_rounds(string):
    """Each position adds its own bit to what its left neighbour held a round ago."""
    held = string.copy()
    batch = CENTRED.encode([string], PROBLEM.label([string]))
    for done in range(len(string)):
        known = batch.decidable_from[0] <= done
        assert np.array_equal(held[known], batch.targets[0][known])
        held = string ^ np.concatenate([[0], held[:-1]])
