"""What the baselines of the travelling-salesman problem have in common."""

from importlib.metadata import version
from typing import ClassVar

from thinkers import Baseline
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
