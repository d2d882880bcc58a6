"""The model that was measured to be good at most of the instances is chosen, and why is said."""

from pathlib import Path

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ModelError
from thinkers.models.card import Budget, Card, ModelCard
from thinkers.registry.choosing import choose_for


def card(*sizes, traits=None, name="tiny"):
    scores = [
        {
            "size": size, "instances": 2, "feasible": 1, "exact": 1.0, "shape": (size,),
            "traits": traits or {},
        }
        for size in sizes
    ]  # fmt: skip
    return Card(
        name=f"prefix_sums/{name}", problem="prefix_sums", thinker="dt-r", encoding="centred",
        config={}, budget=Budget(minimum=3), scores=scores,
    )  # fmt: skip


class Both(PrefixSums):
    """A string is of the kind `ones` or of the kind `zeros`."""

    default_model = "prefix_sums/b"

    def traits(self, instance):
        return frozenset({"ones" if instance[0] else "zeros"})


class PlainBoth(Both):
    """All strings are of one kind."""

    def traits(self, instance):
        return frozenset()


class Shelf:
    """A registry of models that are their cards."""

    def __init__(self, *cards):
        self.known = {each.name: ModelCard(Path("nowhere"), each) for each in cards}

    def models(self, problem):
        return self.known

    def load(self, model):
        return model


def zeros(**changes):
    """A card of a model that knows zeros."""
    return card(4, traits={"zeros": 1.0}, **changes)


def ones(**changes):
    """A card of a model that knows ones."""
    return card(4, traits={"ones": 1.0}, **changes)


def both(**changes):
    """A card of a model that knows ones and zeros."""
    scores = [*zeros().scores, *ones().scores]
    return card(**changes).model_copy(update={"scores": scores})


ONES, ZEROS = np.ones(3, int), np.zeros(3, int)


@pytest.mark.parametrize(
    ("instances", "chosen"),
    [
        ([ZEROS], "b"),  # the default and d know it
        ([ONES], "c"),  # c and d do: the first by name
        ([ONES, ZEROS], "d"),  # alone knows both
        ([np.ones(99, int)], "b"),  # nobody does
    ],
)
def test_the_model_that_covers_most_is_chosen_the_default_and_then_the_first_before_others(
    instances, chosen
):
    shelf = Shelf(card(name="a"), zeros(name="b"), ones(name="c"), both(name="d"))
    found = choose_for(shelf, Both(), instances)
    assert found.model.card.name == f"prefix_sums/{chosen}"
    assert bool(found.reason) == (chosen != "b")


def test_where_none_covers_it_the_model_that_was_measured_on_the_largest_answers():
    shelf = Shelf(card(4, name="b"), card(8, name="c"), card(50, name="d"), card(name="e"))
    found = choose_for(shelf, PlainBoth(), [np.ones(99, int)])
    assert found.model.card.name == "prefix_sums/d"
    assert found.reason == (
        "prefix_sums/d answers: it was measured on larger instances than prefix_sums/b "
        "(99 positions along a side, measured up to 4)"
    )
    assert "99 positions along a side, measured up to 50" in found.warning
    assert choose_for(shelf, PlainBoth(), [np.ones(3, int)]).reason == ""


def test_why_another_than_the_default_was_chosen_is_said():
    shelf = Shelf(zeros(name="b"), both(name="d"))
    assert choose_for(shelf, Both(), [ONES, ZEROS]).reason == (
        "prefix_sums/d answers: it was measured to be good at 2 of 2 such instances, "
        "and prefix_sums/b at 1 (ones)"
    )
    shelf = Shelf(card(name="b"), ones(name="d"))
    assert choose_for(shelf, Both(), [ONES]).reason.endswith("at 0 (it was never measured)")


def test_a_problem_without_models_has_none_to_choose():
    with pytest.raises(ModelError, match="no installed plugin has a model of prefix_sums"):
        choose_for(Shelf(), Both(), [ONES])


def test_of_a_model_that_is_named_or_given_it_is_said_what_it_was_not_measured_on():
    shelf = Shelf(zeros(name="b"), both(name="d"))
    given = shelf.known["prefix_sums/b"]
    for named in ("b", "prefix_sums/b", given):
        found = choose_for(shelf, Both(), [ONES, ZEROS], named)
        assert (found.model, found.reason) == (given, "")
        assert "prefix_sums/b is not known to be good at" in found.warning
        assert "1 of these 2 (ones)" in found.warning
    assert choose_for(shelf, Both(), [ONES, ZEROS], "d").warning == ""
