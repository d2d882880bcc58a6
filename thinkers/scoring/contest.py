"""Cells of a comparison, the stream of answers that they give, and the runs made of these."""

import pickle
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from thinkers.errors import ThinkersError
from thinkers.problems.events import Advance
from thinkers.problems.events import unwatched as ignore
from thinkers.scoring.crew import Crew, Lost, Task
from thinkers.scoring.runs import Answer, AnyProblem, Kind, Run, failure
from thinkers.scoring.solver import Solver

WatchSolver = Callable[[str, Advance | None], None]
"""Told a solver's name and how far it is; None as it starts."""

Place = tuple[int, int]
"""Where a solver stands among the solvers, and an instance among the instances."""


def unwatched(solver: str, advance: Advance | None) -> None:
    """A listener that ignores all progress."""
    del solver, advance


@dataclass(frozen=True, eq=False)
class Given:
    """What one solver gave for one instance.

    Attributes:
        solver: Where the solver stands among the solvers.
        instance: Where the instance stands among the instances.
        answers: One for each of the solver's kinds.
    """

    solver: int
    instance: int
    answers: tuple[Answer, ...]

    @property
    def place(self) -> Place:
        """Whose it is, and of what."""
        return self.solver, self.instance


@dataclass(frozen=True)
class Cell:
    """A solver and the instances that it answers together; done as a whole, or not at all."""

    solver: int
    instances: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Contest:
    """Some solvers, and the instances that each of them is to solve.

    Attributes:
        problem: What the instances are of.
        instances: The tasks, at least one.
        solvers: Wins and losses are counted against the first baseline among them.
    """

    problem: AnyProblem
    instances: Sequence[Any]
    solvers: Sequence[Solver]

    def cells(self, done: Mapping[Place, Given] | None = None) -> Iterator[Cell]:
        """The work, solver by solver, without cells of which all is done.

        How it is cut into cells depends on nothing but the solvers and the number of instances, so
        that an answer is the same however many processes there are and whatever was done before.
        """
        for solver, each in enumerate(self.solvers):
            for begin in range(0, len(self.instances), each.block):
                block = range(begin, min(begin + each.block, len(self.instances)))
                if not all((solver, instance) in (done or {}) for instance in block):
                    yield Cell(solver, tuple(block))

    def answers(
        self, watch: WatchSolver = unwatched, done: Mapping[Place, Given] | None = None
    ) -> Iterator[list[Given]]:
        """The answers of each cell as they come, one cell after the other in this process.

        Args:
            watch: Told of each solver.
            done: What there is already; it comes first, and is not sought again.
        """
        kept = list((done or {}).values())
        if kept:
            yield kept
        said = -1
        for cell in self.cells(done):
            solver = self.solvers[cell.solver]
            if cell.solver > said:
                said = cell.solver
                watch(solver.name, None)
            told = partial(self._tell, watch, cell)
            answers = solver.answers(cell.instances, self.of(cell), told)
            yield [each for each in self.given(cell, answers) if each.place not in (done or {})]

    def spread(
        self, crew: Crew, watch: WatchSolver = unwatched, done: Mapping[Place, Given] | None = None
    ) -> Iterator[list[Given]]:
        """The answers of each cell as they come, the cells done by a crew.

        Args:
            crew: Who does them; their number changes no answer, times apart.
            watch: Told how far each solver is.
            done: As in `answers`.

        Raises:
            ThinkersError: A solver cannot solve anything at all.
        """
        if crew.alone:
            yield from self.answers(watch, done)
            return
        kept = dict(done or {})
        if kept:
            yield list(kept.values())
        cells = list(self.cells(kept))
        count = Counter(solver for solver, _ in kept)
        with closing(crew.outcomes(self._tasks(cells))) as outcomes:
            for place, answers in outcomes:
                cell = cells[place]
                if isinstance(answers, ThinkersError):
                    raise answers
                if isinstance(answers, Lost):
                    answers = self._lost(cell, answers)
                found = [each for each in self.given(cell, answers) if each.place not in kept]
                count[cell.solver] += len(found)
                at = Advance("solving", count[cell.solver], len(self.instances))
                watch(self.solvers[cell.solver].name, at)
                yield found

    def _tasks(self, cells: Sequence[Cell]) -> Iterator[Task]:
        """The work of each cell; a solver is pickled once, and unpickled once in each process."""
        from cloudpickle import dumps

        pickled = cache(lambda solver: dumps(self.solvers[solver]))
        for cell in cells:
            yield partial(_answered, pickled(cell.solver), cell, self.of(cell))

    def _lost(self, cell: Cell, lost: Lost) -> list[tuple[Answer, ...]]:
        """The failures that a cell gives of which processes die."""
        solver = self.solvers[cell.solver]
        failed = failure(lost.reason, 0.0, solver.budget)
        return [(failed,) * len(solver.kinds)] * len(cell.instances)

    def of(self, cell: Cell) -> list[Any]:
        """The instances of a cell."""
        return [self.instances[index] for index in cell.instances]

    def given(self, cell: Cell, answers: Sequence[tuple[Answer, ...]]) -> Iterator[Given]:
        """The answers of a cell, each with its place."""
        for instance, each in zip(cell.instances, answers, strict=True):
            yield Given(cell.solver, instance, each)

    def _tell(self, watch: WatchSolver, cell: Cell, at: Advance) -> None:
        """Tell of a cell as part of its solver's whole work."""
        whole = replace(at, done=cell.instances[0] + at.done, total=len(self.instances))
        watch(self.solvers[cell.solver].name, whole)

    def runs(self, given: Iterable[Given]) -> list[Run]:
        """The answers by solver and kind, in the order of the solvers.

        Args:
            given: Those of every solver to every instance, in any order.
        """
        found = {each.place: each.answers for each in given}
        every = range(len(self.instances))
        return [
            _run(each.name, kind, [found[solver, instance][place] for instance in every])
            for solver, each in enumerate(self.solvers)
            for place, kind in enumerate(each.kinds)
        ]

    def part(self, given: Iterable[Given]) -> "tuple[Contest, list[Given]]":
        """The solvers that gave anything, on the instances that each of these answered.

        Args:
            given: Some of all answers, as when the work was ended early.
        """
        found = {each.place: each for each in given}
        solvers = sorted({solver for solver, _ in found})
        instances = [
            instance for instance in range(len(self.instances))
            if all((solver, instance) in found for solver in solvers)
        ]  # fmt: skip
        part = Contest(
            self.problem, [self.instances[each] for each in instances],
            [self.solvers[each] for each in solvers],
        )  # fmt: skip
        return part, [
            Given(place, number, found[solver, instance].answers)
            for place, solver in enumerate(solvers)
            for number, instance in enumerate(instances)
        ]


class _Here(threading.local):
    """The solver that is at work in this thread: what it started and compiled serves all cells."""

    pickled: bytes = b""
    solver: Solver


_here = _Here()


def _answered(
    pickled: bytes, cell: Cell, instances: Sequence[Any]
) -> list[tuple[Answer, ...]] | ThinkersError:
    """The answers of a cell, in whatever process; or why the solver cannot solve anything."""
    if _here.pickled != pickled:
        _here.pickled, _here.solver = pickled, pickle.loads(pickled)
    try:
        return _here.solver.answers(cell.instances, instances, ignore)
    except ThinkersError as error:
        return error


def _run(solver: str, kind: Kind, answers: Sequence[Answer]) -> Run:
    """A run; that of a baseline without any answer but bounds is one of bounds."""
    only_bounds = all(each.solution is None and each.bound is not None for each in answers)
    return Run(solver, "bound" if only_bounds else kind, answers)
