"""The table of a comparison while it fills, above the line that says how far the work is."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from thinkers.cli import rendering
from thinkers.cli.progress import Line
from thinkers.problems.events import Advance
from thinkers.scoring.columns import number, solver_of, turned

if TYPE_CHECKING:
    from thinkers.scoring.contest import Contest, Given

SPARE = (0, 0, 0, 1, 2)
"""How soon each column is left out where there is little room: the times, then the costs."""


class Filling:
    """What there is so far of each solver that has begun.

    Args:
        line: Draws it, and says how far the work is.
        contest: What is compared.
        title: Stands above the table.
        drawn: Whether there is a table; without one, a line is printed of each solver that begins.
    """

    def __init__(self, line: Line, contest: "Contest", title: str, *, drawn: bool) -> None:
        from thinkers.scoring.so_far import Tally

        self._line, self._contest, self._title, self._drawn = line, contest, title, drawn
        self._tally = Tally(contest)

    def watch(self, solver: str, advance: Advance | None) -> None:
        """Hear how far a solver is; None as it begins."""
        if advance is not None:
            self._line.follow(advance, f"{solver}: ")
        elif self._drawn:
            self._tally.begin(solver)
            self._draw()
        else:
            self._line.report(f"running {solver} ...")

    def filled(self, cells: "Iterable[list[Given]]") -> "Iterator[list[Given]]":
        """The same cells, each shown as it comes."""
        for cell in cells:
            if self._drawn:
                self._tally.add(cell)
                self._draw()
            yield cell

    def _draw(self) -> None:
        objective, count = self._contest.problem.objective, len(self._contest.instances)
        columns = ["solver", "done", "ok %", objective.unit if objective else "", "s each"]
        rows = [
            [
                solver_of(each),
                f"{each.done}/{count}",
                number(None if each.feasible is None else 100 * each.feasible),
                turned(objective, each.mean_cost) if objective else "",
                "-" if each.seconds is None else f"{each.seconds:.2g}",
            ]
            for each in self._tally.lines()
        ]
        kept = [place for place, name in enumerate(columns) if name]
        heads, *cells = [[row[place] for place in kept] for row in [columns, *rows]]
        spare = [SPARE[place] for place in kept]
        lines, _ = rendering.fitted(heads, cells, spare, self._line.console.width)
        self._line.put_above([self._title, *lines])
