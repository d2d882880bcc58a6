"""Classical solvers: backtracking of our own, and the constraint solver CP-SAT."""

import numpy as np
from pydantic import Field

from thinkers import Baseline, BaselineAnswer, MissingPackageError
from thinkers_sudoku.puzzle import Grid, Puzzle
from thinkers_sudoku.search import solutions


class Backtracking(Baseline[Puzzle, Grid]):
    """Exact: goes on where one digit fits or has one place; elsewhere tries, and takes back."""

    name, problem, summary = "backtracking", "sudoku", "backtracking where fewest digits fit, exact"

    def solve(self, instance: Puzzle, rng: np.random.Generator) -> BaselineAnswer[Grid]:
        """The first solution; the clues alone where there is none."""
        del rng
        found = solutions(instance.clues, 1)
        return BaselineAnswer(found.grid, proved=True)

    def cheap(self, instance: Puzzle) -> bool:
        """Every puzzle takes milliseconds."""
        del instance
        return True


class CPSat(Baseline[Puzzle, Grid]):
    """Exact: a variable for each cell, all different in each row, column and box."""

    name, problem, summary = "cp-sat", "sudoku", "the constraint solver CP-SAT of OR-Tools, exact"

    seconds: float = Field(default=10.0, gt=0, description="Time limit for an instance, s.")

    def solve(self, instance: Puzzle, rng: np.random.Generator) -> BaselineAnswer[Grid]:
        """The solution it finds; the clues alone where it finds none."""
        try:
            from ortools.sat.python import cp_model
        except ImportError as error:
            hint = "pip install 'thinkers-sudoku[cp-sat]'"
            raise MissingPackageError("the baseline cp-sat needs ortools", hint) from error
        side, box, model = instance.side, instance.box, cp_model.CpModel()
        cells = np.array(
            [
                model.new_int_var(clue or 1, clue or side, f"cell{number}")
                for number, clue in enumerate(instance.clues.flat)
            ],
            dtype=object,
        ).reshape(side, side)
        boxes = cells.reshape(box, box, box, box).swapaxes(1, 2).reshape(side, side)
        for unit in (*cells, *cells.T, *boxes):
            model.add_all_different(unit.tolist())
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = self.seconds
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False  # its handler may hang
        solver.parameters.random_seed = int(rng.integers(2**31))
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return BaselineAnswer(instance.clues, proved=status == cp_model.INFEASIBLE)
        found = [[solver.value(cell) for cell in row] for row in cells]
        return BaselineAnswer(np.array(found, np.int64), proved=True)
