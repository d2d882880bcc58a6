"""LKH (Helsgaun 2000, 2017), a program that the user has."""

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, InvalidInstanceError, SolveError
from thinkers_tsp.baselines.packages import whole_distances
from thinkers_tsp.baselines.programs import ProgramBaseline, written
from thinkers_tsp.formats import read_tour
from thinkers_tsp.instance import Tour, TspInstance

LONGEST = 10**6
"""Of all distances: times LKH's own precision of 100 this is far within its 32 bits."""

GRACE = 5.0
"""Seconds beyond its limit after which it is killed: it looks at the clock between trials."""


class Lkh(ProgramBaseline):
    """The strongest heuristic there is, symmetric or not; not free for commercial use.

    It is given a parameter file and a TSPLIB file of integers up to a million; other distances are
    scaled to that and rounded, so that it cannot tell tours apart that differ by less.

    Attributes:
        seconds: Time limit for each instance, > 0; it mostly ends sooner.
        runs: Independent searches, the best of which counts.
    """

    name = "lkh"
    summary = "LKH (Helsgaun 2000): Lin-Kernighan with 5-opt moves; a program on PATH"
    programs = ("LKH", "lkh", "LKH-3")
    variable = "THINKERS_LKH"
    source = "akira.ruc.dk/~keld/research/LKH-3 (academic use)"

    seconds: float = Field(default=60.0, gt=0, le=86400, description="Most time for each instance.")
    runs: int = Field(default=1, ge=1, le=10**6, description="Independent searches.")

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic but for `rng`, where the time suffices.

        Raises:
            MissingPackageError: There is no LKH.
            SolveError: It failed, hung, or wrote no tour.
        """
        ways = whole_distances(instance, LONGEST)
        with written(ways, ".tsp" if instance.symmetric else ".atsp") as path:
            parameters, tour = path.with_suffix(".par"), path.with_suffix(".tour")
            settings = {
                "PROBLEM_FILE": path.name,
                "TOUR_FILE": tour.name,
                "RUNS": self.runs,
                "SEED": int(rng.integers(1, 2**31)),
                "TIME_LIMIT": f"{self.seconds / self.runs:.9f}",  # of each run
                "TRACE_LEVEL": 0,
            }
            lines = [f"{key} = {value}\n" for key, value in settings.items()]
            parameters.write_text("".join(lines), encoding="ascii")
            self.run(path.parent, [parameters.name], self.seconds + GRACE)
            try:
                return BaselineAnswer(read_tour(tour, instance.cities))
            except InvalidInstanceError as error:
                told = str(error).replace(f"{path.parent}/", "")
                raise SolveError(f"LKH wrote no tour: {told}") from error
