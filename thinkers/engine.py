"""The engine: encode, think until a stop rule says so, decode, verdict. The one loop."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import count
from time import perf_counter

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from thinkers.devices import pick_device
from thinkers.effort import Effort
from thinkers.guarantees import Ending, Judge
from thinkers.models import Model
from thinkers.nets import Thinker
from thinkers.nets.convolution import compile_convolutions
from thinkers.problem import Instance, Problem, Solution
from thinkers.result import Promise, Result
from thinkers.solvers import Anderson, Picard, Solver
from thinkers.stop import AnyOf, Converged, MaxIterations, Progress, StopRule

WORTH_COMPILING = 3000
"""Positions in a batch from which on 3x3 convolutions are compiled for this machine; that takes a
second, which hundreds of iterations of so many win back."""

Shape = tuple[int, ...]
StopFor = Callable[[Model, Shape], StopRule]
"""Gives the stop rule for instances of one shape."""

Watch = Callable[[str], None]
"""Told in a few words how far the work is, often."""

DEFAULT_TOLERANCE = 1e-4
"""Relative residual below which a thought counts as settled (our choice)."""

BATCH = 64
"""Most instances that think together; more of them are solved in several batches."""


@dataclass(eq=False)
class Thoughts:
    """What thinking gave, instance by instance.

    Attributes:
        scores: For each instance, `(classes, *shape)` float32 logits of its final thought.
        iterations: Steps thought.
        stopped_by: The stop rule that ended each, or `diverged`.
        residuals: For each instance, the relative residual after each iteration.
        trace: For each instance, the logits after each iteration; empty unless asked for.
        promises: What is proven of each instance's final thought, or None.
    """

    scores: list[NDArray[np.float32]]
    iterations: list[int]
    stopped_by: list[str]
    residuals: list[list[float]]
    trace: list[list[NDArray[np.float32]]]
    promises: list[Promise | None]

    @classmethod
    def of(cls, size: int) -> "Thoughts":
        """Room for `size` instances."""
        empty = np.empty(0, np.float32)
        return cls(
            [empty] * size, [0] * size, [""] * size,
            [[] for _ in range(size)], [[] for _ in range(size)], [None] * size,
        )  # fmt: skip

    def note(self, active: NDArray[np.int64], progress: Progress) -> None:
        """Write down how far the active instances moved."""
        for instance, residual in zip(active, progress.residual.tolist(), strict=True):
            self.residuals[instance].append(residual)

    def keep_trace(self, active: NDArray[np.int64], scores: NDArray[np.float32]) -> None:
        """Keep the active instances' logits."""
        for instance, logits in zip(active, scores, strict=True):
            self.trace[instance].append(logits)

    def finish(self, active: NDArray[np.int64], iteration: int, ending: Ending) -> None:
        """Write down the end of the instances that leave."""
        for place, row in enumerate(ending.rows):
            instance = active[row]
            self.scores[instance] = ending.logits[place]
            self.iterations[instance] = iteration
            self.stopped_by[instance] = str(ending.reasons[place])
            self.promises[instance] = ending.promises[place]


def think(
    thinker: Thinker,
    inputs: Tensor,
    stop: StopRule,
    trace: bool = False,
    *,
    mask: Tensor | None = None,
    solver: type[Solver] | None = None,
    watch: Watch = lambda words: None,
) -> Thoughts:
    """Apply the step again and again; each instance leaves the batch when its rule is met.

    Memory does not grow with the number of iterations (but for `trace`). The readout runs once
    per instance, on its final thought. A thought that is not finite any more stops as `diverged`.
    Where the thinker proves a contraction, the last residual is taken in float64, and rules that
    rest on the proof must hold there too.

    Args:
        thinker: In evaluation mode.
        inputs: `(b, channels, *shape)` on the thinker's device.
        stop: When to stop.
        trace: Whether to keep the logits of every iteration.
        mask: `(b, *shape)` bool, the positions whose answer counts; None for all.
        solver: How to get from thought to thought; by default Anderson acceleration where a
            contraction is proven, else the plain iteration.
        watch: Told the iteration, and how many still think.
    """
    thoughts = Thoughts.of(len(inputs))
    active = np.arange(len(inputs))
    begin = perf_counter()
    if inputs[:, 0].numel() >= WORTH_COMPILING:
        compile_convolutions(thinker)
    judge = Judge(thinker, inputs, mask)
    chosen = (solver or (Anderson if judge.guarantee else Picard))()
    with torch.inference_mode(), thinker.held():
        recall, thought = thinker.recall(inputs), thinker.embed(inputs)
        for iteration in count(1):
            image = thinker.step(thought, recall)
            progress = judge.progress(iteration, thought, image, perf_counter() - begin)
            thoughts.note(active, progress)
            if trace:
                thoughts.keep_trace(active, _numpy(thinker.readout(image)))
            ending = judge.ending(stop, progress, image)
            thoughts.finish(active, iteration, ending)
            stay = np.delete(np.arange(len(active)), ending.rows)
            watch(f"(iteration {iteration}: {len(stay)} still think)")
            if not len(stay):
                return thoughts
            change = torch.from_numpy(progress.change).to(image.device)  # (b,)
            thought = chosen.propose(thought, image, change)
            if len(ending.rows):
                active, rows = active[stay], torch.from_numpy(stay).to(image.device)
                thought, recall = thought[rows], None if recall is None else recall[rows]
                judge.keep(rows)
                chosen.keep(rows)
    raise AssertionError("unreachable: count() does not end")


