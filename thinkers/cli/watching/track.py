"""What one model thinks of one instance: its frames, and what is said of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite, log10, nan
from typing import TYPE_CHECKING, Any

from thinkers.problems.figure import Figure
from thinkers.problems.marks import Marks, Under
from thinkers.registry.registry import AnyProblem

if TYPE_CHECKING:
    from threading import Event

    from thinkers.engine.watching import Frame
    from thinkers.models.store import Model

MOST = 400
"""Frames of a file; more are thinned evenly (our choice)."""

LEAST = 1e-6
"""Residual below which the curve goes no deeper."""


@dataclass(eq=False)
class Track:
    """The frames of a model, which grow while it thinks.

    Attributes:
        problem: What the instance is of.
        instance: The task.
        model: The name of the model.
        frames: In the order of iterations.
        stopped_by: What ended the thinking; empty while it goes on.
        iterates: Whether there are iterations; a baseline has none, and one frame.
        under: An answer that is drawn beneath; None for none.
    """

    problem: AnyProblem
    instance: Any
    model: str
    frames: "list[Frame]" = field(default_factory=list)
    stopped_by: str = ""
    iterates: bool = True
    under: Under[Any] | None = None

    def think(
        self,
        model: "Model",
        iterations: int | None,
        interrupt: "Event",
        tell: "Callable[[Track], None]",
        *,
        device: str = "auto",
        heat: bool = False,
    ) -> None:
        """Have a model think of the instance: each iteration is another frame.

        Args:
            model: Who thinks.
            iterations: As in `watched`, and so on.
            interrupt: Ends the thinking once it is set.
            tell: Hears of this track whenever it has another frame.
            device: Where it thinks.
            heat: Whether frames keep what the scores say of each place.
        """
        from thinkers.engine.watching import watched

        def seen(frame: "Frame") -> None:
            self.frames.append(frame)
            tell(self)

        self.stopped_by = watched(
            self.problem, model, self.instance, iterations, interrupt=interrupt, device=device,
            heat=heat, seen=seen,
        )  # fmt: skip

    def at(self, place: int) -> "Frame":
        """The frame at a place; the last where there are not so many."""
        return self.frames[min(place, len(self.frames) - 1)]

    def figure(self, place: int) -> Figure:
        """The picture at a place, by the problem's own `draw`, beside it what has changed."""
        place = min(place, len(self.frames) - 1)
        frame = self.frames[place]
        before = self.frames[place - 1].solution if place else None
        verdict = frame.verdict if frame.verdict.feasible else None  # said below, at any length
        marks = Marks(self.model, verdict, self.under, before, frame.heat)
        return self.problem.draw(self.instance, frame.solution, marks)

    def head(self, place: int) -> str:
        """The model and the iteration; of the best answer, where that comes once more."""
        if not self.iterates:
            return self.model
        place = min(place, len(self.frames) - 1)
        now, before = self.frames[place], self.frames[max(place - 1, 0)]
        which = "the best, of iteration" if now.iteration < before.iteration else "iteration"
        return f"{self.model}, {which} {now.iteration}"

    @property
    def curves(self) -> "Sequence[Curve]":
        """Residual, margin, and cost or what else is right of the answers."""
        objective = self.problem.objective
        quality = Curve(objective.unit, _cost) if objective else Curve("right", _accuracy)
        if not self.iterates:
            return (quality,)
        return (
            Curve("residual", lambda each: each.residual, _logarithm),
            Curve("margin", lambda each: each.margin),
            quality,
        )

    def verdict(self, place: int) -> str:
        """What the independent check says, in words."""
        found, objective = self.at(place).verdict, self.problem.objective
        if found.unknown:
            return f"not scored: {found.reason or 'no answer is known'}"
        if not found.feasible:
            return f"wrong: {found.reason}" if found.possible else f"no answer: {found.reason}"
        return f"verified, {objective.words(found.cost)}" if objective else "verified: right"

    def as_dict(self, place: int) -> dict[str, Any]:
        """The frame in plain JSON types; what is not finite is None."""
        frame = self.at(place)
        verdict = frame.verdict
        return {
            "problem": self.problem.name,
            "model": self.model,
            "iteration": frame.iteration,
            "residual": _finite(frame.residual),
            "margin": _finite(frame.margin),
            "feasible": verdict.feasible,
            "known": verdict.known,
            "cost": _finite(verdict.cost),
            "accuracy": verdict.accuracy,
            "reason": verdict.reason,
            "solution": self.problem.describe_solution(frame.solution),
        }

    def line(self, place: int) -> str:
        """The frame on one line."""
        numbers = [f"{each.name} {each.number(self.at(place))}" for each in self.curves[:2]]
        return f"{self.head(place)}: {', '.join([*numbers, self.verdict(place)])}"


def _same(value: float) -> float:
    return value


@dataclass(frozen=True)
class Curve:
    """A number that changes from frame to frame.

    Attributes:
        name: What it is.
        value: The number of a frame; not finite where there is none.
        scale: How high it is drawn.
    """

    name: str
    value: "Callable[[Frame], float]"
    scale: Callable[[float], float] = _same

    def number(self, frame: "Frame") -> str:
        """In four digits, `-` where there is none."""
        value = self.value(frame)
        return f"{value:.4g}" if isfinite(value) else "-"

    def heights(self, frames: "Sequence[Frame]") -> list[float | None]:
        """From 0, the least, to 1, the most; None where there is no number."""
        found = [self.scale(value) if isfinite(value := self.value(each)) else nan
                 for each in frames]  # fmt: skip
        known = [each for each in found if isfinite(each)]
        low, span = (min(known), max(known) - min(known)) if known else (0.0, 0.0)
        return [
            None if not isfinite(each) else (each - low) / span if span else 0.5 for each in found
        ]


def _logarithm(value: float) -> float:
    return log10(max(value, LEAST))


def _cost(frame: "Frame") -> float:
    verdict = frame.verdict
    if not verdict.right:
        return inf
    return verdict.cost if verdict.value is None else verdict.value


def _accuracy(frame: "Frame") -> float:
    verdict = frame.verdict
    if verdict.accuracy is not None:
        return verdict.accuracy
    return nan if verdict.unknown else float(verdict.right)


def _finite(number: float) -> float | None:
    return number if isfinite(number) else None


def thinned(count: int) -> list[int]:
    """At most `MOST` places among so many, the first and the last among them."""
    shown = min(count, MOST)
    return [round(place * (count - 1) / max(shown - 1, 1)) for place in range(shown)]
