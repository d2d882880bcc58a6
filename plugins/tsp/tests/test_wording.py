"""A tour in words names every city in order, or says how many more there are, and where."""

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.problem import Tsp
from thinkers_tsp.wording import MAX_CHARACTERS, tour_in_words

SIDES = np.ones((3, 3))


def test_numbers_and_names_by_hand():
    tour = np.array([2, 0, 1])
    assert tour_in_words(TspInstance(SIDES), tour) == "tour, cities counted from 0: 2 0 1"
    counted = TspInstance(SIDES, first=1)
    assert tour_in_words(counted, tour) == "tour, cities counted from 1: 3 1 2"
    named = TspInstance(SIDES, names=("Bonn", "Bad\nEms", "Köln"))
    assert Tsp().words(named, tour) == "tour: Köln, Bonn, Bad Ems"


def test_kilometres_on_the_globe_are_said(tmp_path):
    (tmp_path / "a.csv").write_text(
        "city,lat,lon\nBerlin,52.5,13.4\nRom,41.9,12.5\nOslo,59.9,10.7\n"
    )
    (instance,) = Tsp().read(tmp_path / "a.csv")
    assert tour_in_words(instance, np.arange(3)) == "tour, length in km: Berlin, Rom, Oslo"


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 400), st.integers(0, 2**32))
def test_what_is_shown_is_the_beginning_of_the_tour_and_what_is_not_is_counted(cities, seed):
    tour = np.random.default_rng(seed).permutation(cities)
    text = tour_in_words(TspInstance(np.ones((cities, cities))), tour)
    assert "\n" not in text
    assert len(text) < MAX_CHARACTERS + 100
    listed, _, rest = text.removeprefix("tour, cities counted from 0: ").partition(" ... and ")
    shown = [int(word) for word in listed.split()]
    assert shown == tour[: len(shown)].tolist()
    left = int(re.match(r"(\d+) more: --json prints and -o writes all$", rest)[1]) if rest else 0
    assert len(shown) + left == cities


def test_a_name_that_is_too_long_is_not_shown_at_all():
    instance = TspInstance(SIDES, names=("x" * 1000, "b", "c"))
    expected = "tour: c, ... and 2 more: --json prints and -o writes all"
    assert tour_in_words(instance, np.array([2, 0, 1])) == expected
