"""One training, with all that it takes to do it in another process."""

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thinkers.engine.devices import use_threads
from thinkers.nets import Thinker
from thinkers.problems.problem import Problem
from thinkers.training import resume
from thinkers.training.callbacks import Callbacks
from thinkers.training.loop import train
from thinkers.training.recipe import Recipe
from thinkers.training.tensorboard import logged


@dataclass(frozen=True)
class Run:
    """A recipe, a folder, and how to compute.

    Attributes:
        recipe: What to do.
        problem: The recipe's problem.
        thinker: The recipe's thinker.
        folder: Where everything goes.
        device: `auto`, `cpu` or `cuda`.
        devices: How many of them.
        precision: `32-true` or `bf16-mixed`.
        threads: CPU threads.
        workers: Processes that label and make fresh batches.
        checkpoint_seconds: Time between resume files.
        tensorboard: Whether to write for TensorBoard too.
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
    checkpoint_seconds: float = 180.0
    tensorboard: bool = False

    @property
    def begun(self) -> bool:
        """Whether the folder holds a resume file."""
        return (self.folder / resume.FILE).exists()

    def train(self, callbacks: Callbacks, resuming: bool) -> Thinker:
        """Train; see `loop.train`."""
        use_threads(self.threads)
        watching = logged(callbacks, self.folder) if self.tensorboard else nullcontext(callbacks)
        with watching as watched:
            return train(
                self.recipe, self.problem, self.thinker, self.folder, resuming=resuming,
                device=self.device, devices=self.devices, precision=self.precision,
                workers=self.workers, checkpoint_seconds=self.checkpoint_seconds,
                callbacks=watched,
            )  # fmt: skip
