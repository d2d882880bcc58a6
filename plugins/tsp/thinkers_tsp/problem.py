"""The travelling-salesman problem, symmetric or not, wired together from the files beside."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from thinkers import (
    Advance,
    Effort,
    Figure,
    FileFormat,
    Marks,
    Problem,
    Settings,
    Verdict,
    minimise,
)
from thinkers_tsp.check import check
from thinkers_tsp.generator import generate
from thinkers_tsp.graph import GraphEncoding
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.matrix import MatrixEncoding
from thinkers_tsp.measured import Measured
from thinkers_tsp.reading import TspReading
from thinkers_tsp.valid import MAX_CITIES


class TspParams(Settings):
    """Options of the generator.

    Attributes:
        cities: How many, >= 3.
        distances: How they are drawn, see `kinds`.
    """

    cities: int = Field(default=30, ge=3, description="Number of cities.")
    distances: Literal[
        "euclidean", "symmetric", "asymmetric", "triangle", "clustered", "line", "grid",
        "duplicates", "drilled", "streets", "nearly-symmetric", "forbidden", "scales",
    ] = Field(default="euclidean", description="How distances are drawn.")  # fmt: skip


class Tsp(Problem[TspInstance, Tour]):
    """The shortest closed way through all cities."""

    name = "tsp"
    summary = "travelling salesman: the shortest closed way through all cities"
    Params = TspParams
    Reading = TspReading
    size_option = "cities"
    encodings = {"matrix": MatrixEncoding(), "graph": GraphEncoding()}
    objective = minimise("length")
    reference = "ortools"
    default_model = "tsp/dt-m"
    refinable = True
    refined_by = "lin-kernighan"
    families = {kind: {"distances": kind} for kind in KINDS}
    formats = (
        FileFormat(".tsp", many=False),
        FileFormat(".atsp", many=False),
        FileFormat(".tour", reads=False, instances=False),
        FileFormat(".csv", many=False),
        FileFormat(".npy", answers=False),
        FileFormat(".npz"),
        FileFormat(".txt"),
    )

    def generate(self, rng: np.random.Generator, count: int, params: Settings) -> list[TspInstance]:
        """Draw instances of one distance kind."""
        assert isinstance(params, TspParams)
        return generate(rng, count, params.cities, params.distances)

    def check(self, instance: TspInstance, solution: Tour) -> Verdict:
        """Every city once; the length from the original matrix."""
        self.require(instance)
        return check(instance, solution)

    def label(self, instances: Sequence[TspInstance]) -> list[Tour]:
        """Shortest tours where a proof is cheap, else good ones."""
        from thinkers_tsp.labels import CHEAP_SECONDS, labels

        return [label.tour for label in labels(instances, CHEAP_SECONDS)]

    def lower_bound(self, instance: TspInstance) -> float | None:
        """The Held-Karp bound, rounded down; None of too many cities for a matrix."""
        from thinkers_tsp.bounds import lower_bound

        return lower_bound(instance) if instance.cities <= MAX_CITIES else None

    def produce(
        self,
        path: Path,
        count: int,
        seed: int,
        params: Settings,
        workers: int,
        report: Callable[[str | Advance], None],
    ) -> int:
        """Write labelled instances, and report how many of the labels are proved shortest."""
        from thinkers_tsp.labels import reported

        del workers
        instances = self.generate(np.random.default_rng(seed), count, params)
        suffix = path.suffix.lower()
        holds = all(each.answers for each in self.formats if each.suffix == suffix)
        return self.save(path, instances, reported(instances, report) if holds else None)

    def mutate(self, instance: TspInstance, rng: np.random.Generator) -> TspInstance:
        """One city elsewhere, or two distances exchanged."""
        from thinkers_tsp.changing import changed

        return changed(instance, rng)

    def draw(
        self, instance: TspInstance, solution: Tour | None, marks: Marks[Tour] = Marks()
    ) -> Figure:
        """The tour on the plane, or on a circle where there are no coordinates."""
        from thinkers_tsp.drawing import draw

        return draw(instance, solution, marks)

    def refine(
        self,
        instance: TspInstance,
        solution: Tour,
        effort: Effort,
        scores: NDArray[np.float32] | None = None,
    ) -> Tour:
        """Iterated local search among the legs that are short or likely by the scores."""
        from thinkers_tsp.search import KICKS, search, unheard

        return search(
            instance,
            solution,
            np.random.default_rng(effort.seed),
            kicks=KICKS * instance.cities if effort.seconds is None else None,
            seconds=effort.max_seconds,
            stopped=lambda: effort.interrupted,
            scores=None if scores is None else scores[0],
            report=effort.report if effort.heard else unheard,
        )

    def toy(self) -> tuple[TspInstance, Tour]:
        """Four corners of a square, out of order; the way round is 4 long."""
        corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
        distances = np.abs(corners[:, None] - corners).sum(-1)
        return TspInstance(distances, corners, "toy"), np.array([0, 2, 1, 3])

    def describe(self, instance: TspInstance) -> dict[str, Any]:
        """Coordinates where distances are straight lines, or are too many to write, else distances.

        The metric is said where it is another.
        """
        told: dict[str, Any] = {"name": instance.name}
        if instance.names:
            told["names"] = list(instance.names)
        if instance.coordinates is not None and instance.straight:
            return {**told, "coordinates": instance.coordinates.tolist()}
        ways = instance.ways
        if isinstance(ways, Measured) and instance.cities > MAX_CITIES:
            return {**told, "metric": ways.metric, "coordinates": ways.points.tolist()}
        return {**told, "distances": instance.distances.tolist()}

    def describe_solution(self, solution: Tour) -> dict[str, Any]:
        """The tour, cities counted from 0."""
        return {"tour": solution.tolist()}

    def words(self, instance: TspInstance, solution: Tour) -> str:
        """The cities in order."""
        from thinkers_tsp.wording import tour_in_words

        return tour_in_words(instance, solution)

    def traits(self, instance: TspInstance) -> frozenset[str]:
        """Symmetric or not, straight lines or not, triangle inequality or not, and oddities."""
        from thinkers_tsp.traits import traits

        return traits(instance)

    def read(self, path: Path, options: Settings | None = None) -> list[TspInstance]:
        """TSPLIB, CSV, NumPy or text files."""
        from thinkers_tsp.formats import read

        assert options is None or isinstance(options, TspReading)
        return read(path, options)

    def read_answers(self, path: Path, options: Settings | None = None) -> list[Tour | None]:
        """The tours beside the instances."""
        from thinkers_tsp.formats import read_answers

        assert options is None or isinstance(options, TspReading)
        return read_answers(path, options)

    def read_answers_to(self, path: Path, instances: Sequence[TspInstance]) -> list[Tour | None]:
        """The tour of a TSPLIB tour file, for the instance of its NAME, or for the only one."""
        from thinkers_tsp.formats import read_tour_of

        return read_tour_of(path, instances)

    def write(
        self, path: Path, instances: Sequence[TspInstance], solutions: Sequence[Tour] | None
    ) -> None:
        """TSPLIB instances or tours, CSV, NumPy or text files."""
        from thinkers_tsp.formats import write

        write(path, instances, solutions)
