"""Labels: short tours, proved optimal where a proof is cheap."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from time import perf_counter

import numpy as np

from thinkers import Advance
from thinkers_tsp import valid
from thinkers_tsp.circuit import circuit
from thinkers_tsp.constructions import farthest_insertion
from thinkers_tsp.exact import MAX_CITIES, held_karp
from thinkers_tsp.fragments import merged
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.nearest import nearest
from thinkers_tsp.search import KICKS, descend, search

AT_ONCE = 32
"""Small instances that Held and Karp's table solves together."""

PROVABLE = 100
"""Cities up to which CP-SAT is asked: beyond, it proves too little to wait for."""

PROOF_SECONDS = 5.0
"""What it is given for a proof where proofs count; at 20 cities one takes well under a second."""

CHEAP_SECONDS = 0.5
"""What it is given where a good tour will do: enough for 30 cities of asymmetric distances, whose
relaxation is tight, and seldom for 30 in the plane, which take seconds."""

CHEAPLY_PROVABLE = 30
"""Cities up to which CP-SAT is asked for that: with more it seldom improves a tour so soon."""

SEARCH_SECONDS = 10.0
"""What the search before it is given; 1000 cities take less."""

NEAREST = 10
"""Cities whose edges a first tour without a matrix is made of (our choice)."""

ROUNDING = 1e-12
"""Share of a length that rounding may add to a sum of distances."""

REPORT_SECONDS = 5.0
"""Between two reports."""


@dataclass(frozen=True)
class Label:
    """A short tour.

    Attributes:
        tour: The tour.
        proved: Whether it is proved that none is shorter.
    """

    tour: Tour
    proved: bool


def labels(
    instances: Sequence[TspInstance], proof_seconds: float = PROOF_SECONDS
) -> Iterator[Label]:
    """A label for each instance, in order; each takes `proof_seconds` and a search at most."""
    for cities, group in groupby(instances, key=lambda instance: instance.cities):
        alike = list(group)
        if cities > MAX_CITIES:
            yield from (_label(instance, proof_seconds) for instance in alike)
            continue
        for first in range(0, len(alike), AT_ONCE):
            matrices = [instance.distances for instance in alike[first : first + AT_ONCE]]
            yield from (Label(tour, True) for tour in held_karp(np.stack(matrices)))


def reported(
    instances: Sequence[TspInstance],
    report: Callable[[str | Advance], None],
    clock: Callable[[], float] = perf_counter,
) -> list[Tour]:
    """The tours of `labels`, each reported, with a line now and then of how many are proved."""
    tours: list[Tour] = []
    proved, begin = 0, clock()
    last = begin
    for label in labels(instances):
        tours.append(label.tour)
        proved += label.proved
        report(Advance("labelling", len(tours), len(instances)))
        now = clock()
        if now - last >= REPORT_SECONDS and len(tours) < len(instances):
            last, left = now, (now - begin) / len(tours) * (len(instances) - len(tours))
            report(
                f"{len(tours)} of {len(instances)} labelled, {proved} proved shortest, "
                f"about {left:.0f} s left"
            )
    report(f"{len(tours)} labelled, {proved} proved shortest")
    return tours


def _label(instance: TspInstance, proof_seconds: float) -> Label:
    tour = descend(instance, _first(instance))
    if _there_and_back(instance, tour):
        return Label(tour, True)
    draws, kicks = np.random.default_rng(0), KICKS * instance.cities
    tour = search(instance, tour, draws, kicks=kicks, seconds=SEARCH_SECONDS)
    allowed = instance.allows(tour)
    cheap = proof_seconds < PROOF_SECONDS and allowed
    if instance.cities > (CHEAPLY_PROVABLE if cheap else PROVABLE):
        return Label(tour, False)
    if not allowed:
        proof_seconds = PROOF_SECONDS  # there may be a way without forbidden legs all the same
    found = circuit(instance.distances, proof_seconds, hint=tour)
    assert found.tour is not None, "the hint is one"
    return Label(found.tour, found.proved)


def _first(instance: TspInstance) -> Tour:
    """Where the search begins; without a matrix the nearest cities of each, the shortest first."""
    if instance.cities <= valid.MAX_CITIES:
        return farthest_insertion(instance.tamed)
    near = nearest(instance, NEAREST)
    here = np.repeat(np.arange(instance.cities), near.cities.shape[1])
    return merged(here, near.cities.ravel(), -near.lengths.ravel(), instance)


def _there_and_back(instance: TspInstance, tour: Tour) -> bool:
    """Whether a tour is twice as long as the way between the two cities farthest apart.

    Where ways are straight lines none is shorter: each tour leads from one to the other, and back.
    """
    if not instance.straight or instance.cities > valid.MAX_CITIES:
        return False
    farthest = 2 * float(instance.distances.max())
    return instance.length(tour) <= (1 + ROUNDING) * farthest
