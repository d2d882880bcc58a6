"""Prefix sums keep the contract of a problem; codes are those of the easy-to-hard data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.testing import problem_checks

PROBLEM = PrefixSums()

bits = st.lists(st.integers(0, 1), min_size=1, max_size=40).map(np.array)


@pytest.mark.parametrize("check", problem_checks(PROBLEM, PROBLEM.Params.of({"bits": 9})), ids=str)
def test_contract(check):
    check()


@given(bits)
@settings(max_examples=50, deadline=None)
def test_labels_are_the_parities_counted_one_by_one(string):
    [answer] = PROBLEM.label([string])
    assert answer.tolist() == [sum(string[: i + 1]) % 2 for i in range(len(string))]


@given(bits)
@settings(max_examples=50, deadline=None)
def test_inputs_are_halves_and_decoding_the_label_gives_it_back(string):
    [label] = PROBLEM.label([string])
    batch = PROBLEM.encode([string], "centred", [label])
    assert batch.inputs[0, 0].tolist() == [bit - 0.5 for bit in string]
    scores = np.stack([1 - label, label]).astype(np.float32)
    assert PROBLEM.decode(scores, string, "centred").tolist() == label.tolist()


@given(bits, st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_augmented_bits_have_the_parities_counted_one_by_one(string, seed):
    batch = PROBLEM.encode([string] * 4, "centred", PROBLEM.label([string] * 4))
    changed = PROBLEM.augment(batch, np.random.default_rng(seed), "centred")
    assert changed.targets.dtype == np.int64
    for inputs, targets in zip(changed.inputs[:, 0], changed.targets, strict=True):
        assert set(inputs) <= {-0.5, 0.5}
        ones = inputs > 0
        assert targets.tolist() == [sum(ones[: i + 1]) % 2 for i in range(len(string))]


def test_augmenting_leads_to_every_string():
    strings = np.zeros((400, 4), int)
    batch = PROBLEM.encode(strings, "centred", strings)
    changed = PROBLEM.augment(batch, np.random.default_rng(0), "centred")
    assert len({inputs.tobytes() for inputs in changed.inputs}) == 2**4


def test_bits_are_fair():
    strings = PROBLEM.generate(np.random.default_rng(0), 400, PROBLEM.Params.of({"bits": 25}))
    assert abs(np.mean(strings) - 0.5) < 4 * 0.5 / np.sqrt(400 * 25)


@given(bits, st.integers(0, 99))
@settings(max_examples=50, deadline=None)
def test_a_changed_string_differs_in_one_bit(string, seed):
    changed = PROBLEM.mutate(string, np.random.default_rng(seed))
    assert (changed != string).sum() == 1
    assert changed.dtype == string.dtype


@given(bits)
@settings(max_examples=50, deadline=None)
def test_a_rule_that_hands_parities_on_has_each_after_its_rounds(string):
    """Each position adds its own bit to what its left neighbour held a round ago."""
    held = string.copy()
    batch = PROBLEM.encode([string], "centred", PROBLEM.label([string]))
    for done in range(len(string)):
        known = batch.decidable_from[0] <= done
        assert np.array_equal(held[known], batch.targets[0][known])
        held = string ^ np.concatenate([[0], held[:-1]])
