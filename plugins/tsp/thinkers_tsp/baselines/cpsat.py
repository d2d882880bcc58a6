"""OR-Tools CP-SAT: an exact solver that proves its tour, or says how much better one could be."""

from time import perf_counter

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, Terms
from thinkers_tsp.baselines.base import TspSearch
from thinkers_tsp.circuit import circuit
from thinkers_tsp.constructions import farthest_insertion
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.search import descend


class OrtoolsCpsat(TspSearch):
    """One circuit constraint over all legs, started from a locally optimal tour.

    Attributes:
        seconds: Time limit for each instance, > 0; a proof ends it sooner.
    """

    name = "ortools-cpsat"
    summary = "OR-Tools CP-SAT: a circuit constraint; proves the optimum, or a bound"
    packages = ("ortools",)
    max_cities = 500  # a variable a leg: 1000 take 30 s and 1.2 GB before the search begins

    seconds: float = Field(default=10.0, gt=0, le=86400, description="Time for each instance.")

    def improve(
        self, instance: TspInstance, rng: np.random.Generator, terms: Terms[Tour]
    ) -> BaselineAnswer[Tour]:
        """Tells each shorter tour and each higher bound.

        Deterministic where the time suffices for the proof.
        """
        del rng
        begin, seconds = perf_counter(), self.within(terms.seconds).seconds
        first = farthest_insertion(instance.tamed) if terms.start is None else terms.start
        start = descend(instance, first)
        terms.report(start)
        left = seconds - (perf_counter() - begin)
        found = circuit(instance.distances, left, hint=start, terms=terms)
        assert found.tour is not None, "the start is one"
        return BaselineAnswer(found.tour, found.proved, found.bound)
