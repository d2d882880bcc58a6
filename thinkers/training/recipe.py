"""A recipe: a TOML file that holds everything that matters in training a model."""

import itertools
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from math import prod
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from thinkers.errors import ConfigError
from thinkers.models import Budget
from thinkers.settings import Settings


class Group(Settings):
    """Instances to train on.

    Attributes:
        count: How many instances of each combination of `params`.
        params: Options of the problem's generator; a list stands for each of its values.
        weight: How often a batch comes from each combination, relative to the others.
        begin: Share of the steps after which the group joins in, 0 to 1: small sizes first.
        fresh: Whether each batch is newly generated and labelled, in place of a `count`: nothing
            is seen twice on purpose, for problems whose labels are cheap.
    """

    count: int | None = Field(default=None, ge=1)
    params: dict[str, Any]
    weight: float = Field(default=1.0, gt=0)
    begin: float = Field(default=0.0, ge=0, lt=1)
    fresh: bool = False

    @model_validator(mode="after")
    def _counted_or_fresh(self) -> Self:
        if self.fresh == (self.count is not None):
            raise ValueError("expected either a count or fresh = true")
        return self

    @field_validator("params")
    @classmethod
    def _lists_hold_something(cls, params: dict[str, Any]) -> dict[str, Any]:
        for name, value in params.items():
            if value == []:
                raise ValueError(f"the list of {name} is empty")
        return params

    def combinations(self) -> Iterator[dict[str, Any]]:
        """Every combination of the listed values."""
        lists = [value if isinstance(value, list) else [value] for value in self.params.values()]
        for values in itertools.product(*lists):
            yield dict(zip(self.params, values, strict=True))


