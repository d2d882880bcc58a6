"""The training loop: steps, validation, resume files. It prints nothing; it reports."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from thinkers.devices import pick_device
from thinkers.errors import ConfigError, SolveError
from thinkers.nets import Thinker
from thinkers.problem import Batch, Problem
from thinkers.training import metrics, resume
from thinkers.training.data import VALIDATION, Feed, prepare
from thinkers.training.loss import Draw, ProgressiveLoss, cross_entropy, exact
from thinkers.training.metrics import Metrics
from thinkers.training.optimizers import build_optimizer, learning_rate
from thinkers.training.recipe import Recipe

if TYPE_CHECKING:
    from lightning_fabric import Fabric

VALIDATION_BATCH = 100


@dataclass(frozen=True)
class Callbacks:
    """How a caller watches a training."""

    line: Callable[[str], None] = lambda line: None
    step: Callable[[int, float], None] = lambda step, loss: None
    metrics: Callable[[Metrics], None] = lambda metrics: None


def train(
    recipe: Recipe,
    problem: Problem[Any, Any],
    thinker: type[Thinker],
    folder: Path,
    *,
    resuming: bool = False,
    device: str = "auto",
    devices: int = 1,
    precision: str = "32-true",
    workers: int = 0,
    checkpoint_seconds: float = 180.0,
    callbacks: Callbacks | None = None,
) -> Thinker:
    """Train a thinker by a recipe and return it with its best weights.

    Interrupted (Ctrl-C), it writes a resume file first; a resumed run goes on bit for bit on
    the CPU.

    Args:
        recipe: What to do.
        problem: The recipe's problem.
        thinker: The recipe's thinker.
        folder: Where metrics and the resume file go.
        resuming: Whether to go on from the resume file in `folder`.
        device: `auto`, `cpu` or `cuda`.
        devices: How many of them.
        precision: As Fabric names it; the step of a DT-L needs `32-true`.
        workers: Processes that label and make fresh batches; results do not depend on it.
        checkpoint_seconds: Time between resume files.
        callbacks: How to watch.

    Raises:
        ThinkersError: What is wrong with recipe, folder or resume file.
    """
    metrics.prepare_folder(folder)
    if not resuming:
        resume.require_none(folder)
        metrics.truncate(folder, 0)
    training = Training(recipe, problem, thinker, folder, device, devices, precision, workers)
    return training.run(resuming, checkpoint_seconds, callbacks or Callbacks())


class Training:
    """One run: the objects that its steps share."""

    def __init__(
        self,
        recipe: Recipe,
        problem: Problem[Any, Any],
        thinker: type[Thinker],
        folder: Path,
        device: str,
        devices: int,
        precision: str,
        workers: int = 0,
    ) -> None:
        self.recipe, self.problem, self.folder, self.workers = recipe, problem, folder, workers
        self.encoding = encoding_of(recipe, problem)
        self.target = problem.encodings[self.encoding].target
        torch.manual_seed(recipe.seed)
        self.thinker = thinker.build(problem.encodings[self.encoding], recipe.config)
        loss = ProgressiveLoss(self.thinker, recipe.loss, self.target)
        self.fabric = _fabric(device, devices, precision)
        self.optimizer: torch.optim.Optimizer
        self.loss, self.optimizer = self.fabric.setup(loss, build_optimizer(loss, recipe.optimizer))
        self.loss.mark_forward_method("final_logits")
        self.state = resume.State(recipe.model_dump(mode="json"))

    def run(self, resuming: bool, checkpoint_seconds: float, callbacks: Callbacks) -> Thinker:
        """Step to the end, or to Ctrl-C."""
        if resuming:
            self._restore()
        self._commit(self.state)
        recipe, rank, report = self.recipe, self.fabric.global_rank, callbacks.line
        held_out = prepare(
            self.problem, self.encoding, recipe.data.validation, recipe.seed, VALIDATION, report,
            self.workers,
        )  # fmt: skip
        try:
            with Feed(recipe, self.problem, self.encoding, rank, report, self.workers) as feed:
                self._steps(feed, held_out, checkpoint_seconds, callbacks)
        except KeyboardInterrupt:
            self._save()
            raise SolveError(
                f"interrupted after {self.state.step} steps; nothing is lost",
                "go on with --resume",
            ) from None
        self._save()
        if not self.state.best:
            raise SolveError("the validation loss was never finite", "lower learning_rate")
        self.thinker.load_state_dict(self.state.best)
        return self.thinker.eval()

    def _steps(
        self,
        feed: Feed,
        held_out: Sequence[Batch],
        checkpoint_seconds: float,
        callbacks: Callbacks,
    ) -> None:
        """Step on; what is not committed when an interruption comes is done again on resuming."""
        begin, saved = perf_counter() - self.state.seconds, perf_counter()
        while self.state.step < self.recipe.optimizer.steps:
            loss = self._step(feed)
            after = replace(
                self.state,
                step=self.state.step + 1,
                losses=[*self.state.losses, loss],
                seconds=perf_counter() - begin,
            )
            callbacks.step(after.step, loss)
            last = after.step == self.recipe.optimizer.steps
            if last or after.step % self.recipe.validate_every == 0:
                row = self._validate(held_out, after)
                if row.validation_loss < after.best_loss:
                    best = _copy(self.thinker)
                    after = replace(after, best_loss=row.validation_loss, best=best)
                after = replace(after, losses=[])
                callbacks.metrics(row)
            self._commit(after)
            if perf_counter() - saved > checkpoint_seconds:
                self._save()
                saved = perf_counter()

    def _step(self, feed: Feed) -> float:
        step = self.state.step
        rng = np.random.default_rng([*feed.seed(step), 1])  # not the numbers that chose the batch
        draw = Draw.of(self.recipe.loss, rng)
        for settings in self.optimizer.param_groups:
            settings["lr"] = learning_rate(self.recipe.optimizer, step)
        self.loss.train()
        self.optimizer.zero_grad()
        loss = self.loss(*self._tensors(feed.batch(step), slice(None)), draw)
        if not torch.isfinite(loss):
            raise SolveError(
                f"the loss is {loss.item()} at step {step}", "lower learning_rate or set clip"
            )
        self.fabric.backward(loss)
        if self.recipe.optimizer.clip is not None:
            self.fabric.clip_gradients(
                self.loss, self.optimizer, max_norm=self.recipe.optimizer.clip
            )
        self.optimizer.step()
        return float(loss.detach())

    def _validate(self, held_out: Sequence[Batch], after: resume.State) -> Metrics:
        self.loss.eval()
        errors, rights = [], []
        with torch.no_grad():
            for group in held_out:
                for first in range(0, len(group.inputs), VALIDATION_BATCH):
                    rows = slice(first, first + VALIDATION_BATCH)
                    inputs, mask, targets = self._tensors(group, rows)
                    logits = self.loss.final_logits(inputs)  # (b, classes, *shape)
                    error = cross_entropy(logits, mask, targets, self.target)
                    errors += [error.item()] * len(inputs)
                    rights += exact(logits, mask, targets, self.target).tolist()
        row = Metrics(
            step=after.step,
            loss=float(np.mean(after.losses)),
            validation_loss=float(np.mean(errors)),
            validation_exact=float(np.mean(rights)),
            learning_rate=learning_rate(self.recipe.optimizer, after.step - 1),
            seconds=round(after.seconds, 1),
        )
        if self.fabric.is_global_zero:
            metrics.append(self.folder, row)
        return row

    def _tensors(self, batch: Batch, rows: slice) -> tuple[Tensor, Tensor, Tensor]:
        arrays = batch.inputs[rows], batch.mask[rows], batch.targets[rows]  # type: ignore[index]
        inputs, mask, targets = (torch.from_numpy(array).to(self.fabric.device) for array in arrays)
        return inputs, mask, targets

    def _commit(self, state: resume.State) -> None:
        """Take a state, with copies of the weights as they are, as where the training stands."""
        self.state = replace(
            state,
            loss_module=_copy(self.loss.module),
            optimizer=deepcopy(self.optimizer.state_dict()),
        )

    def _save(self) -> None:
        if self.fabric.is_global_zero:
            resume.save(self.folder, self.state)

    def _restore(self) -> None:
        self.state = resume.load(self.folder, self.recipe.model_dump(mode="json"))
        self.loss.module.load_state_dict(self.state.loss_module)
        self.optimizer.load_state_dict(self.state.optimizer)
        metrics.truncate(self.folder, self.state.step)


def encoding_of(recipe: Recipe, problem: Problem[Any, Any]) -> str:
    """The recipe's encoding, or the problem's default.

    Raises:
        ConfigError: The problem has no such encoding.
    """
    encoding = recipe.encoding or next(iter(problem.encodings))
    if encoding not in problem.encodings:
        known = ", ".join(problem.encodings)
        raise ConfigError(f"{problem.name} has no encoding {encoding!r}", f"known: {known}")
    return encoding


def _fabric(device: str, devices: int, precision: str) -> "Fabric":
    from lightning_fabric import Fabric

    kind = pick_device(device).type
    fabric = Fabric(accelerator=kind, devices=devices, precision=precision)  # type: ignore[arg-type]
    fabric.launch()
    return fabric


def _copy(module: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().cpu().clone() for name, value in module.state_dict().items()}
