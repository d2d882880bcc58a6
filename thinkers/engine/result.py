"""The answer of a solve, with all that is needed to believe or repeat it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, Generic, Self

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.reason import Reason
from thinkers.problems.marks import Heat, Marks
from thinkers.problems.problem import Instance, Problem, Solution
from thinkers.problems.verdict import Verdict

if TYPE_CHECKING:
    from thinkers.engine.bounds import ErrorBound


@dataclass(frozen=True)
class Breadth:
    """How an answer was chosen: among those of symmetric copies, or drawn from the scores.

    Attributes:
        answers: How many there were, the instance's own among them.
        accepted: How many of them were verified.
    """

    answers: int
    accepted: int

    @classmethod
    def of(cls, verdicts: Sequence[Verdict]) -> Self:
        """What so many checked answers came to."""
        return cls(len(verdicts), sum(verdict.right for verdict in verdicts))


@dataclass(frozen=True, eq=False)
class Result(Generic[Instance, Solution]):
    """One instance, solved.

    Attributes:
        problem: The problem.
        model: The name of the model that thought.
        instance: The task.
        solution: The answer, after refinement where that was asked for.
        verdict: The independent check of `solution`.
        raw: The check of the thinker's own answer, before any refinement, and without those
            of copies or draws.
        iterations: Steps thought.
        read_at: The iteration that the thinker's own answer was read after, where that is the best
            of several along the way and not the last; None for the last.
        raw_seconds: Wall time of the thinker's own answer, from encoding to `raw`: this
            instance's share of the batch.
        stopped_by: The stop rule that ended the thinking, or `diverged`.
        residuals: The relative residual after each iteration.
        device: Where it was computed.
        seed: The seed that drew the instance, or None for one from a file.
        versions: Versions of what computed it.
        trace: `(iterations, classes, *shape)` scores after the iterations that were asked for.
        error_bound: What is proven of the thought, or None where nothing is.
        refining: Wall time of refinement, from `raw` to `verdict`; 0 without.
        unrefined: The thinker's own answer, where refinement was asked for; None otherwise.
        interrupted: Whether thinking or refining ended early because somebody said so.
        margin: How near the thinker's scores are to another answer, see `Signature.margin`.
        breadth: What the answers of copies, or those drawn from the scores, came to; None where
            there were none.
        metrics: What the thinker's scores come to before they are decoded: `accuracy` and
            `confidence`, those of them that the encoding measures.
        heat: What the thinker's scores say of each place, where that was asked for.
    """

    problem: Problem[Instance, Solution]
    model: str
    instance: Instance
    solution: Solution
    verdict: Verdict
    raw: Verdict
    iterations: int
    raw_seconds: float
    stopped_by: str
    residuals: list[float]
    device: str
    seed: int | None = None
    versions: dict[str, str] = field(default_factory=dict)
    trace: NDArray[np.float32] | None = None
    error_bound: "ErrorBound | None" = None
    refining: float = 0.0
    unrefined: Solution | None = None
    interrupted: bool = False
    margin: float = inf
    breadth: Breadth | None = None
    read_at: int | None = None
    metrics: dict[str, float] = field(default_factory=dict)
    heat: Heat | None = None

    @property
    def seconds(self) -> float:
        """Wall time of the whole answer, from encoding to `verdict`."""
        return self.raw_seconds + self.refining

    @property
    def accuracy(self) -> float | None:
        """The share that is right, as the field reports it: of the scores, else of the answer."""
        return self.metrics.get("accuracy", self.verdict.accuracy)

    @property
    def raw_cost(self) -> float:
        """The cost of the thinker's own answer."""
        return self.raw.cost

    @property
    def marks(self) -> Marks[Solution]:
        """What is drawn beside the answer: who gave it, its check, and the heat if there is any."""
        return Marks(self.model, self.verdict, heat=self.heat)

    def summary(self) -> str:
        """A few lines for people."""
        verdict, objective = self.verdict, self.problem.objective
        if not verdict.possible:
            answer = f"there is no answer: {verdict.reason}"
        elif not verdict.feasible:
            fault = "the answer is wrong" if objective is None else "no valid answer"
            answer = f"{fault}: {verdict.reason}"
        elif verdict.unknown:
            answer = f"not scored: {verdict.reason or 'no answer is known'}"
        elif objective is None:
            answer = "the answer is right"
        else:
            answer = objective.words(verdict.cost)
            if self.refining and self.raw_cost != verdict.cost:
                raw = objective.turned(self.raw_cost)
                answer += f", refined from {raw:.6g} in {self.refining:.2g} s"
        lines = [answer, self._thinking()]
        if self.breadth is not None:
            own = "right" if self.raw.right else "wrong"
            if self.raw.right and objective:
                own = objective.words(self.raw_cost)
            lines.append(
                f"breadth: {self.breadth.accepted} of {self.breadth.answers} answers verified, "
                f"the raw one is {own}"
            )
        if self.interrupted:
            thinking = self.stopped_by == Reason.INTERRUPTED
            when = f"after {self.iterations} iterations" if thinking else "while refining"
            lines.insert(0, f"interrupted {when}; the best answer so far:")
        if self.error_bound is not None:
            lines.append(
                f"proven: within {self.error_bound.distance:.2g} of the thought's only fixed "
                f"point; {100 * self.error_bound.final:.4g} % of the choices are final"
            )
        return "\n".join(lines)

    def _thinking(self) -> str:
        """How long was thought, and what ended it."""
        took = f"in {self.seconds:.2f} s on {self.device}"
        if not self.iterations:
            return (
                f"no iteration of {self.model} fitted into the time: the answer is read from the "
                f"first thought, {took}"
            )
        ended = Reason.sentence_of(self.stopped_by)
        best = "" if self.read_at is None else f"; the best answer came after {self.read_at}"
        return f"{self.model} thought {self.iterations} iterations {took}, {ended}{best}"

    def as_dict(self) -> dict[str, Any]:
        """The result in plain JSON types; an infinite cost is None."""
        verdict = {
            "feasible": self.verdict.feasible,
            "known": self.verdict.known,
            "cost": finite(self.verdict.cost),
            "reason": self.verdict.reason,
        }
        if self.problem.objective and self.problem.objective.maximised:
            verdict["value"] = self.verdict.value
        return {
            "problem": self.problem.name,
            "model": self.model,
            "instance": self.problem.describe(self.instance),
            "solution": self.problem.describe_solution(self.solution),
            "verdict": verdict,
            "raw_cost": finite(self.raw_cost),
            "iterations": self.iterations,
            "read_at": self.iterations if self.read_at is None else self.read_at,
            "seconds": self.seconds,
            "stopped_by": self.stopped_by,
            "residuals": [finite(residual) for residual in self.residuals],
            "device": self.device,
            "seed": self.seed,
            "versions": self.versions,
            "promise": None if self.error_bound is None else asdict(self.error_bound),
            "interrupted": self.interrupted,
            "breadth": None if self.breadth is None else asdict(self.breadth),
        }

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(self.as_dict(), allow_nan=False)


def finite(number: float | None) -> float | None:
    """The number, or None where JSON has no word for it."""
    return number if number is not None and isfinite(number) else None
