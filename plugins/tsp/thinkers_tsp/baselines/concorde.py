"""Concorde (Applegate, Bixby, Chvátal & Cook 2006), a program that the user has."""

import re
from pathlib import Path

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, InvalidInstanceError, SolveError, read_text
from thinkers_tsp.baselines.programs import ProgramBaseline, written
from thinkers_tsp.circuit import TOLERANCE, integer_scale
from thinkers_tsp.instance import Tour, TspInstance

TOGETHER = 2**30
"""Units of all legs of a tour: Concorde counts them in 32 bits."""

OPTIMUM = re.compile(r"^Optimal Solution: (\d+(?:\.\d+)?)", re.MULTILINE)
"""What it prints when it has proved the tour."""


class Concorde(ProgramBaseline):
    """Branch and cut: proves the optimum of symmetric instances; free for academic use.

    It is given integers. Others are scaled and rounded down, so that its optimum is a bound.

    Attributes:
        seconds: Time limit for each instance, > 0; where it does not suffice there is no answer.
    """

    name = "concorde"
    summary = "Concorde (Applegate et al. 2006): branch and cut, symmetric only; a program on PATH"
    programs = ("concorde",)
    variable = "THINKERS_CONCORDE"
    source = "math.uwaterloo.ca/tsp/concorde (academic use)"

    seconds: float = Field(default=60.0, gt=0, le=86400, description="Most time for each instance.")

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """The optimum of the integers that it is given.

        Raises:
            MissingPackageError: There is no Concorde.
            SolveError: It failed, hung, had too little time, or wrote no tour.
        """
        distances = instance.tamed
        scale = integer_scale(distances, TOGETHER // instance.cities)
        with written(np.floor(distances * scale).astype(np.int64), ".tsp") as path:
            answer = path.with_suffix(".sol")
            seed = int(rng.integers(1, 2**31))
            arguments = ["-x", "-s", str(seed), "-o", answer.name, path.name]
            printed = self.run(path.parent, arguments, self.seconds)
            tour = _tour(answer)
        optimum = OPTIMUM.search(printed)
        if optimum is None or sorted(tour.tolist()) != list(range(instance.cities)):
            return BaselineAnswer(tour)  # the check says what is wrong with it
        bound = float(optimum[1]) / scale
        return BaselineAnswer(tour, instance.length(tour) <= bound * (1 + TOLERANCE), bound)

    def unsuitable(self, instance: TspInstance) -> str:
        """Asymmetric instances, and those that are too large, or all where it is missing."""
        if not (reason := super().unsuitable(instance)) and not instance.symmetric:
            return "the distances are not symmetric"
        return reason


def _tour(path: Path) -> Tour:
    """The cities of a solution file, behind their number."""
    try:
        [cities, *tour] = map(int, read_text(path).split())
    except (ValueError, InvalidInstanceError) as error:
        raise SolveError("concorde wrote no tour") from error
    if cities != len(tour):
        raise SolveError(f"concorde wrote {len(tour)} of {cities} cities")
    return np.array(tour, np.int64)
