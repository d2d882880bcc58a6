"""What a model was measured on follows from its card; what lies outside of that is said."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.coverage import Coverage, unmeasured
from thinkers.models import Budget, Card


class Kinds(PrefixSums):
    """Strings are of the kind `ones` when they begin with one."""

    def generate(self, rng, count, params):
        return [np.zeros_like(bits) for bits in super().generate(rng, count, params)]

    def traits(self, instance):
        return frozenset({"ones"} if instance[0] else ())


def card(*sizes, exact=1.0, params=None):
    scores = [
        {"size": size, "instances": 2, "feasible": 1, "exact": exact, "params": params or {}}
        for size in sizes
    ]
    return Card(
        name="prefix_sums/tiny", problem="prefix_sums", thinker="dt-r", encoding="centred",
        config={}, budget=Budget(minimum=3), scores=scores,
    )  # fmt: skip


def test_sizes_and_kinds_are_those_of_instances_drawn_as_the_card_says():
    found = Coverage.of(Kinds(), card(4, 8))
    assert (found.positions, found.sides, found.traits) == (8, 8, frozenset())
    assert Coverage.of(Kinds(), card()) is None


@pytest.mark.parametrize(
    ("bits", "said"),
    [
        (np.zeros(8, int), []),
        (np.zeros(2, int), []),
        (np.ones(8, int), ["ones"]),
        (np.ones(9, int), ["ones", "9 positions along a side, measured up to 8"]),
    ],
)
def test_what_lies_outside_is_named(bits, said):
    assert Coverage.of(Kinds(), card(4, 8)).outside(Kinds(), card(4, 8), bits) == said


def test_one_sentence_speaks_of_all_instances():
    known, strange = np.zeros(4, int), np.ones(4, int)
    assert unmeasured(Kinds(), card(4), [known]) == ""
    assert "like this instance (ones):" in unmeasured(Kinds(), card(4), [strange])
    assert "like 1 of 2 (ones):" in unmeasured(Kinds(), card(4), [known, strange])
    assert unmeasured(Kinds(), card(), [known]) == ""


class Poor(Kinds):
    """Every string is of the kind `ones`."""

    def generate(self, rng, count, params):
        return [np.ones(params.bits, int) for _ in range(count)]


def test_what_was_measured_to_go_wrong_is_not_covered_and_the_share_is_said():
    ones = np.ones(4, int)
    found = Coverage.of(Poor(), card(4, exact=0.25))
    assert found.outside(Poor(), card(4), ones) == ["ones: 25% right when measured"]
    assert Coverage.of(Poor(), card(4, exact=0.95)).outside(Poor(), card(4), ones) == []
