"""What a model was measured on follows from its card; what lies outside of that is said."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.models.card import Budget, Card
from thinkers.models.coverage import LOOKED_AT, Coverage, Sample, Size
from thinkers.models.scores import Score


class Kinds(PrefixSums):
    """Strings are of the kind `ones` when they begin with one."""

    def traits(self, instance):
        return frozenset({"ones"} if instance[0] else ())


def score(size, *, exact=1.0, traits=None, **params):
    return {
        "size": size, "instances": 2, "feasible": 1, "exact": exact, "params": params,
        "shape": (size,), "traits": traits or {},
    }  # fmt: skip


def card(*sizes, exact=1.0, traits=None, name="tiny"):
    scores = [score(size, exact=exact, traits=traits) for size in sizes]
    return Card(
        name=f"prefix_sums/{name}", problem="prefix_sums", thinker="dt-r", encoding="centred",
        config={}, budget=Budget(minimum=3), scores=scores,
    )  # fmt: skip


def test_sizes_and_kinds_are_those_that_the_card_says():
    found = Coverage.of(Kinds(), card(4, 8))
    assert (found.positions, found.sides, found.traits) == (8, 8, frozenset())
    assert Coverage.of(Kinds(), card()) is None


def test_no_more_instances_are_drawn_than_were_measured():
    """A family may hold no more than that: puzzles that mate in four are few."""

    class Few(Kinds):
        def generate(self, rng, count, params):
            assert count <= 2
            return super().generate(rng, count, params)

    assert Coverage.of(Few(), card(4)).traits == frozenset()


@pytest.mark.parametrize(
    ("bits", "said"),
    [
        (np.zeros(8, int), []),
        (np.zeros(2, int), []),
        (np.ones(8, int), ["ones"]),
        (np.ones(9, int), ["ones", "9 bits, measured up to 8"]),
    ],
)
def test_what_lies_outside_is_named(bits, said):
    assert Coverage.of(Kinds(), card(4, 8)).outside(bits.shape, Kinds().traits(bits)) == said


@pytest.mark.parametrize(
    ("option", "sides", "side", "said"),
    [
        ("cities", {15: 15, 30: 30}, 1000, "1000 cities"),
        ("size", {9: 11, 33: 35}, 203, "size 201"),
        ("size", {9: 24, 13: 32}, 40, "40 positions along a side"),  # two positions a cell
        ("cities", {15: 15}, 1000, "1000 positions along a side"),  # one size shows nothing
        (None, {0: 8}, 9, "9 positions along a side"),
    ],
)
def test_sizes_are_told_by_the_option_that_sets_them(option, sides, side, said):
    class Sized(PrefixSums):
        size_option = option

    assert Size.of(Sized(), sides).words(side) == said


def test_the_kinds_of_very_many_and_very_large_instances_are_not_looked_at(monkeypatch):
    ones = np.ones(4, int)
    many = Sample(Kinds(), [ones] * 70)
    assert f"like {LOOKED_AT} of these 70 (ones)" in many.unmeasured(card(4))
    monkeypatch.setattr("thinkers.models.coverage.MAX_POSITIONS", 3)
    assert Sample(Kinds(), [ones]).unmeasured(card(4)) == ""
    five = Sample(Kinds(), [np.ones(5, int)])
    assert "(5 positions along a side, measured up to 4)" in five.unmeasured(card(4))


def test_one_sentence_speaks_of_all_instances():
    known, strange = np.zeros(4, int), np.ones(4, int)
    assert Sample(Kinds(), [known]).unmeasured(card(4)) == ""
    assert "like this one (ones):" in Sample(Kinds(), [strange]).unmeasured(card(4))
    assert "like 1 of these 2 (ones):" in Sample(Kinds(), [known, strange]).unmeasured(card(4))
    assert Sample(Kinds(), [known]).unmeasured(card()) == ""


def test_kinds_are_found_once_however_many_models_are_asked():
    class Counted(Kinds):
        found = 0

        def traits(self, instance):
            self.found += 1
            return super().traits(instance)

    problem = Counted()
    sample = Sample(problem, [np.ones(4, int), np.zeros(4, int)])
    assert problem.found == 0
    assert sample.strange(card(4)) == [["ones"]]
    large = "4 positions along a side, measured up to 3"
    assert sample.strange(card(3)) == [["ones", large], [large]]
    assert "(ones)" in sample.unmeasured(card(4))
    assert problem.found == 2


def covering(*scores):
    return Coverage.of(Kinds(), card().model_copy(update={"scores": [Score.of(s) for s in scores]}))


def test_what_was_measured_to_go_wrong_is_not_covered_and_the_share_is_said():
    all_ones = {"ones": 1.0}
    poor = covering(score(4), score(4, exact=0.25, traits=all_ones, family="ones"))
    assert poor.outside((4,), {"ones"}) == ["ones: 25% right at best when measured"]
    good = covering(score(4), score(4, exact=0.95, traits=all_ones, family="ones"))
    assert good.outside((4,), {"ones"}) == []


def test_a_kind_is_judged_by_what_the_model_reaches_on_its_usual_instances():
    found = covering(score(4, exact=0.5), score(4, exact=0.55, traits={"ones": 1.0}, family="ones"))
    assert found.outside((4,), {"ones"}) == []


def test_a_kind_that_is_rare_where_all_goes_well_is_judged_where_it_is_common():
    rare = score(4, traits={"ones": 0.1}, family="few")
    common = score(4, exact=0.25, traits={"ones": 1.0}, family="all")
    assert covering(rare, common).shares == {"ones": 0.25}
    assert covering(rare).shares == {"ones": 1.0}
