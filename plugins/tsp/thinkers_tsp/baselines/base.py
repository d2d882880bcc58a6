"""What the baselines of the travelling-salesman problem have in common."""

from abc import abstractmethod
from importlib.metadata import version
from typing import ClassVar

import numpy as np

from thinkers import Baseline, BaselineAnswer, Terms
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.valid import MAX_CITIES


class TspBaseline(Baseline[TspInstance, Tour]):
    """A classical solver of the travelling-salesman problem.

    Class attributes:
        cheap_cities: Up to how many cities it takes well under a second; 0 for never, inf for any.
        max_cities: Up to how many cities it can be used; by default those of a matrix.
        packages: The installed packages that compute for it.
    """

    problem = "tsp"
    cheap_cities: ClassVar[float] = 0
    max_cities: ClassVar[float] = MAX_CITIES
    packages: ClassVar[tuple[str, ...]] = ()

    def cheap(self, instance: TspInstance) -> bool:
        """Up to `cheap_cities`, where it is suitable."""
        return instance.cities <= self.cheap_cities and not self.unsuitable(instance)

    def unsuitable(self, instance: TspInstance) -> str:
        """Instances of more than `max_cities`."""
        if instance.cities <= self.max_cities:
            return ""
        return f"{instance.cities} cities, it takes at most {self.max_cities}"

    def versions(self) -> dict[str, str]:
        """Those of the packages."""
        return {name: version(name) for name in self.packages}


class TspSearch(TspBaseline):
    """A solver that has better and better tours, and tells them while it searches."""

    takes_start = True

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Left to itself, for as long as its options say."""
        return self.improve(instance, rng, Terms())

    @abstractmethod
    def improve(
        self, instance: TspInstance, rng: np.random.Generator, terms: Terms[Tour]
    ) -> BaselineAnswer[Tour]:
        """Tells each tour that is shorter than those before."""


def shortest(instance: TspInstance, *tours: Tour | None) -> Tour:
    """The shortest of those that there are, by true distances: solvers may compare rounded ones."""
    return min((tour for tour in tours if tour is not None), key=instance.length)
