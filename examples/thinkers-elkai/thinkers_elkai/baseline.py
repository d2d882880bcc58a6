"""LKH by way of elkai: a solver that somebody else wrote, as a baseline."""

from importlib.metadata import version
from importlib.util import find_spec

import numpy as np
from pydantic import Field
from thinkers_tsp import Tour, TspInstance

from thinkers import Baseline, BaselineAnswer, MissingPackageError

INSTALL = "pip install elkai (for non-commercial use)"
"""What to do where it is missing."""

STEPS = 1_000_000
"""The longest distance in LKH's integers: times its precision of 100, well within 32 bits."""


class Elkai(Baseline[TspInstance, Tour]):
    """Lin-Kernighan with 5-opt moves, on any distances."""

    name, problem, summary = "elkai", "tsp", "LKH (Helsgaun 2000) by way of elkai; non-commercial"
    runs: int = Field(default=1, ge=1, le=10_000, description="Independent searches.")

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic: its random numbers are always the same."""
        del rng
        try:
            import elkai
        except ImportError as error:
            raise MissingPackageError(f"elkai cannot be imported: {error}", INSTALL) from error
        steps = _steps(instance)
        tour = elkai.DistanceMatrix(steps.tolist()).solve_tsp(self.runs)
        return BaselineAnswer(np.array(tour[:-1], np.int64))  # it ends where it began

    def unsuitable(self, instance: TspInstance) -> str:
        """All, where elkai is missing."""
        del instance
        return "" if find_spec("elkai") else f"elkai is not installed: {INSTALL}"

    def versions(self) -> dict[str, str]:
        """That of elkai, where it is installed."""
        return {"elkai": version("elkai")} if find_spec("elkai") else {}


def _steps(instance: TspInstance) -> np.ndarray:
    """The distances as LKH takes them: it would cut others to integers, and say nothing.

    Integers that are small enough stay as they are. In `tamed`, forbidden legs are no longer than
    needed, so that the others keep their digits.
    """
    ways = instance.tamed
    longest = float(ways.max())
    if longest > STEPS or (ways != np.rint(ways)).any():
        ways = ways * (STEPS / longest)
    return np.rint(ways).astype(np.int64)