def solve(
    problem: Problem[Instance, Solution],
    instances: Sequence[Instance],
    model: Model,
    stop: StopRule | StopFor | None = None,
    *,
    refine: Effort | None = None,
    device: str = "auto",
    seed: int | None = None,
    trace: bool = False,
    solver: type[Solver] | None = None,
    watch: Watch = lambda words: None,
) -> list[Result[Instance, Solution]]:
    """Solve instances with a model; instances of one shape think as one batch.

    Args:
        problem: What the instances are of.
        instances: The tasks, of any shapes.
        model: A trained thinker of that problem.
        stop: When to stop, or what gives the rule for a model and a shape; by default
            `default_stop`. A `Deadline` counts for each batch of at most `BATCH` instances.
        refine: How long to improve each answer by the problem's classical means, guided by the
            thinker's scores; None for not at all.
        device: `auto`, `cpu` or `cuda`.
        seed: The seed that drew the instances, for the record.
        trace: Whether to keep the scores of every iteration.
        solver: As in `think`.
        watch: Told how many are answered, and how far those are that think.

    Returns:
        One result per instance, in order. An infeasible answer is a result like any other.

    Raises:
        DeviceError: The device is not there.
        InvalidInstanceError: Some instance is not one of the problem.
    """
    problem.require(*instances)
    place = pick_device(device)
    thinker, encoding = model.thinker.to(place), model.card.encoding
    stop = stop or default_stop
    results: dict[int, Result[Instance, Solution]] = {}

    def answered(thinking: str = "") -> None:
        watch(f"{len(results)} of {len(instances)} answered {thinking}".rstrip())

    for shape, members in _by_shape(problem, instances, encoding):
        begin = perf_counter()
        batch = problem.encode([instances[index] for index in members], encoding)
        inputs = torch.from_numpy(batch.inputs).to(place)
        rule = stop if isinstance(stop, StopRule) else stop(model, shape)
        mask = torch.from_numpy(batch.mask).to(place)
        thoughts = think(thinker, inputs, rule, trace, mask=mask, solver=solver, watch=answered)
        share = (perf_counter() - begin) / len(members)
        for row, index in enumerate(members):
            answered()
            begin = perf_counter()
            instance = instances[index]
            solution = problem.decode(thoughts.scores[row], instance, encoding)
            raw = verdict = problem.check(instance, solution)
            refining = 0.0
            if refine and problem.refinable:
                start, scores = perf_counter(), thoughts.scores[row]
                solution = problem.refine(instance, solution, refine, scores, encoding)
                refining = perf_counter() - start
                verdict = problem.check(instance, solution)
            accuracy = problem.raw_accuracy(thoughts.scores[row], instance, encoding)
            if accuracy is not None:
                verdict, raw = (replace(one, accuracy=accuracy) for one in (verdict, raw))
            results[index] = Result(
                problem=problem,
                model=model.card.name,
                instance=instance,
                solution=solution,
                verdict=verdict,
                raw=raw,
                iterations=thoughts.iterations[row],
                seconds=share + perf_counter() - begin,
                stopped_by=thoughts.stopped_by[row],
                residuals=thoughts.residuals[row],
                device=str(place),
                seed=seed,
                versions=versions(),
                trace=np.stack(thoughts.trace[row]) if trace else None,
                promise=thoughts.promises[row],
                refining=refining,
            )
    return [results[index] for index in range(len(instances))]


def _by_shape(
    problem: Problem[Instance, Solution], instances: Sequence[Instance], encoding: str
) -> Iterator[tuple[Shape, list[int]]]:
    """The shapes that occur, each with the numbers of at most `BATCH` instances of it."""
    shapes: dict[Shape, list[int]] = defaultdict(list)
    for index, instance in enumerate(instances):
        shapes[problem.shape(instance, encoding)].append(index)
    for shape, members in shapes.items():
        for first in range(0, len(members), BATCH):
            yield shape, members[first : first + BATCH]


def default_stop(model: Model, shape: Shape) -> StopRule:
    """The model's own budget of iterations for this shape, or settled before that."""
    budget = MaxIterations(model.card.budget.iterations(shape))
    return AnyOf(budget, Converged(DEFAULT_TOLERANCE))


def versions() -> dict[str, str]:
    """The versions that a result depends on."""
    return {"thinkers": version("thinkers"), "torch": torch.__version__, "numpy": np.__version__}


def _numpy(logits: Tensor) -> NDArray[np.float32]:
    return logits.float().cpu().numpy()
