"""One training: what to train by which recipe, where, and how to compute."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thinkers.errors import ConfigError
from thinkers.nets import Thinker
from thinkers.problems.problem import Problem
from thinkers.training import resume
from thinkers.training.recipe import Recipe
from thinkers.training.task import Task

PRECISIONS = ("32-true", "bf16-mixed")
"""What a step may compute in; constrained weights are always computed in float32."""


@dataclass(frozen=True)
class Run:
    """A recipe, a folder, and how to compute; it can be pickled.

    Attributes:
        recipe: What to do.
        problem: The recipe's problem.
        thinker: The recipe's thinker.
        folder: Where metrics, resume file and model go.
        device: `auto`, `cpu` or `cuda`.
        devices: How many of them.
        precision: `32-true`, or `bf16-mixed` on hardware that is fast at it.
        threads: CPU threads.
        workers: Processes that label and make fresh batches; results do not depend on it.
        scheduler: Of a cluster that labels in their place; empty for none.
        checkpoint_seconds: Time between resume files.
        tensorboard: Whether to write for TensorBoard too.
        relabel: Whether to label anew what the cache holds.

    Raises:
        ConfigError: There is no such precision.
    """

    recipe: Recipe
    problem: Problem[Any, Any]
    thinker: type[Thinker]
    folder: Path
    device: str = "auto"
    devices: int = 1
    precision: str = "32-true"
    threads: int = 1
    workers: int = 0
    scheduler: str = ""
    checkpoint_seconds: float = 180.0
    tensorboard: bool = False
    relabel: bool = False

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            known = " or ".join(PRECISIONS)
            raise ConfigError(f"unknown precision {self.precision!r}", f"use {known}")

    @property
    def begun(self) -> bool:
        """Whether the folder holds a resume file."""
        return (self.folder / resume.FILE).exists()

    @property
    def task(self) -> Task:
        """What the recipe says is learned of the problem.

        Raises:
            ConfigError: The problem has no encoding of the recipe's name.
        """
        return Task.of(self.recipe, self.problem)
