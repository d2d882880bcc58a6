"""Step-size throttling by the measured curvature of the loss.

With learning rate η, a share α of it, and the curvature C that the step met, gradient descent
overshoots where α η C > 2. A throttle keeps α η C below χ. Rules `gt-0` to `gt-2` and their
constants follow the kappa-budgeting project (ENABOL, 2026); what is ours says so.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from math import inf, isfinite
from typing import Any, Literal

Rule = Literal["gt-0", "gt-1", "gt-2", "guard"]

SMOOTHING = 0.05
"""ρ, the weight of a new curvature in the running mean."""

GAIN = 0.1
"""k, how fast α moves."""

MEMORY = 0.8
"""β, how much of its speed α keeps under `gt-2`."""

FLOOR = 0.01
"""The least α under `gt-0` to `gt-2` (ours): between batches, noise alone can close them for good.

It passes for curvature, and the more so the smaller the step."""

START = {"gt-0": 1.0, "gt-1": 0.1, "gt-2": 0.1, "guard": 1.0}
"""α before anything is known."""

GROWTH = 1.5
"""How much more than last time the guard tries, at most all."""

TRIES = 30
"""How often the guard shrinks a step before it takes what is left."""

MARGIN = 0.9
"""What the guard aims at, in χ."""

LIMITS = {"sgd": 1.5 * (1 + 0.9), "adam": 0.75 * 38, "adamw": 0.75 * 38}
"""χ by optimiser: three quarters of where its steps turn unstable on a quadratic.

Heavy ball: 2 (1 + β), β = 0.9. Adam, measured in its own metric: (2 + 2 β₁) / (1 - β₁) = 38, β₁ =
0.9 (Cohen et al. 2022)."""


@dataclass
class Throttle:
    """The share α of each step, 0 <= α <= 1, and what it remembers: plain numbers.

    Attributes:
        rule: How α follows from the curvature.
        limit: χ, what α η C is held below, > 0.
        share: α.
        speed: The last change of α, `gt-2` only.
        mean: The running mean of the curvatures.
    """

    rule: Rule
    limit: float
    share: float = 0.0
    speed: float = 0.0
    mean: float = 0.0

    def __post_init__(self) -> None:
        self.share = self.share or START[self.rule]

    def follow(self, rate: float, curvature: float) -> None:
        """Set α by the curvature C that the **last** step met: a jump is seen one step late.

        Args:
            rate: η of the next step.
            curvature: C >= 0; an infinite one, or NaN, closes α as far as it goes.
        """
        safe = 0.0
        if isfinite(curvature):
            self.mean += SMOOTHING * (curvature - self.mean)
            load = rate * max(curvature, self.mean)
            safe = 1.0 if load <= self.limit else self.limit / load
        if self.rule == "gt-0":
            self.share = safe
        elif self.rule == "gt-1":
            # Fast down, slow up (ours): without it α still rises while it is too large.
            self.share = min(safe, self.share + GAIN * (safe - self.share))
        else:
            # Relative to χ (ours), so that the gain means the same for every optimiser.
            load = self.share * rate * max(curvature, self.mean) / self.limit
            error = 1 - load if isfinite(load) else -inf
            speed = MEMORY * self.speed + GAIN * max(-1.0, error)
            self.speed = min(1.0, max(FLOOR, self.share + speed)) - self.share
            self.share += self.speed
        self.share = min(1.0, max(FLOOR, self.share))

    def look_ahead(self, load: Callable[[float], float]) -> bool:
        """Set α by trial steps: accept α η C <= χ, else shrink and try again (ours).

        Args:
            load: Goes to the trial point of a share α, and says what α η C is from here to there.

        Returns:
            Whether the first trial was accepted.
        """
        self.share = min(1.0, GROWTH * self.share)
        for tried in range(TRIES):
            found = load(self.share)
            if found <= self.limit:
                return tried == 0
            self.share *= max(0.5, MARGIN * self.limit / found) if isfinite(found) else 0.5
        return False

    def state(self) -> dict[str, Any]:
        """What to go on with: arguments of the constructor."""
        return asdict(self)