class Data(Settings):
    """What to learn from. A batch comes from one combination of one group.

    Attributes:
        batch: Instances a step, or None with `positions`.
        positions: Positions a step, whatever the size: as many instances of n positions as fit,
            at least one, so that a step costs about the same at every size.
        augment: Whether the problem's symmetries are applied to each batch.
        train: Groups to learn from.
        validation: Groups to choose the best weights by, never learnt from.
    """

    batch: int | None = Field(default=None, ge=1)
    positions: int | None = Field(default=None, ge=1)
    augment: bool = False
    train: list[Group] = Field(min_length=1)
    validation: list[Group] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_followed(self) -> Self:
        if (self.batch is None) == (self.positions is None):
            raise ValueError("expected either batch or positions")
        if all(group.begin > 0 for group in self.train):
            raise ValueError("expected a group to train on with begin = 0")
        if any(group.fresh or group.begin > 0 for group in self.validation):
            raise ValueError("expected validation groups without fresh and begin")
        return self

    def instances(self, shape: Sequence[int]) -> int:
        """How many instances of a shape a batch holds."""
        if self.batch is not None:
            return self.batch
        assert self.positions is not None
        return max(1, self.positions // prod(shape))


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
        for name in ("path_noise", "checkpoint", "least_iterations"):
            if getattr(self, name):
                raise ValueError(f"{name} means nothing with gradient = {self.gradient!r}")
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


class Optimizer(Settings):
    """How to descend.

    Attributes:
        name: `adam`, `adamw`, `sgd` (momentum 0.9) or `muon` (Jordan et al. 2024: orthogonalised
            steps for kernels and matrices, AdamW for the rest, one learning rate for both). Not
            `muon` to fine-tune what another optimiser trained, nor for a bound on the weights: a
            step of it is bounded, their sum is not; take a thinker with a constraint.
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
        average: Decay of an exponential moving average of the weights (TRM 2025: 0.999), which
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
    average: float | None = Field(default=None, gt=0, lt=1)
    patience: int | None = Field(default=None, ge=1)
    throttle: Literal["none", "gt-0", "gt-1", "gt-2", "guard"] = "none"
    chi: float | None = Field(default=None, gt=0)
    throttle_every: int = Field(default=10, ge=1)

    @model_validator(mode="after")
    def _chi_throttles(self) -> Self:
        if self.throttle == "none" and self.chi is not None:
            raise ValueError("chi means nothing with throttle = 'none'")
        if self.throttle != "none" and self.name == "muon":
            raise ValueError("a throttle means nothing with muon, whose steps have a fixed length")
        return self


class Scores(Settings):
    """What to measure when the model is published.

    Attributes:
        sizes: Values of the problem's size option; left out where it has none.
        instances: Fresh instances of each size.
        params: Other options of the generator; a list stands for each of its values.
    """

    sizes: list[int] | None = Field(default=None, min_length=1)
    instances: int = Field(default=100, ge=1)
    params: dict[str, Any] = {}

    def combinations(self) -> Iterator[tuple[int | None, dict[str, Any]]]:
        """Every size, or None, with every combination of the other options."""
        others = Group(count=self.instances, params=self.params).combinations()
        sizes: list[int | None] = [*self.sizes] if self.sizes else [None]
        return itertools.product(sizes, list(others))


class Bar(Settings):
    """What a trained model must reach to count as a success, on fresh instances of one size.

    Attributes:
        size: Value of the problem's size option; left out where it has none.
        params: Other options of the generator.
        instances: How many.
        measure: A share of the instances, `exact` or `feasible`, or the `mean_gap`.
        value: The least share, or the greatest mean gap (0.05 for 5 %), that passes.
    """

    size: int | None = None
    params: dict[str, Any] = {}
    instances: int = Field(default=100, ge=1)
    measure: Literal["exact", "feasible", "mean_gap"] = "exact"
    value: float = Field(ge=0)

    @model_validator(mode="after")
    def _shares_are_at_most_one(self) -> Self:
        if self.measure != "mean_gap" and self.value > 1:
            raise ValueError(f"expected a share of at most 1 as value, got {self.value}")
        return self

    @property
    def measured(self) -> str:
        """The measure and its size, if it has one, in words."""
        return self.measure if self.size is None else f"{self.measure} at {self.size}"

    def passed_by(self, measured: float | None) -> bool:
        """Whether a measured value reaches the bar; None, no value, never does."""
        if measured is None:
            return False
        return measured <= self.value if self.measure == "mean_gap" else measured >= self.value


class Recipe(Settings):
    """Everything that matters in training one model.

    Attributes:
        name: The model's name, `problem/model`.
        problem: Problem name.
        thinker: Thinker name.
        encoding: Encoding name, or None for the problem's default.
        seed: Of the weights, the data and the order of the data.
        config: Settings of the thinker.
        budget: How long the model thinks by default.
        data: What to learn from.
        loss: What to minimise.
        optimizer: How to descend.
        scores: What to measure at the end.
        bar: What counts as a success when several seeds are trained, or None.
        validate_every: Steps between validations.
    """

    name: str = Field(pattern=r"^[a-z0-9_]+/[a-z0-9._-]+$")
    problem: str
    thinker: str
    encoding: str | None = None
    seed: int = Field(default=0, ge=0)
    config: dict[str, Any] = {}
    budget: Budget
    data: Data
    loss: Loss
    optimizer: Optimizer
    scores: Scores
    bar: Bar | None = None
    validate_every: int = Field(default=250, ge=1)

    @classmethod
    def read(cls, path: Path, changes: Iterable[str] = ()) -> Self:
        """Read a recipe.

        Args:
            path: A TOML file.
            changes: `section.key=value` replacements, values in TOML.

        Raises:
            ConfigError: The file cannot be read, or a key is unknown or out of range.
        """
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"cannot read the recipe {path}: {error}") from error
        for change in changes:
            _apply(values, change)
        return cls.of(values, path.name)


def _apply(values: dict[str, Any], change: str) -> None:
    key, equals, value = change.partition("=")
    if not equals or not key:
        raise ConfigError(f"expected section.key=value, got {change!r}")
    *sections, last = key.split(".")
    section = values
    for name in sections:
        section = section.setdefault(name, {})
        if not isinstance(section, Mapping):
            raise ConfigError(f"{change!r}: {name!r} is not a section")
    try:
        section[last] = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        section[last] = value


def shipped_recipes(problem: type[object]) -> dict[str, Path]:
    """The recipes in the folder `recipes` of the package that holds a problem, by name."""
    package = files(problem.__module__.partition(".")[0])
    folder = Path(str(package)) / "recipes"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}
