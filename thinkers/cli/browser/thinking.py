"""Solvers at work on one instance, in a thread of their own that can be stopped at any time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import nan
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from thinkers.cli.errors import Explanation, explain
from thinkers.cli.watching.track import Track
from thinkers.errors import SolveError
from thinkers.registry.registry import AnyProblem, installed

if TYPE_CHECKING:
    from thinkers.scoring.footing.worker import Worker

SECONDS, MAX_SECONDS = 10.0, 600.0
"""What a baseline may take, unless another time is asked for, and the most (our choice)."""

MAX_ITERATIONS = 10_000
"""As many as can be stepped through; `thinkers solve` takes more (our choice)."""

WORD = "baseline "
"""Before the names of baselines, where models are named beside them."""


@dataclass(frozen=True)
class Wish:
    """Who is to solve, and for how long.

    Attributes:
        models: Their full names.
        baselines: Their names.
        iterations: As many for each model; None for its own rule.
        seconds: The most that a baseline may take.
    """

    models: Sequence[str]
    baselines: Sequence[str] = ()
    iterations: int | None = None
    seconds: float = SECONDS


@dataclass(eq=False)
class Thinking:
    """Solvers one after the other; what fails is told, and the others go on.

    Attributes:
        problem: What the instance is of.
        instance: The task.
        wish: Who is to solve it.
        tracks: Of each that has begun, growing; all have a frame.
        told: What went wrong, and what else there is to say.
    """

    problem: AnyProblem
    instance: Any
    wish: Wish
    tracks: list[Track] = field(default_factory=list)
    told: list[Explanation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop, self._worker = Event(), list["Worker"]()
        self._thread = Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End soon: models after an iteration, a baseline's process at once."""
        self._stop.set()
        for worker in self._worker:
            worker.stop()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for the end."""
        self._thread.join(seconds)

    @property
    def running(self) -> bool:
        """Whether somebody still thinks."""
        return self._thread.is_alive()

    def _work(self) -> None:
        steps = [(self._think, name) for name in self.wish.models]
        steps += [(self._solve, name) for name in self.wish.baselines]
        for step, name in steps:
            if self._stop.is_set():
                return
            try:
                step(name)
            except BaseException as error:  # plugins may raise anything, and this is a thread
                self.told.append(explain(error))

    def _think(self, name: str) -> None:
        from thinkers.registry.choosing import choose_for

        choice = choose_for(installed(), self.problem, [self.instance], name)
        if choice.warning:
            self.told.append(Explanation(choice.warning, "", 0))
        track = Track(self.problem, self.instance, choice.model.card.name)

        def tell(track: Track) -> None:
            if len(track.frames) == 1:
                self.tracks.append(track)

        track.think(choice.model, self.wish.iterations, self._stop, tell)

    def _solve(self, name: str) -> None:
        from thinkers.engine.watching import Frame
        from thinkers.scoring.footing.footing import Footing
        from thinkers.scoring.footing.performing import Request
        from thinkers.scoring.footing.worker import Worker
        from thinkers.scoring.measuring import judged

        baseline = installed().baselines(self.problem.name)[name]
        footing = Footing(self.wish.seconds)
        request = Request(self.instance, seconds=footing.seconds)
        worker = Worker(self.problem, baseline)
        self._worker = [worker]
        if self._stop.is_set():  # before there was a worker to stop
            return
        try:
            done = worker.perform(request, footing.end)
        finally:
            worker.close()
        if self._stop.is_set():  # its process was ended for that
            return
        answer = judged(self.problem, baseline, request, done, footing)
        if answer.solution is None:
            raise SolveError(f"{WORD}{name}: {answer.failure or answer.verdict.reason}")
        frame = Frame(0, answer.solution, answer.verdict, nan, nan)
        title = f"{WORD}{baseline.label}"
        self.tracks.append(
            Track(self.problem, self.instance, title, [frame], "end", iterates=False)
        )
