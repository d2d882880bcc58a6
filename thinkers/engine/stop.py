"""Stopping criteria: rules that can be combined, evaluated once an iteration."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from threading import Event

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.progress import Progress
from thinkers.engine.reason import Reason
from thinkers.errors import ConfigError

Reasons = NDArray[np.str_]
"""`(b,)` strings: the name of the rule that stops each instance, empty to think on."""


class StopRule(ABC):
    """A stopping criterion for each instance by itself; it holds no state.

    Attributes:
        name: What results say when this rule stopped them.
        max_iterations: The iteration at which every instance has stopped; None for no limit.
        at_once: Whether it is to be asked as soon as an iteration is done, while its thought is
            there to be read. Others may be asked some iterations later, of each of them in order.
    """

    name: str
    max_iterations: int | None = None
    at_once: bool = True

    @abstractmethod
    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """`(b,)` whether each instance should stop now."""

    def reasons(self, progress: Progress) -> Reasons:
        """`(b,)` the name of the rule that stops each instance, empty to go on."""
        return np.where(self.met(progress), self.name, "")

    def over(self, seconds: float) -> str:
        """Why to end a long iteration before it is done, by this rule's name; empty to go on.

        Args:
            seconds: Time since the thinking began.
        """
        del seconds
        return ""


@dataclass(frozen=True)
class MaxIterations(StopRule):
    """Stop after a fixed number of iterations.

    Attributes:
        iterations: At least 1.
    """

    iterations: int
    name = Reason.MAX_ITERATIONS
    at_once = False

    def __post_init__(self) -> None:
        if self.iterations < 1:
            raise ConfigError(f"expected iterations >= 1, got {self.iterations}")

    @property
    def max_iterations(self) -> int:  # type: ignore[override]  # never set
        """The count."""
        return self.iterations

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """All instances, once the count is reached."""
        return np.full(len(progress.change), progress.iteration >= self.iterations)


@dataclass(frozen=True)
class Converged(StopRule):
    """Stop when the relative residual is below a tolerance.

    A small change is no proof that the answer is final: only a proven contraction gives one.

    Attributes:
        tolerance: Relative residual, 0 < tolerance < 1.
    """

    tolerance: float
    name = Reason.CONVERGED
    at_once = False

    def __post_init__(self) -> None:
        if not 0 < self.tolerance < 1:
            raise ConfigError(f"expected 0 < tolerance < 1, got {self.tolerance}")

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """The instances whose relative residual is below the tolerance."""
        return progress.residual < self.tolerance


@dataclass(frozen=True)
class Settled(StopRule):
    """Stop at a fixed point to the last bit: no further step would change anything.

    For thinkers that come to this for certain (`Thinker.settles`); others hardly ever do.
    """

    name = Reason.SETTLED
    at_once = False

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """The instances whose thought is the same after the step as before it."""
        return np.asarray(progress.change == 0)


@dataclass(frozen=True)
class Deadline(StopRule):
    """Stop before the iteration that would, by the time of the last, end after a time limit.

    An iteration that takes much longer than those before it is not finished.

    Attributes:
        seconds: Greater than 0, counted from the first iteration.
    """

    seconds: float
    name = Reason.DEADLINE
    at_once = False

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            raise ConfigError(f"expected seconds > 0, got {self.seconds}")

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """All instances, once there is no time for another iteration."""
        next_end = progress.seconds + progress.iteration_seconds
        late = progress.seconds >= self.seconds or next_end > self.seconds
        return np.full(len(progress.change), late)

    def over(self, seconds: float) -> str:
        """Once the time is over."""
        return self.name if seconds >= self.seconds else ""


@dataclass(frozen=True, eq=False)
class Interrupted(StopRule):
    """Stop when an event is set.

    Attributes:
        event: Set from elsewhere, such as a handler of signals or another thread.
    """

    event: Event
    name = Reason.INTERRUPTED
    at_once = False

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """All instances, once the event is set."""
        return np.full(len(progress.change), self.event.is_set())

    def over(self, seconds: float) -> str:
        """Once the event is set."""
        del seconds
        return self.name if self.event.is_set() else ""


@dataclass(frozen=True)
class Stalled(StopRule):
    """Stop when the residual has not reached a new minimum for many iterations.

    In exact arithmetic the residuals of a contraction fall for ever; in float32 they end at
    rounding. A certificate that has not come until then will not come: rules of proof need this
    one beside them. Where rounding noise is all that is left, new minima come ever more rarely (the
    k-th residual is one with chance 1 / k), so a quarter of the iterations without one comes soon.

    Attributes:
        patience: Iterations without a new minimum that are always allowed, >= 1.
        share: Of all iterations so far, the part without a new minimum that is allowed.
    """

    patience: int = 50
    share: float = 0.25
    name = Reason.STALLED
    at_once = False

    def __post_init__(self) -> None:
        if self.patience < 1 or not 0 < self.share < 1:
            raise ConfigError("expected patience >= 1 and 0 < share < 1")

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """The instances whose least residual is long ago."""
        if progress.best_at is None:
            return np.zeros(len(progress.change), bool)
        allowed = max(self.patience, self.share * progress.iteration)
        return progress.iteration - progress.best_at >= allowed


@dataclass(frozen=True)
class Unchanged(StopRule):
    """Stop when the answer has stayed the same for several looks at it in a row.

    For thinkers whose thoughts go on to move when their answers no longer do. No proof: a later
    thought may have another answer. A look decodes the answers of all that still think. Never met
    where no answers are read along the way, as by `think` alone.

    Attributes:
        looks: How many looks in a row must find the same answer, >= 2.
        every: Iterations from one look to the next, >= 1.
    """

    looks: int = 3
    every: int = 4
    name = Reason.UNCHANGED

    def __post_init__(self) -> None:
        if self.looks < 2 or self.every < 1:
            raise ConfigError("expected looks >= 2 and every >= 1")

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """The instances whose answer has not changed."""
        if progress.same is None or progress.iteration % self.every:
            return np.zeros(len(progress.change), bool)
        return progress.same() >= self.looks


@dataclass(frozen=True)
class Certified(StopRule):
    """Stop when the error bound is at most ε: ‖φ - φ*‖₂ <= ε, proven.

    Never met by a thinker without a proven contraction. The engine checks the last residual in
    float64 before it lets an instance go.

    Attributes:
        epsilon: ε > 0, in units of the thought.
    """

    epsilon: float
    name = Reason.CERTIFIED

    def __post_init__(self) -> None:
        if not self.epsilon > 0:
            raise ConfigError(f"expected epsilon > 0, got {self.epsilon}")

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """The instances within ε of their fixed point."""
        if progress.distance is None:
            return np.zeros(len(progress.change), bool)
        return progress.distance <= self.epsilon


@dataclass(frozen=True)
class CertifiedAnswer(StopRule):
    """Stop when no further iteration can change the choice at any position.

    For encodings whose `decode` reads nothing but these choices (`Signature.pointwise`).
    """

    name = Reason.CERTIFIED_ANSWER

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """The instances whose every choice is final."""
        if progress.final is None:
            return np.zeros(len(progress.change), bool)
        return progress.final() >= 1


def ending(stop: StopRule, progress: Progress) -> NDArray[np.bool_]:
    """`(b,)` whether something ends each instance, in less time than `ends` takes."""
    return stop.met(progress) | ~np.isfinite(progress.change)


def ends(stop: StopRule, progress: Progress) -> Reasons:
    """`(b,)` what ends each instance: a rule, or that its thought is not finite any more."""
    return np.where(np.isfinite(progress.change), stop.reasons(progress), Reason.DIVERGED)


class AnyOf(StopRule):
    """Stop as soon as one of several rules says so; the first in order gives its name."""

    name = "any_of"

    def __init__(self, *rules: StopRule) -> None:
        if not rules:
            raise ConfigError("expected at least one stop rule")
        self.rules = rules

    @property
    def max_iterations(self) -> int | None:  # type: ignore[override]  # never set
        """The least of its rules'."""
        return min(
            (rule.max_iterations for rule in self.rules if rule.max_iterations is not None),
            default=None,
        )

    @property
    def at_once(self) -> bool:  # type: ignore[override]  # never set
        """Whether one of them is."""
        return any(rule.at_once for rule in self.rules)

    def over(self, seconds: float) -> str:
        """The name of the first rule, in order, that says so."""
        return next(filter(None, (rule.over(seconds) for rule in self.rules)), "")

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """The instances that some rule stops."""
        return np.asarray(np.logical_or.reduce([rule.met(progress) for rule in self.rules]))

    def reasons(self, progress: Progress) -> Reasons:
        """The name of the first rule, in order, that stops each instance."""
        if not self.met(progress).any():  # nearly always, and names are slow to compare
            return np.full(len(progress.change), "")
        reasons = self.rules[0].reasons(progress)
        for rule in self.rules[1:]:
            reasons = np.where(reasons == "", rule.reasons(progress), reasons)
        return reasons
