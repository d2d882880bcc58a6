"""Sudoku: every row, column and box has each digit once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from thinkers import Figure, FileFormat, InvalidInstanceError, Marks, Problem, Settings, Verdict
from thinkers_sudoku.check import check
from thinkers_sudoku.encoding import CandidatesEncoding
from thinkers_sudoku.formats import as_text, read, write
from thinkers_sudoku.generator import changed, draw
from thinkers_sudoku.puzzle import Grid, Puzzle
from thinkers_sudoku.search import solutions
from thinkers_sudoku.symmetry import Symmetry

HIGHEST = 10**6
"""A rating that no puzzle has."""


class SudokuParams(Settings):
    """Options of the generator; each field becomes a command-line option."""

    side: Literal[4, 9] = Field(default=9, description="Cells along a side.")
    blanks: int | None = Field(
        default=None, ge=1, description="Cells to empty; without it, until each clue is needed."
    )
    easiest: int = Field(default=0, ge=0, description="Lowest rating: dead ends of a search.")
    hardest: int = Field(default=HIGHEST, ge=0, description="Highest rating.")

    @model_validator(mode="after")
    def _ratings_are_ordered(self) -> Self:
        if self.easiest > self.hardest:
            raise ValueError(f"expected easiest <= {self.hardest}, got {self.easiest}")
        return self


class Sudoku(Problem[Puzzle, Grid]):
    """Puzzles with one solution, rated by the dead ends that a search for all solutions meets."""

    name = "sudoku"
    summary = "fill in a grid: every row, column and box has each digit once"
    Params = SudokuParams
    size_option = "side"
    encodings = {"candidates": CandidatesEncoding()}
    reference = "backtracking"
    formats = (FileFormat(".csv"), FileFormat(".txt"))
    families = {
        "minimal": {},
        "one-blank": {"blanks": 1},
        "blanks-20": {"blanks": 20},
        "blanks-40": {"blanks": 40},
        "rated-0": {"hardest": 0},
        "rated-1": {"easiest": 1, "hardest": 1},
        "rated-2": {"easiest": 2, "hardest": 4},
        "rated-5": {"easiest": 5, "hardest": 9},
        "rated-10": {"easiest": 10},
    }

    def generate(self, rng: np.random.Generator, count: int, params: Settings) -> list[Puzzle]:
        """Puzzles of these ratings."""
        assert isinstance(params, SudokuParams)
        asked = params.side, params.blanks, params.easiest, params.hardest
        return [draw(child, *asked) for child in rng.spawn(count)]

    def check(self, instance: Puzzle, solution: Grid) -> Verdict:
        """By the rules; each puzzle that has several solutions may have any of them."""
        return check(instance.clues.tolist(), solution.tolist())

    def label(self, instances: Sequence[Puzzle]) -> list[Grid]:
        """The solutions, by backtracking."""
        return [self._solved(puzzle) for puzzle in instances]

    def _solved(self, puzzle: Puzzle) -> Grid:
        found = solutions(puzzle.clues, 1)
        if not found.solutions:
            raise InvalidInstanceError("the puzzle has no solution", "look at its clues")
        return found.grid

    def toy(self) -> tuple[Puzzle, Grid]:
        """4 x 4 cells, every empty one with one digit that fits."""
        grid = np.array([[1, 2, 3, 4], [3, 4, 1, 2], [2, 1, 4, 3], [4, 3, 2, 1]])
        return Puzzle(np.where(np.eye(4, dtype=bool), 0, grid)), grid

    def symmetric(
        self, instance: Puzzle, rng: np.random.Generator
    ) -> tuple[Puzzle, Callable[[Grid], Grid]]:
        """By any symmetry of Sudoku; an equivariant thinker gives them all one answer."""
        by = Symmetry.draw(rng, instance.side)
        return Puzzle(by.grid(instance.clues), instance.source, instance.rating), by.undone

    def mutate(self, instance: Puzzle, rng: np.random.Generator) -> Puzzle | None:
        """One clue more and another one less; None where there are several solutions, or none."""
        return changed(instance, rng)

    def traits(self, instance: Puzzle) -> frozenset[str]:
        """Whether it has several solutions, or none."""
        count = solutions(instance.clues).solutions
        return frozenset({0: {"no solution"}, 1: set[str](), 2: {"several solutions"}}[count])

    def draw(self, instance: Puzzle, solution: Grid | None, marks: Marks[Grid] = Marks()) -> Figure:
        """The grid, clues in black."""
        from thinkers_sudoku.drawing import draw

        return draw(instance, solution, marks)

    def describe(self, instance: Puzzle) -> dict[str, Any]:
        """The clues row by row, `.` in empty cells."""
        return {"clues": as_text(instance.clues)}

    def describe_solution(self, solution: Grid) -> dict[str, Any]:
        """The digits row by row."""
        return {"digits": as_text(solution)}

    def read(self, path: Path, options: Settings | None = None) -> list[Puzzle]:
        """A table `source,question,answer,rating`, or text, 81 or 16 characters a line."""
        del options
        return [puzzle for puzzle, _ in read(path)]

    def read_answers(self, path: Path, options: Settings | None = None) -> list[Grid | None]:
        """The answers that stand beside the puzzles."""
        del options
        return [answer for _, answer in read(path)]

    def write(
        self, path: Path, instances: Sequence[Puzzle], solutions: Sequence[Grid] | None
    ) -> None:
        """A table, or text without sources and ratings."""
        write(path, instances, solutions)
