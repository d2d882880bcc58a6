"""How a model does on every family of its problem, at every size: as good as its worst family."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Any

from thinkers.errors import ConfigError, InvalidInstanceError, MemoryLimitError
from thinkers.models.card import Card
from thinkers.models.kinds import AnyModel
from thinkers.problems.events import Watch, unwatched
from thinkers.problems.problem import Problem
from thinkers.scoring.crew import Crew, Lost, in_order
from thinkers.scoring.evaluating import Evaluation, evaluate

AnyProblem = Problem[Any, Any]

SECONDS = 480.0
"""Wall time that a whole stress test aims at where nobody says how many instances a row has."""

COUNTS = (100, 50, 20, 10, 5, 2, 1)
"""How many instances a row has then, the most that there is time for."""

SIZES = 3
"""How many of the sizes on a model's card are measured by default: the largest."""


@dataclass(frozen=True)
class Trial:
    """What a model does on instances of one family and size.

    Attributes:
        family: The family; empty for a problem that names none.
        size: Value of the problem's size option, None where it has none.
        measured: What was measured; None where nothing was.
        note: Why nothing was.
    """

    family: str
    size: int | None
    measured: Evaluation | None
    note: str = ""

    @property
    def feasible(self) -> float | None:
        """Share of feasible answers."""
        return None if self.measured is None else self.measured.feasible

    @property
    def exact(self) -> float | None:
        """Share of answers that are as good as the label."""
        return None if self.measured is None else self.measured.exact

    @property
    def mean_gap(self) -> float | None:
        """Mean excess over the label's cost."""
        return None if self.measured is None else self.measured.mean_gap

    @property
    def cell_accuracy(self) -> float | None:
        """Mean share of each answer that is right."""
        return None if self.measured is None else self.measured.cell_accuracy

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types, without the single results."""
        measured = {} if self.measured is None else self.measured.as_dict()
        return {**measured, "family": self.family, "size": self.size, "note": self.note}

    def records(self) -> Iterator[dict[str, Any]]:
        """One row for each instance, in plain JSON types."""
        for record in () if self.measured is None else self.measured.records():
            yield {"family": self.family, **record}


@dataclass(frozen=True)
class Stress:
    """A model, and all that is the same for its trials.

    Attributes:
        problem: The model's problem.
        model: What is measured.
        instances: How many each trial has; None for as many as there is time for.
        seconds: The time that there is for all trials together then; when it is over, those that
            are left are left out.
        seed: Draws the instances, of each trial the same.
        device: `auto`, `cpu` or `cuda`.
    """

    problem: AnyProblem
    model: AnyModel
    instances: int | None = None
    seconds: float = SECONDS
    seed: int = 0
    device: str = "auto"

    def trials(
        self, families: Sequence[str], sizes: Sequence[int | None], watch: Watch = unwatched
    ) -> Iterator[Trial]:
        """Measure every family at every size, the first sizes first."""
        if self.instances is None:
            self._warm_up(families[:1], sizes[:1])
        end = perf_counter() + self.seconds
        for place, size in enumerate(sizes):
            now = perf_counter()
            until = now + (end - now) / (len(sizes) - place)
            yield from self._at(size, families, until, watch)

    def spread(
        self,
        crew: Crew,
        families: Sequence[str],
        sizes: Sequence[int | None],
        watch: Watch = unwatched,
    ) -> Iterator[Trial]:
        """The same trials, measured by a crew; `watch` hears of one that is this process alone.

        Raises:
            ConfigError: Nobody said how many instances each has, and the crew is several.
        """
        if crew.alone:
            yield from self.trials(families, sizes, watch)
            return
        if self.instances is None:
            raise ConfigError(
                "how many instances there is time for, only one process alone can tell",
                "give --instances, or leave out --jobs and --backend",
            )
        places = [(family, size) for size in sizes for family in families]
        tasks = [
            partial(_tried, family, size, partial(
                self._evaluate, family, size, self.instances, unwatched
            ))
            for family, size in places
        ]  # fmt: skip
        with closing(crew.outcomes(tasks)) as outcomes:
            for place, found in in_order(outcomes):
                lost = isinstance(found, Lost)
                yield Trial(*places[place], None, found.reason) if lost else found

    def _at(
        self, size: int | None, families: Sequence[str], until: float, watch: Watch
    ) -> Iterator[Trial]:
        """The trials of one size, which end about `until`."""
        for place, family in enumerate(families):
            left = len(families) - place
            yield _tried(family, size, partial(self._trial, family, size, until, left, watch))

    def _trial(
        self, family: str, size: int | None, until: float, left: int, watch: Watch
    ) -> Evaluation | None:
        """What is measured, in a share of the time for the `left` families; None without any.

        Of a family that has fewer instances than there is time for, as puzzles may, as many of
        `COUNTS` as it has: `evaluate` refuses more before it solves any.
        """
        if self.instances is not None:
            return self._evaluate(family, size, self.instances, watch)
        begin = perf_counter()
        if begin >= until:
            return None
        first = self._evaluate(family, size, 1, watch)
        now = perf_counter()
        most = affordable((until - begin) / left - (now - begin), now - begin)
        for count in (count for count in COUNTS if 1 < count <= most):
            with suppress(InvalidInstanceError):
                return self._evaluate(family, size, count, watch)
        return first

    def _warm_up(self, families: Sequence[str], sizes: Sequence[int | None]) -> None:
        """Load and compile what is needed, so that it is not counted as an instance's time."""
        with suppress(ConfigError, InvalidInstanceError, MemoryLimitError):
            for family, size in zip(families, sizes, strict=True):
                self._evaluate(family, size, 1, unwatched)

    def _evaluate(self, family: str, size: int | None, count: int, watch: Watch) -> Evaluation:
        return evaluate(
            self.problem, self.model, size, count, params={"family": family} if family else {},
            device=self.device, seed=self.seed, watch=watch,
        )  # fmt: skip


def _tried(family: str, size: int | None, measure: Callable[[], Evaluation | None]) -> Trial:
    """The trial that something measures; why it does not, where it is refused or has no time."""
    try:
        found = measure()
    except (ConfigError, InvalidInstanceError, MemoryLimitError) as error:
        return Trial(family, size, None, str(error))
    return Trial(family, size, found, "" if found else "no time was left")


def affordable(seconds: float, each: float) -> int:
    """How many instances of `each` seconds there is time for, of `COUNTS`; 0 where for none."""
    return next((count for count in COUNTS if count * each <= seconds), 0)


def usual_sizes(problem: AnyProblem, card: Card) -> list[int | None]:
    """The sizes to measure a model at: the largest on its card, or the generator's own."""
    if problem.size_option is None:
        return [None]
    measured = sorted({score.size for score in card.scores if score.size is not None})
    return [*measured[-SIZES:]] or [getattr(problem.Params(), problem.size_option)]
