"""The convergence of a batch after an iteration, as stop rules are told."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Progress:
    """Residuals and error bounds of the instances that have not halted.

    Attributes:
        iteration: Iterations done, >= 1.
        change: `(b,)` the residual, what the last step changed of each thought, ‖G(φ) - φ‖₂; for
            the plain iteration ‖φ_m - φ_{m-1}‖₂.
        size: `(b,)` the norm of each thought, ‖G(φ)‖₂.
        seconds: Time since the thinking began.
        distance: `(b,)` a proven bound of ‖φ_m - φ*‖₂, φ* the fixed point; None without a proof.
        final: Gives `(b,)` the share of positions whose choice no more thinking can change;
            None without a proof.
        iteration_seconds: Seconds that the last iteration took.
        best_at: `(b,)` the iteration at which each residual was least; None where nobody knows.
        same: Looks at the answers, and gives `(b,)` for how many looks in a row each has been the
            same; None where no answers are read along the way.
    """

    iteration: int
    change: NDArray[np.float64]
    size: NDArray[np.float64]
    seconds: float
    distance: NDArray[np.float64] | None = None
    final: Callable[[], NDArray[np.float64]] | None = None
    iteration_seconds: float = 0.0
    best_at: NDArray[np.int64] | None = None
    same: Callable[[], NDArray[np.int64]] | None = None

    @cached_property
    def residual(self) -> NDArray[np.float64]:
        """`(b,)` the relative residual, ‖G(φ) - φ‖ / ‖G(φ)‖."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            ratio: NDArray[np.float64] = self.change / self.size
        return np.where(self.change == 0, 0.0, ratio)
