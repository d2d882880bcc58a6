"""The optimiser of a recipe."""

from typing import Literal, Self

from pydantic import Field, model_validator

from thinkers.settings import Settings


class Optimizer(Settings):
    """Optimiser, learning rate schedule, and what bounds a step.

    Attributes:
        name: `adam`, `adamw`, `sgd` (momentum 0.9) or `muon` (Jordan et al. 2024: orthogonalised
            steps for kernels and matrices, AdamW for the rest, one learning rate for both). Not
            `muon` to fine-tune what another optimiser trained.
        steps: Batches in all.
        learning_rate: The peak.
        weight_decay: On free weights of convolutions and linear maps only: never on biases,
            norms, skips or constrained weights (Bear et al. 2024).
        clip: Largest gradient norm, or None.
        warmup: Steps of warm-up; `onecycle` has its own.
        warmup_shape: `linear`, or `exponential` with period `warmup` (official DT code).
        schedule: `cosine` to zero, `multistep`, `onecycle` (Smith & Topin 2018) or `constant`.
        milestones: Shares of `steps` at which `multistep` decays; 8 : 4 : 2 : 1 by default.
        decay: Factor at each milestone.
        cap: Under `muon`, the largest singular value of the step's free kernels, each taken as
            its `(co, ci·taps)` matrix, after every step (Newhouse et al. 2025); None lets them
            grow. Not for a certificate: a 3x3 convolution may stretch by 3 times its cap, so take
            a thinker with a constraint. Not below what the weights begin with, 0.75 to 0.9: that
            takes away most of them at once.
        cap_by: `svd` lowers what exceeds the cap and nothing else; `soft` needs matrix products
            alone and shrinks the others a little, for GPUs and more than some hundred channels.
        ema_decay: Decay of an exponential moving average of the weights (TRM 2025: 0.999), which
            is what is validated and kept; None keeps the weights themselves.
        patience: Validations without a lower loss after which to stop early, or None.
        throttle: What shortens steps that outrun the curvature of the loss, beside `none`. The
            `guard` tries a step, takes the gradient there on the same batch, and shrinks the step
            if that changed too much; each look costs one gradient or more. `gt-0`, `gt-1` and
            `gt-2` (kappa-budgeting, ENABOL 2026) compare the gradients of consecutive steps: no
            extra gradient, twice the weights' memory. Not those three with small batches or
            random losses (`alpha` > 0): they take noise for curvature and slow to a crawl, and
            they see a jump one step late. Not any where training is stable without: it can only
            shorten steps.
        chi: χ, what the throttle holds the curvature times the learning rate below; None is three
            quarters of what the optimiser stands on a quadratic (sgd 2.85, Adam 28.5).
        throttle_every: Steps between two looks of the guard; it also looks during warm-up, after
            a loss of more than twice the last, and after a step that it shortened.
    """

    name: Literal["adam", "adamw", "muon", "sgd"] = "adam"
    steps: int = Field(ge=1)
    learning_rate: float = Field(gt=0)
    weight_decay: float = Field(default=0.0, ge=0)
    clip: float | None = Field(default=None, gt=0)
    warmup: int = Field(default=0, ge=0)
    warmup_shape: Literal["linear", "exponential"] = "linear"
    schedule: Literal["cosine", "multistep", "onecycle", "constant"] = "cosine"
    milestones: list[float] = [8 / 15, 12 / 15, 14 / 15]
    decay: float = Field(default=0.1, gt=0, le=1)
    cap: float | None = Field(default=None, gt=0)
    cap_by: Literal["svd", "soft"] = "svd"
    ema_decay: float | None = Field(default=None, gt=0, lt=1)
    patience: int | None = Field(default=None, ge=1)
    throttle: Literal["none", "gt-0", "gt-1", "gt-2", "guard"] = "none"
    chi: float | None = Field(default=None, gt=0)
    throttle_every: int = Field(default=10, ge=1)

    @model_validator(mode="after")
    def _caps_follow_steps_of_muon(self) -> Self:
        if self.cap is None and self.cap_by != "svd":
            raise ValueError("cap_by means nothing without cap")
        if self.cap is not None and self.name != "muon":
            raise ValueError(f"cap means nothing with {self.name}, whose steps have no known norm")
        return self

    @model_validator(mode="after")
    def _chi_throttles(self) -> Self:
        if self.throttle == "none" and self.chi is not None:
            raise ValueError("chi means nothing with throttle = 'none'")
        if self.throttle != "none" and self.name == "muon":
            raise ValueError("a throttle means nothing with muon, whose steps have a fixed length")
        return self
