"""Solving: encode, iterate until a stop rule says so, decode, check, refine, record."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, replace
from functools import cached_property, partial
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING, Generic, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.answering import Answer, Answering, Reading
from thinkers.engine.batching import Batching, usual_batch
from thinkers.engine.choosing import choose_runtime
from thinkers.engine.looking import ReadWhen
from thinkers.engine.reading import BestReadings
from thinkers.engine.reason import Reason
from thinkers.engine.result import Result
from thinkers.engine.runtime import Precision, Runtime, Shape
from thinkers.engine.stop import (
    AnyOf,
    Converged,
    Deadline,
    Interrupted,
    MaxIterations,
    Settled,
    StopRule,
)
from thinkers.engine.thoughts import Thoughts, Trace
from thinkers.errors import ConfigError, is_out_of_memory
from thinkers.problems.batch import Batch
from thinkers.problems.effort import Effort
from thinkers.problems.encoding import Encoding
from thinkers.problems.events import Advance, Watch, unwatched
from thinkers.problems.instances import require_instance
from thinkers.problems.problem import Instance, Problem, Solution

if TYPE_CHECKING:
    from thinkers.engine.acceleration import Acceleration
    from thinkers.models.kinds import AnyModel

StopFor = Callable[["AnyModel", Shape], StopRule]
"""Gives the stop rule for instances of one shape."""

DEFAULT_TOLERANCE = 1e-4
"""Relative residual below which a thought counts as settled (our choice)."""


class SolveOptions(TypedDict, total=False):
    """How `solve` and `solve_iter` solve; each may be left out.

    Attributes:
        refine: How long to improve each answer by the problem's classical means; None for not.
        seconds: Wall time of each answer from encoding to verdict, on average over a batch; None
            for as long as it takes. Thinking and refining end in time for the rest; encoding,
            decoding, one operation and half a second of the first step are not cut short.
        interrupt: Once set, the best so far is the answer; batches that have not begun get none.
        device: `auto`, `cpu` or `cuda`.
        seed: The seed that drew the instances, for the record.
        trace: After which iterations the scores are kept; True for all.
        acceleration: As in `think`.
        batch: The most that think together, >= 1; None for 64, of large ones as few as are
            fastest, and for 512 on a GPU. There are fewer where memory is short: a batch that runs
            out of it is halved and begins anew, with a time of its own.
        watch: Told how many are answered, and how far those are that think.
        heat: Whether results keep what the scores say of each place, for pictures.
        precision: `float32`, or `bf16`: faster on some GPUs, and nothing is proven.
        draws: How many more answers of each instance are drawn from its scores, >= 0; the best of
            all is the answer, and `raw` the thinker's own. For problems with an objective, and in
            place of refining.
    """

    refine: Effort | None
    seconds: float | None
    interrupt: Event | None
    device: str
    seed: int | None
    trace: Trace
    acceleration: "type[Acceleration] | None"
    batch: int | None
    watch: Watch
    heat: bool
    precision: Precision
    draws: int


def solve(
    problem: Problem[Instance, Solution],
    instances: Sequence[Instance],
    model: "AnyModel",
    stop: StopRule | StopFor | None = None,
    **options: Unpack[SolveOptions],
) -> list[Result[Instance, Solution]]:
    """Solve instances with a model; instances of one shape are a batch.

    Args:
        problem: What the instances are of.
        instances: The tasks, of any shapes.
        model: A trained thinker of that problem, for torch or for onnxruntime.
        stop: When to stop, or what gives the rule for a model and a shape; by default
            `default_stop`. Rules count their time from the start of each batch's thinking.
        options: `refine`, `seconds`, `interrupt`, `device`, `seed`, `trace`, `acceleration`,
            `batch`, `watch`, `heat`, `precision` and `draws`, see `SolveOptions`.

    Returns:
        One result per instance, in order; fewer only when interrupted. An infeasible answer is a
        result like any other.

    Raises:
        ThinkersError: An instance is not one of the problem or too large for the free memory, the
            device is not there, or `seconds` or `batch` is too small.
    """
    problem.require(*instances)
    run = _Run(problem, model, stop, len(instances), **options)
    return list(run.results([instances]))


def solve_iter(
    problem: Problem[Instance, Solution],
    instances: Iterable[Instance],
    model: "AnyModel",
    stop: StopRule | StopFor | None = None,
    **options: Unpack[SolveOptions],
) -> Iterator[Result[Instance, Solution]]:
    """Solve instances as they come, batch by batch, in constant memory.

    No more instances are drawn than think together, and no result is kept once it is given.
    Results are those of `solve`, in the same order, and the same to the bit where all instances
    have one shape. Where shapes are mixed fewer think together than in `solve`, which sorts all by
    shape first: sums may round otherwise.

    Args:
        problem: What the instances are of.
        instances: The tasks: a sequence, or an iterator that need not end.
        model: A trained thinker of that problem, for torch or for onnxruntime.
        stop: As in `solve`.
        options: As in `solve`. With `batch=1` each result comes before the next instance is drawn;
            `watch` takes those that were drawn for all where nobody knows how many there are.

    Returns:
        One result per instance, in order; after an interrupt, none after those of that batch.

    Raises:
        ThinkersError: As in `solve`; what is wrong with an instance once it is drawn.
    """
    count = len(instances) if isinstance(instances, Sized) else None
    run = _Run(problem, model, stop, count, **options)
    return run.results(run.windows(instances))


@dataclass(frozen=True, eq=False)
class _Run(Generic[Instance, Solution]):
    """What is the same for all instances of one call of `solve`; see there.

    Attributes:
        count: How many instances there are; None where that is not known.
    """

    problem: Problem[Instance, Solution]
    model: "AnyModel"
    stop: StopRule | StopFor | None
    count: int | None
    refine: Effort | None = None
    seconds: float | None = None
    interrupt: Event | None = None
    device: str = "auto"
    seed: int | None = None
    trace: Trace = False
    acceleration: "type[Acceleration] | None" = None
    batch: int | None = None
    watch: Watch = unwatched
    heat: bool = False
    precision: Precision = "float32"
    draws: int = 0

    def __post_init__(self) -> None:
        if self.seconds is not None and not self.seconds > 0:
            raise ConfigError(f"expected seconds > 0, got {self.seconds}")
        if self.batch is not None and self.batch < 1:
            raise ConfigError(f"expected a batch of 1 or more, got {self.batch}")
        self.runtime  # noqa: B018  a device that is not there is said at once

    @cached_property
    def runtime(self) -> Runtime:
        return choose_runtime(
            self.model, self.encoding, self.device, self.acceleration, self.precision
        )

    @cached_property
    def versions(self) -> dict[str, str]:
        return self.runtime.versions()

    @cached_property
    def interrupted(self) -> Event:
        return self.interrupt or Event()

    @cached_property
    def encoding(self) -> Encoding[Instance, Solution]:
        return self.model.card.pick_encoding(self.problem.encodings)

    @property
    def answering(self) -> Answering[Instance, Solution]:
        return Answering(
            self.problem, self.encoding, self.runtime, self.refine, self.interrupted, self.draws,
            self.seed,
        )  # fmt: skip

    @cached_property
    def batching(self) -> Batching[Instance, Solution]:
        most = self.batch or usual_batch(self.runtime.place)
        if self.count is not None:
            most = min(most, max(self.count, 1))
        return Batching(self.encoding, self.runtime, most, swift=self.batch is None)

    def windows(self, instances: Iterable[Instance]) -> Iterator[list[Instance]]:
        """The instances, seen to be some of the problem, as many at a time as think together."""

        def seen() -> Iterator[Instance]:
            for index, instance in enumerate(instances):
                require_instance(type(self.problem), instance, f"instance {index}")
                yield instance

        return self.batching.windows(seen())

    def results(
        self, windows: Iterable[Sequence[Instance]]
    ) -> Iterator[Result[Instance, Solution]]:
        """The results of each window, in the order of its instances, until interrupted.

        Args:
            windows: Parts of all instances, each of which is batched by itself.
        """
        before = 0
        for window in windows:
            total = before + len(window) if self.count is None else self.count
            found: dict[int, Result[Instance, Solution]] = {}
            for shape, members in self.batching.groups(window).items():
                while members and not self.interrupted.is_set():
                    together = members[: self.batching.width(shape, len(members))]
                    told = partial(_tell, self.watch, before + len(found), total)
                    batch = self.together(shape, [window[index] for index in together], told)
                    found |= dict(zip(together, batch, strict=False))
                    members = members[len(batch) :]
            before += len(found)
            yield from (found[index] for index in sorted(found))
            if self.interrupted.is_set():
                return

    def together(
        self, shape: Shape, instances: Sequence[Instance], watch: Watch
    ) -> list[Result[Instance, Solution]]:
        """The results of a batch; none where memory ran out, and fewer are to think together.

        Raises:
            SolveError: Memory ran out though it was but one instance.
        """
        try:
            return list(self.answers(shape, instances, watch))
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            if len(instances) == 1:
                raise self.runtime.exhausted(shape) from error
        # what the batch held is free only here, where the error and its frames are gone
        self.batching.halve(shape, len(instances))
        self.runtime.release()
        return []

    def answers(
        self, shape: Shape, instances: Sequence[Instance], watch: Watch
    ) -> Iterator[Result[Instance, Solution]]:
        """Encode and think of instances of one shape together; decode, check and refine each."""
        begin, size = perf_counter(), len(instances)
        end = None if self.seconds is None else begin + self.seconds * size
        batch, inputs = self._encode(instances)
        answering = self.answering
        rehearsal = None if end is None else answering.rehearse(inputs[:1], instances[0])
        rule = self._rule(shape, size, end, rehearsal)
        every = reads_every(self.problem, self.model)
        readings = BestReadings(answering, instances, shape, every)
        thoughts = self._think(batch, inputs, rule, readings, watch)
        answering.require_scores(thoughts.scores, shape)
        share = (perf_counter() - begin) / size
        for row, instance in enumerate(instances):
            watch(Advance("refining" if answering.refines else "answering", row, size))
            allowed = None if end is None else (end - perf_counter()) / (size - row)
            scores, known = thoughts.scores[row], None if row else rehearsal
            last = answering.read(scores, instance, thoughts.iterations[row], known)
            left = None if allowed is None else allowed - last.seconds
            answer = answering.answer(readings.best(row, last), instance, left)
            took = share + last.seconds + answer.drawing
            yield self._record(thoughts, row, instance, answer, took, batch.mask[row])

    def _encode(self, instances: Sequence[Instance]) -> tuple[Batch, NDArray[np.float32]]:
        """The arrays of a batch, and what a thinker sees of it."""
        batch = self.encoding.encode(instances)
        return batch, batch.seen(self.encoding.signature)

    def _rule(
        self, shape: Shape, size: int, end: float | None, rehearsal: Reading[Solution] | None
    ) -> StopRule:
        """The rule that was asked for, and what the limits add."""
        rules = [rule_for(self.stop, self.model, shape)]
        if end is not None and rehearsal is not None:
            rules.append(Deadline(self.answering.thinking(end - perf_counter(), size, rehearsal)))
        return AnyOf(*rules, Interrupted(self.interrupted))

    def _think(
        self,
        batch: Batch,
        inputs: NDArray[np.float32],
        rule: StopRule,
        readings: BestReadings[Instance, Solution],
        watch: Watch,
    ) -> Thoughts:
        at = Advance("thinking", 0, len(inputs), limit=rule.max_iterations, batch=len(inputs))
        if readings.every:
            rule = AnyOf(rule, ReadWhen(readings.due))
        return self.runtime.think(
            inputs, rule, self.trace, mask=batch.mask,
            watch=lambda iteration, left: watch(replace(at, iteration=iteration)),
            read=readings.read,
        )  # fmt: skip

    def _record(
        self,
        thoughts: Thoughts,
        row: int,
        instance: Instance,
        answer: Answer[Solution],
        seconds: float,
        mask: NDArray[np.bool_],
    ) -> Result[Instance, Solution]:
        """All that is known of one instance, thought of and read in so many seconds."""
        kept, reading = thoughts.trace[row], answer.reading
        own = reading.iteration == thoughts.iterations[row]
        trace = np.stack(kept) if kept else thoughts.scores[row][None][:0]
        stopped_by = thoughts.stopped_by[row]
        return Result(
            problem=self.problem,
            model=self.model.card.name,
            instance=instance,
            solution=answer.solution,
            verdict=answer.verdict,
            raw=reading.verdict,
            iterations=thoughts.iterations[row],
            raw_seconds=seconds,
            stopped_by=stopped_by,
            residuals=thoughts.residuals[row],
            device=self.runtime.place,
            seed=self.seed,
            versions=dict(self.versions),
            trace=trace if self.trace else None,
            error_bound=thoughts.error_bounds[row] if own else None,
            read_at=None if own else reading.iteration,
            breadth=answer.breadth,
            refining=answer.refining,
            metrics=answer.metrics,
            unrefined=answer.unrefined,
            interrupted=answer.cut or stopped_by == Reason.INTERRUPTED,
            margin=self.encoding.signature.margin(reading.scores, mask),
            heat=self.encoding.heat(reading.scores, instance) if self.heat else None,
        )


def _tell(watch: Watch, before: int, total: int, at: Advance) -> None:
    """Tell of one batch as part of the whole."""
    watch(replace(at, done=before + at.done, total=total))


def rule_for(stop: StopRule | StopFor | None, model: "AnyModel", shape: Shape) -> StopRule:
    """The rule that was asked for, for instances of one shape; by default `default_stop`."""
    stop = stop or default_stop
    return stop if isinstance(stop, StopRule) else stop(model, shape)


def default_stop(model: "AnyModel", shape: Shape) -> StopRule:
    """The model's own budget of iterations for this shape, or settled before that."""
    return AnyOf(MaxIterations(model.card.budget.iterations(shape)), settled_of(model))


def settled_of(model: "AnyModel") -> StopRule:
    """When a thought of the model has settled: to the last bit, where it comes to that."""
    return Settled() if model.settles else Converged(DEFAULT_TOLERANCE)


def reads_every(problem: Problem[Instance, Solution], model: "AnyModel") -> int:
    """Iterations from one answer along the way that counts to the next; 0 where none does."""
    return 0 if problem.objective is None else model.card.budget.read_every
