"""Concorde (Applegate, Bixby, Chvátal & Cook 2006), a program that the user has."""

import re
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, InvalidInstanceError, SolveError, Terms, read_text
from thinkers_tsp.baselines.programs import ProgramBaseline, Progress, written
from thinkers_tsp.circuit import TOLERANCE, integer_scale
from thinkers_tsp.instance import Tour, TspInstance

TOGETHER = 2**30
"""Units of all legs of a tour: Concorde counts them in 32 bits."""

OPTIMUM = re.compile(r"^Optimal Solution: (\d+(?:\.\d+)?)", re.MULTILINE)
"""What it prints when it has proved the tour."""

ROOT = re.compile(r"^Exact lower bound: (\d+(?:\.\d+)?)", re.MULTILINE)
"""What it prints before it branches, first of all: a bound in exact arithmetic."""


class Concorde(ProgramBaseline):
    """Branch and cut: proves the optimum of symmetric instances; free for academic use.

    It is given integers. Others are scaled and rounded down, so that its optimum is a bound.

    It is not called with `-x`, which would remove its files: it ends with the fault of the last
    removal, and that file is often not there.

    Attributes:
        seconds: Time limit for each instance, > 0; where it does not suffice its last tour counts.
    """

    takes_start = False
    name = "concorde"
    summary = "Concorde (Applegate et al. 2006): branch and cut, symmetric only; a program on PATH"
    programs = ("concorde",)
    variable = "THINKERS_CONCORDE"
    source = "math.uwaterloo.ca/tsp/concorde (academic use)"

    seconds: float = Field(default=60.0, gt=0, le=86400, description="Most time for each instance.")

    def improve(
        self, instance: TspInstance, rng: np.random.Generator, terms: Terms[Tour]
    ) -> BaselineAnswer[Tour]:
        """Tells its first tour, and those that are shorter; without a proof the last one counts.

        Raises:
            MissingPackageError: There is no Concorde.
            SolveError: It failed, found nothing in its time, or wrote no tour.
        """
        begin, seconds = perf_counter(), self.within(terms.seconds).seconds
        distances = instance.tamed
        scale = integer_scale(distances, TOGETHER // instance.cities)
        with written(np.floor(distances * scale).astype(np.int64), ".tsp") as path:
            file = path.with_suffix(".sol")  # where it writes its tours on the way, too
            progress = Progress(file, partial(_tour, cities=instance.cities), terms, begin)
            arguments = ["-s", str(int(rng.integers(1, 2**31))), "-o", file.name, path.name]
            cut = self.run(progress, arguments, seconds)
            tour = progress.read(file) if cut is None else cut
            proof = OPTIMUM.search(progress.printed) or ROOT.search(progress.printed)
        if proof is None:
            return BaselineAnswer(tour)
        bound = float(proof[1]) / scale
        return BaselineAnswer(tour, instance.length(tour) <= bound * (1 + TOLERANCE), bound)

    def unsuitable(self, instance: TspInstance) -> str:
        """Asymmetric instances, and those that are too large, or all where it is missing."""
        if not (reason := super().unsuitable(instance)) and not instance.symmetric:
            return "the distances are not symmetric"
        return reason


def _tour(path: Path, cities: int) -> Tour:
    """The cities of a solution file, behind their number.

    Raises:
        SolveError: They are no tour.
    """
    try:
        [number, *tour] = map(int, read_text(path).split())
    except (ValueError, InvalidInstanceError) as error:
        raise SolveError("concorde wrote no tour") from error
    if number != cities or sorted(tour) != list(range(cities)):
        raise SolveError(f"concorde wrote {len(set(tour))} of {cities} cities")
    return np.array(tour, np.int64)
