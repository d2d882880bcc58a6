"""When to stop thinking: rules that can be joined, asked once per iteration."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thinkers.errors import ConfigError

Reasons = NDArray[np.str_]
"""`(b,)` strings: the name of the rule that stops each instance, empty to think on."""


@dataclass(frozen=True, eq=False)
class Progress:
    """How far the instances that are still thinking have come.

    Attributes:
        iteration: Iterations done, >= 1.
        change: `(b,)` the residual, what the last step changed of each thought, ‖G(φ) - φ‖₂; for
            the plain iteration ‖φ_m - φ_{m-1}‖₂.
        size: `(b,)` the norm of each thought, ‖G(φ)‖₂.
        seconds: Time since the thinking began.
        distance: `(b,)` a proven bound of ‖φ_m - φ*‖₂, φ* the fixed point; None without a proof.
        final: Gives `(b,)` the share of positions whose choice no more thinking can change;
            None without a proof.
    """

    iteration: int
    change: NDArray[np.float64]
    size: NDArray[np.float64]
    seconds: float
    distance: NDArray[np.float64] | None = None
    final: Callable[[], NDArray[np.float64]] | None = None

    @property
    def residual(self) -> NDArray[np.float64]:
        """`(b,)` the relative residual, ‖G(φ) - φ‖ / ‖G(φ)‖."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            ratio: NDArray[np.float64] = self.change / self.size
        return np.where(self.change == 0, 0.0, ratio)


class StopRule(ABC):
    """Decides for each instance by itself; holds no state."""

    name: str

    @abstractmethod
    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """`(b,)` whether each instance should stop now."""

    def reasons(self, progress: Progress) -> Reasons:
        """The name of the rule that stops each instance, empty to think on."""
        return np.where(self.met(progress), self.name, "")


@dataclass(frozen=True)
class MaxIterations(StopRule):
    """Stop after a fixed number of iterations.

    Attributes:
        iterations: At least 1.
    """

    iterations: int
    name = "max_iterations"

    def __post_init__(self) -> None:
        if self.iterations < 1:
            raise ConfigError(f"expected iterations >= 1, got {self.iterations}")

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """All instances, once the count is reached."""
        return np.full(len(progress.change), progress.iteration >= self.iterations)


@dataclass(frozen=True)
class Converged(StopRule):
    """Stop when a step changes the thought by less than a share of its norm.

    A small change is no proof that the answer is final: only a proven contraction gives one.

    Attributes:
        tolerance: Relative residual, 0 < tolerance < 1.
    """

    tolerance: float
    name = "converged"

    def __post_init__(self) -> None:
        if not 0 < self.tolerance < 1:
            raise ConfigError(f"expected 0 < tolerance < 1, got {self.tolerance}")

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """The instances whose relative residual is below the tolerance."""
        return progress.residual < self.tolerance


@dataclass(frozen=True)
class Deadline(StopRule):
    """Stop at the first iteration that ends after a time limit.

    Attributes:
        seconds: Greater than 0, counted from the first iteration.
    """

    seconds: float
    name = "deadline"

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            raise ConfigError(f"expected seconds > 0, got {self.seconds}")

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """All instances, once the time is over."""
        return np.full(len(progress.change), progress.seconds >= self.seconds)


@dataclass(frozen=True)
class Certified(StopRule):
    """Stop when the fixed point is proven to be near: ‖φ - φ*‖₂ <= ε.

    Never met by a thinker without a proven contraction. The engine checks the last residual in
    float64 before it lets an instance go.

    Attributes:
        epsilon: ε > 0, in units of the thought.
    """

    epsilon: float
    name = "certified"

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
    """Stop when no more thinking can change the choice at any position.

    For encodings whose `decode` reads nothing but these choices (`Signature.pointwise`).
    """

    name = "certified_answer"

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """The instances whose every choice is final."""
        if progress.final is None:
            return np.zeros(len(progress.change), bool)
        return progress.final() >= 1


class AnyOf(StopRule):
    """Stop as soon as one of several rules says so; the first in order gives its name."""

    name = "any_of"

    def __init__(self, *rules: StopRule) -> None:
        if not rules:
            raise ConfigError("expected at least one stop rule")
        self.rules = rules

    def met(self, progress: Progress) -> NDArray[np.bool_]:
        """The instances that some rule stops."""
        return np.asarray(self.reasons(progress) != "")

    def reasons(self, progress: Progress) -> Reasons:
        """The name of the first rule, in order, that stops each instance."""
        reasons = self.rules[0].reasons(progress)
        for rule in self.rules[1:]:
            reasons = np.where(reasons == "", rule.reasons(progress), reasons)
        return reasons
