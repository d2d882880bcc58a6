"""LKH (Helsgaun 2000, 2017), a program that the user has."""

from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, InvalidInstanceError, SolveError, Terms
from thinkers_tsp.baselines.base import shortest
from thinkers_tsp.baselines.packages import whole_distances
from thinkers_tsp.baselines.programs import ProgramBaseline, Progress, written
from thinkers_tsp.instance import Tour, TspInstance

LONGEST = 10**6
"""Of all distances: times LKH's own precision of 100 this is far within its 32 bits."""


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

    def improve(
        self, instance: TspInstance, rng: np.random.Generator, terms: Terms[Tour]
    ) -> BaselineAnswer[Tour]:
        """Tells each best tour that a trial found.

        Deterministic but for `rng`, where the time suffices.

        Raises:
            MissingPackageError: There is no LKH.
            SolveError: It failed, found nothing in its time, or wrote no tour.
        """
        from thinkers_tsp.formats import write

        begin, seconds = perf_counter(), self.within(terms.seconds).seconds
        ways = whole_distances(instance, LONGEST)
        read = partial(_tour, cities=instance.cities)
        with written(ways, ".tsp" if instance.symmetric else ".atsp") as path:
            best, found = path.with_name("best.tour"), path.with_name("found.tour")
            settings = {
                "PROBLEM_FILE": path.name,
                "OUTPUT_TOUR_FILE": best.name,  # of each trial that is the best so far
                "TOUR_FILE": found.name,  # of each such run
                "RUNS": self.runs,
                "SEED": int(rng.integers(1, 2**31)),
                "TIME_LIMIT": f"{seconds / self.runs:.9f}",  # of each run, behind its preparations
                "TRACE_LEVEL": 0,
            }
            if terms.start is not None:
                write(path.with_name("start.tour"), [instance], [terms.start])
                settings["INITIAL_TOUR_FILE"] = "start.tour"
            lines = [f"{key} = {value}\n" for key, value in settings.items()]
            path.with_name("lkh.par").write_text("".join(lines), encoding="ascii")
            progress = Progress(best, read, terms, begin, terms.start)
            cut = self.run(progress, ["lkh.par"], seconds)
            tour = read(found) if cut is None else cut
        return BaselineAnswer(shortest(instance, tour, terms.start))


def _tour(path: Path, cities: int) -> Tour:
    from thinkers_tsp.formats import read_tour

    try:
        return read_tour(path, cities)
    except InvalidInstanceError as error:
        told = str(error).replace(f"{path.parent}/", "")
        raise SolveError(f"LKH wrote no tour: {told}") from error
