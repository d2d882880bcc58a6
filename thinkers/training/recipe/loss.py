"""The loss of a recipe."""

from typing import Literal, Self

from pydantic import Field, model_validator

from thinkers.settings import Settings


class Loss(Settings):
    """Progressive loss (Bansal et al. 2022, algorithm 1; "IPT" in Bear et al. 2024).

    `(1 - α) CE(y_M) + α CE(y_p)`: y_M after M iterations; y_p after n iterations without
    gradient and k with; n ~ U{0 … M-1}, k ~ U{1 … M-n}. With the defaults of all other settings
    it is the published loss.

    Attributes:
        iterations: M, >= 1.
        alpha: α, 0 to 1; at 1 the M-iteration pass is left out.
        max_no_grad_steps: Upper bound of n; None bounds it by M - k.
        min_grad_steps: Lower bound of k.
        max_grad_steps: Upper bound of k, or None.
        min_iterations: Each step draws its M from U{min_iterations … iterations}; None takes M.
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
        rounds_per_iteration: Curriculum over iterations, for batches with `decidable_from`: after m
            iterations only positions that are decidable from `rounds_per_iteration * m` rounds of
            the local rule count in the loss. None counts all positions from the start.
        max_rounds_per_iteration: At least `rounds_per_iteration`: positions that are not decidable
            even from `max_rounds_per_iteration * m` rounds count with their `interim_targets`;
            those between the two do not count. None leaves out interim targets.
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
    max_no_grad_steps: int | None = Field(default=None, ge=0)
    min_grad_steps: int = Field(default=1, ge=1)
    max_grad_steps: int | None = Field(default=None, ge=1)
    min_iterations: int | None = Field(default=None, ge=1)
    segments: int = Field(default=1, ge=1)
    pool: int | None = Field(default=None, ge=1)
    mosaic: int = Field(default=1, ge=1)
    shared: int = Field(default=0, ge=0)
    rounds_per_iteration: float | None = Field(default=None, gt=0)
    max_rounds_per_iteration: float | None = Field(default=None, gt=0)
    label_smoothing: float = Field(default=0.0, ge=0, lt=1)
    random_start: float = Field(default=0.0, ge=0, le=1)
    path_noise: float = Field(default=0.0, ge=0)
    checkpoint: int | None = Field(default=None, ge=1)
    gradient: Literal["unrolled", "phantom", "implicit"] = "unrolled"
    tolerance: float = Field(default=1e-4, gt=0, lt=1)
    phantom_steps: int = Field(default=5, ge=1)
    damping: float = Field(default=0.5, gt=0, le=1)

    @model_validator(mode="after")
    def _implicit_gradients_have_no_path(self) -> Self:
        if self.gradient == "unrolled":
            return self
        if self.alpha != 1:
            raise ValueError(f"expected alpha = 1 with gradient = {self.gradient!r}")
        for name in ("path_noise", "checkpoint", "min_iterations", "rounds_per_iteration"):
            if getattr(self, name):
                raise ValueError(f"{name} means nothing with gradient = {self.gradient!r}")
        return self

    @model_validator(mode="after")
    def _bounds_of_rounds_are_ordered(self) -> Self:
        least, most = self.rounds_per_iteration, self.max_rounds_per_iteration
        if most is not None and (least is None or least > most):
            raise ValueError(
                "expected max_rounds_per_iteration >= rounds_per_iteration, and both to be set"
            )
        return self

    @model_validator(mode="after")
    def _bounds_leave_room(self) -> Self:
        least = self.min_iterations or self.iterations
        if least > self.iterations:
            raise ValueError(f"expected min_iterations <= {self.iterations}, got {least}")
        most = min(least, self.max_grad_steps or least)
        if self.min_grad_steps > most:
            raise ValueError(f"expected min_grad_steps <= {most}, got {self.min_grad_steps}")
        return self
