"""Mazes: mark the shortest path from start to end (Schwarzschild et al. 2021)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from thinkers import Figure, FileFormat, Problem, Settings, Sketch, Verdict, minimise
from thinkers import Marks as Beside
from thinkers_maze.check import check
from thinkers_maze.compiled import worth_compiling
from thinkers_maze.encodings.cell import CellEncoding
from thinkers_maze.encodings.move import MoveEncoding
from thinkers_maze.encodings.pixel import PixelEncoding
from thinkers_maze.generator import generate
from thinkers_maze.instance import UNDECIDED, Marks, MazeInstance
from thinkers_maze.params import FAMILIES, MazeParams
from thinkers_maze.reading import NOWHERE, MazeReading
from thinkers_maze.shortest import distances, shortest_path
from thinkers_maze.symmetries import symmetric
from thinkers_maze.traits import traits


class Maze(Problem[MazeInstance, Marks]):
    """The shortest way through a maze, as marks on its cells."""

    name = "maze"
    summary = "mazes: mark the shortest path from start to end"
    Params = MazeParams
    size_option = "size"
    encodings = {"cell": CellEncoding(), "pixel": PixelEncoding(), "move": MoveEncoding()}
    objective = minimise("length")
    reference = "bfs"
    default_model = "maze/proven"
    families = FAMILIES
    Reading = MazeReading
    formats = (
        FileFormat(".txt"),
        FileFormat(".csv"),
        FileFormat(".png", many=False),
        FileFormat(".npy"),
        FileFormat(".npz"),
        FileFormat(".map", writes=False, many=False, answers=False),
        FileFormat(".scen", writes=False, answers=False),
    )
    sketch = Sketch(".txt", {" ": "free", "#": "wall", "S": "start", "E": "end"}, once="SE")

    def generate(
        self, rng: np.random.Generator, count: int, params: Settings
    ) -> list[MazeInstance]:
        """Mazes of one size and kind, between two ends.

        Raises:
            ConfigError: No maze of that kind has two ends with a shortest path of that length.
        """
        assert isinstance(params, MazeParams)
        return generate(rng, count, params)

    def check(self, instance: MazeInstance, solution: Marks) -> Verdict:
        """A simple path of the shortest length, or why not."""
        self.require(instance)
        return check(instance, solution)

    def label(self, instances: Sequence[MazeInstance]) -> list[Marks]:
        """Shortest paths, by breadth-first search.

        Raises:
            SolveError: A maze has no path.
        """
        cells = sum(instance.walls.size for instance in instances)
        compiled = worth_compiling(cells, len(instances))
        return [shortest_path(instance, compiled) for instance in instances]

    def lower_bound(self, instance: MazeInstance) -> float | None:
        """The steps of the shortest path, by breadth-first search; None where there is none."""
        steps = int(distances(instance.walls, instance.start)[instance.end])
        return float(steps) if steps >= 0 else None

    def symmetric(
        self, instance: MazeInstance, rng: np.random.Generator
    ) -> tuple[MazeInstance, Callable[[Marks], Marks]]:
        """Turned and mirrored, the ends exchanged or not: sixteen symmetries."""
        return symmetric(instance, rng)

    def draw(
        self, instance: MazeInstance, solution: Marks | None, marks: Beside[Marks] = Beside()
    ) -> Figure:
        """Half blocks in the terminal, squares in files."""
        from thinkers_maze.drawing import draw

        return draw(instance, solution, marks)

    def toy(self) -> tuple[MazeInstance, Marks]:
        """Three by three cells: along the top, down on the right, and back to the lower left."""
        walls = np.array([[0, 0, 0], [1, 1, 0], [0, 0, 0]], bool)
        marks = np.array([[1, 1, 1], [0, 0, 1], [1, 1, 1]], np.int8)
        return MazeInstance(walls, (0, 0), (2, 0), "toy"), marks

    def describe(self, instance: MazeInstance) -> dict[str, Any]:
        """Rows of `#` and spaces, and both ends as row and column."""
        rows = ["".join("#" if wall else " " for wall in row) for row in instance.walls.tolist()]
        ends = {"start": list(instance.start), "end": list(instance.end)}
        return {"name": instance.name, "rows": rows, **ends}

    def describe_solution(self, solution: Marks) -> dict[str, Any]:
        """The marked cells as rows and columns, row by row, and the undecided ones."""
        return {
            "marked": np.argwhere(solution == 1).tolist(),
            "undecided": np.argwhere(solution == UNDECIDED).tolist(),
        }

    def mutate(self, instance: MazeInstance, rng: np.random.Generator) -> MazeInstance | None:
        """One end elsewhere, or a wall and a free cell exchanged."""
        from thinkers_maze.changing import changed

        return changed(instance, rng)

    def words(self, instance: MazeInstance, solution: Marks) -> str:
        """The moves from start to end, or the marked cells where they are no path."""
        from thinkers_maze.wording import marks_in_words

        return marks_in_words(instance, solution)

    def traits(self, instance: MazeInstance) -> frozenset[str]:
        """Loops, open areas, ends in corridors, ...: what the easy-to-hard data never has."""
        return traits(instance)

    def read(self, path: Path, options: Settings | None = None) -> list[MazeInstance]:
        """Text, HRM rows, PNG, easy-to-hard arrays, or maps of Moving AI."""
        assert options is None or isinstance(options, MazeReading)
        from thinkers_maze.formats import read

        return read(path, options.given if options else NOWHERE)

    def read_answers(self, path: Path, options: Settings | None = None) -> list[Marks | None]:
        """Paths drawn into text and pictures, HRM answers, and easy-to-hard solutions."""
        assert options is None or isinstance(options, MazeReading)
        from thinkers_maze.formats import read_answers

        return read_answers(path, options.given if options else NOWHERE)

    def write(
        self, path: Path, instances: Sequence[MazeInstance], solutions: Sequence[Marks] | None
    ) -> None:
        """Text, HRM rows, PNG or easy-to-hard arrays."""
        from thinkers_maze.formats import write

        write(path, instances, solutions)
