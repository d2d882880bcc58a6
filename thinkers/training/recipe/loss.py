"""What a recipe minimises."""

from typing import Literal, Self

from pydantic import Field, model_validator

from thinkers.settings import Settings


class Loss(Settings):
    """Progressive loss (Bansal et al. 2022, algorithm 1; "IPT" in Bear et al. 2024).

    `(1 - α) CE(y_M) + α CE(y_p)`: y_M after M iterations; y_p after n free ones, without
    gradient, then k with; n ~ U{0 … M-1}, k ~ U{1 … M-n}. By default all else leaves the
    published form.

    Attributes:
        iterations: M, >= 1.
        alpha: α, 0 to 1; at 1 the M-iteration pass is left out.
        most_free: Upper bound of n, or None.
        least_graded: Lower bound of k.
        most_graded: Upper bound of k, or None.
        least_iterations: When given, each step draws its M from here to `iterations`.
        segments: Optimiser steps on each batch, each of which goes on from the thought that the
            last one reached, without gradient through it: deep supervision of a carried state
            (HRM, TRM 2025).
        pool: Instances that live on, with their thoughts: the new ones of each batch take the
            places of random others, and each segment goes on with a batch of random ones among
            all of them (Mordvintsev et al. 2020). An instance is met `segments` times, in the
            mean; many times that when chance will have it. None ends all with their batch.
        mosaic: Boards along a side of the mosaic that the instances of a batch are laid out to
            before each step, and cut apart again for loss and pool. 1 leaves them alone.
        shared: Rows and columns at the rims that neighbours in the mosaic have in common, so that
            two walls there need not be thicker than any other.
        pace: Rounds an iteration, for problems whose batches have `rounds`: a position counts from
            the iteration on at which a local rule has its answer, and is not asked for sooner.
        lead: Rounds an iteration, >= `pace`, that the thinker may at most be ahead: a position that
            even so has not had its round is asked for what the rule holds before.
        label_smoothing: ε, the share of each target that is spread over all choices (0.3 brought
            DT-R's mazes from 73.9 to 98.2 %, DART 2026).
        random_start: Share of the instances whose first thought is noise (path independence,
            Anil et al. 2022; EqR 2026).
        path_noise: β, normal noise added after each iteration, relative to the root mean square
            of the thought (EqR 2026 adds 0.01 to normalised thoughts).
        checkpoint: Iterations between thoughts that are kept for the gradient; those between
            are computed a second time. Less memory, a third more time. None keeps all.
        gradient: `unrolled` through the iterations; or at the fixed point, with memory that does
            not grow with M, for thinkers that contract: `implicit` (Bai et al. 2019) or `phantom`
            (Geng et al. 2021). These have one term, so α = 1, and never train `embed`.
        tolerance: Relative residual of a fixed point, sought for M iterations at most.
        phantom_steps: Steps with gradient that a phantom gradient takes from there.
        damping: τ of these steps, `φ ← (1 - τ) φ + τ G(φ)`.
    """

    iterations: int = Field(ge=1)
    alpha: float = Field(ge=0, le=1)
    most_free: int | None = Field(default=None, ge=0)
    least_graded: int = Field(default=1, ge=1)
    most_graded: int | None = Field(default=None, ge=1)
    least_iterations: int | None = Field(default=None, ge=1)
    segments: int = Field(default=1, ge=1)
    pool: int | None = Field(default=None, ge=1)
    mosaic: int = Field(default=1, ge=1)
    shared: int = Field(default=0, ge=0)
    pace: float | None = Field(default=None, gt=0)
    lead: float | None = Field(default=None, gt=0)
    label_smoothing: float = Field(default=0.0, ge=0, lt=1)
    random_start: float = Field(default=0.0, ge=0, le=1)
    path_noise: float = Field(default=0.0, ge=0)
    checkpoint: int | None = Field(default=None, ge=1)
    gradient: Literal["unrolled", "phantom", "implicit"] = "unrolled"
    tolerance: float = Field(default=1e-4, gt=0, lt=1)
    phantom_steps: int = Field(default=5, ge=1)
    damping: float = Field(default=0.5, gt=0, le=1)

    @model_validator(mode="after")
    def _fixed_points_have_no_way(self) -> Self:
        if self.gradient == "unrolled":
            return self
        if self.alpha != 1:
            raise ValueError(f"expected alpha = 1 with gradient = {self.gradient!r}")
        for name in ("path_noise", "checkpoint", "least_iterations", "pace"):
            if getattr(self, name):
                raise ValueError(f"{name} means nothing with gradient = {self.gradient!r}")
        return self

    @model_validator(mode="after")
    def _a_lead_is_ahead(self) -> Self:
        if self.lead is not None and not (self.pace and self.pace <= self.lead):
            raise ValueError("expected lead with a pace, and lead >= pace")
        return self

    @model_validator(mode="after")
    def _bounds_leave_room(self) -> Self:
        least = self.least_iterations or self.iterations
        if least > self.iterations:
            raise ValueError(f"expected least_iterations <= {self.iterations}, got {least}")
        most = min(least, self.most_graded or least)
        if self.least_graded > most:
            raise ValueError(f"expected least_graded <= {most}, got {self.least_graded}")
        return self
