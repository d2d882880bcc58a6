"""The training loop: steps, validation, resume files. It prints nothing; it reports."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from math import cos, pi
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
from thinkers.training import resume
from thinkers.training.data import TRAIN, VALIDATION, prepare
from thinkers.training.loss import Draw, ProgressiveLoss, cross_entropy, exact
from thinkers.training.recipe import Optimizer, Recipe

if TYPE_CHECKING:
    from lightning_fabric import Fabric

METRICS = "metrics.csv"
VALIDATION_BATCH = 100


@dataclass(frozen=True)
class Metrics:
    """One row of the metrics file, written at every validation.

    Attributes:
        step: Steps done.
        loss: Mean training loss since the last row.
        validation_loss: Cross-entropy after M iterations.
        validation_exact: Share of validation instances whose every choice is right.
        learning_rate: At this step.
        seconds: Training time so far.
    """

    step: int
    loss: float
    validation_loss: float
    validation_exact: float
    learning_rate: float
    seconds: float


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
        checkpoint_seconds: Time between resume files.
        callbacks: How to watch.

    Raises:
        ThinkersError: What is wrong with recipe, folder or resume file.
    """
    training = Training(recipe, problem, thinker, folder, device, devices, precision)
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
    ) -> None:
        self.recipe, self.problem, self.folder = recipe, problem, folder
        self.encoding = encoding_of(recipe, problem)
        self.target = problem.encodings[self.encoding].target
        torch.manual_seed(recipe.seed)
        self.thinker = thinker.build(problem.encodings[self.encoding], recipe.config)
        loss = ProgressiveLoss(self.thinker, recipe.loss, self.target)
        self.fabric = _fabric(device, devices, precision)
        self.optimizer: torch.optim.Optimizer
        self.loss, self.optimizer = self.fabric.setup(loss, _optimizer(loss, recipe.optimizer))
        self.loss.mark_forward_method("final_logits")
        self.state = resume.State(recipe.model_dump(mode="json"))

    def run(self, resuming: bool, checkpoint_seconds: float, callbacks: Callbacks) -> Thinker:
        """Step to the end, or to Ctrl-C."""
        _make(self.folder)
        if resuming:
            self._restore()
        seed, data, encoding = self.recipe.seed, self.recipe.data, self.encoding
        train = prepare(self.problem, encoding, data.train, seed, TRAIN, callbacks.line)
        self.chances = np.array(
            [group.weight for group in data.train for _ in group.combinations()]
        )
        self.chances /= self.chances.sum()
        held_out = prepare(
            self.problem, encoding, data.validation, seed, VALIDATION, callbacks.line
        )
        try:
            self._steps(train, held_out, checkpoint_seconds, callbacks)
        except KeyboardInterrupt:
            self._save()
            raise SolveError(
                f"interrupted after {self.state.step} steps; nothing is lost",
                "go on with --resume",
            ) from None
        self._save()
        self.thinker.load_state_dict(self.state.best)
        return self.thinker.eval()

    def _steps(
        self,
        train: Sequence[Batch],
        held_out: Sequence[Batch],
        checkpoint_seconds: float,
        callbacks: Callbacks,
    ) -> None:
        losses: list[float] = []
        saved = begin = perf_counter() - self.state.seconds
        saved += self.state.seconds
        while self.state.step < self.recipe.optimizer.steps:
            losses.append(self._step(train))
            self.state.seconds = perf_counter() - begin
            callbacks.step(self.state.step, losses[-1])
            last = self.state.step == self.recipe.optimizer.steps
            if last or self.state.step % self.recipe.validate_every == 0:
                metrics = self._validate(held_out, float(np.mean(losses)))
                losses.clear()
                callbacks.metrics(metrics)
            if perf_counter() - saved > checkpoint_seconds:
                self._save()
                saved = perf_counter()

    def _step(self, train: Sequence[Batch]) -> float:
        step = self.state.step
        rng = np.random.default_rng([self.recipe.seed, step, self.fabric.global_rank])
        group = train[rng.choice(len(train), p=self.chances)]
        rows = rng.integers(len(group.inputs), size=self.recipe.data.batch)
        draw = Draw.of(self.recipe.loss, rng)
        for settings in self.optimizer.param_groups:
            settings["lr"] = learning_rate(self.recipe.optimizer, step)
        self.loss.train()
        self.optimizer.zero_grad()
        loss = self.loss(*self._tensors(group, rows), draw)
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
        self.state.step += 1
        return float(loss.detach())

    def _validate(self, held_out: Sequence[Batch], loss: float) -> Metrics:
        self.loss.eval()
        errors, rights = [], []
        with torch.no_grad():
            for group in held_out:
                for first in range(0, len(group.inputs), VALIDATION_BATCH):
                    rows = np.arange(first, min(first + VALIDATION_BATCH, len(group.inputs)))
                    inputs, mask, targets = self._tensors(group, rows)
                    logits = self.loss.final_logits(inputs)  # (b, classes, *shape)
                    error = cross_entropy(logits, mask, targets, self.target)
                    errors += [error.item()] * len(rows)
                    rights += exact(logits, mask, targets, self.target).tolist()
        metrics = Metrics(
            step=self.state.step,
            loss=loss,
            validation_loss=float(np.mean(errors)),
            validation_exact=float(np.mean(rights)),
            learning_rate=learning_rate(self.recipe.optimizer, self.state.step - 1),
            seconds=round(self.state.seconds, 1),
        )
        if metrics.validation_loss < self.state.best_loss:
            self.state.best_loss = metrics.validation_loss
            self.state.best = _copy(self.thinker)
        if self.fabric.is_global_zero:
            _append(self.folder / METRICS, metrics)
        return metrics

    def _tensors(self, batch: Batch, rows: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
        arrays = batch.inputs[rows], batch.mask[rows], batch.targets[rows]  # type: ignore[index]
        inputs, mask, targets = (torch.from_numpy(array).to(self.fabric.device) for array in arrays)
        return inputs, mask, targets

    def _save(self) -> None:
        self.state.loss_module = _copy(self.loss.module)
        self.state.optimizer = self.optimizer.state_dict()
        if self.fabric.is_global_zero:
            resume.save(self.folder, self.state)

    def _restore(self) -> None:
        self.state = resume.load(self.folder, self.recipe.model_dump(mode="json"))
        self.loss.module.load_state_dict(self.state.loss_module)
        self.optimizer.load_state_dict(self.state.optimizer)
        _truncate(self.folder / METRICS, self.state.step)


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


def learning_rate(settings: Optimizer, step: int) -> float:
    """The learning rate of a step, counted from 0."""
    rate = settings.learning_rate * min(1.0, (step + 1) / (settings.warmup + 1))
    done = step / settings.steps
    if settings.schedule == "cosine":
        return rate * 0.5 * (1 + cos(pi * done))
    if settings.schedule == "multistep":
        return rate * settings.decay ** sum(done >= milestone for milestone in settings.milestones)
    return rate


def _optimizer(module: nn.Module, settings: Optimizer) -> torch.optim.Optimizer:
    decayed: list[nn.Parameter] = []
    exempt: list[nn.Parameter] = []
    for name, parameter in module.named_parameters():
        free = name.endswith("weight") and parameter.ndim > 1
        (decayed if free else exempt).append(parameter)
    groups = [
        {"params": decayed, "weight_decay": settings.weight_decay},
        {"params": exempt, "weight_decay": 0.0},
    ]
    rate = settings.learning_rate
    if settings.name == "sgd":
        return torch.optim.SGD(groups, lr=rate, momentum=0.9)
    kind = torch.optim.Adam if settings.name == "adam" else torch.optim.AdamW
    return kind(groups, lr=rate, betas=(0.9, 0.999))


def _fabric(device: str, devices: int, precision: str) -> "Fabric":
    from lightning_fabric import Fabric

    kind = pick_device(device).type
    fabric = Fabric(accelerator=kind, devices=devices, precision=precision)  # type: ignore[arg-type]
    fabric.launch()
    return fabric


def _copy(module: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().cpu().clone() for name, value in module.state_dict().items()}


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / METRICS).open("a").close()
    except OSError as error:
        raise ConfigError(
            f"cannot write to {folder}: {error.strerror}", "choose another --out"
        ) from error


def _append(path: Path, metrics: Metrics) -> None:
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Metrics)])
        if not file.tell():
            writer.writeheader()
        writer.writerow({name: f"{value:.6g}" for name, value in asdict(metrics).items()})


def _truncate(path: Path, step: int) -> None:
    """Drop rows that were written after the resume file was."""
    with path.open(newline="", encoding="utf-8") as file:
        lines = file.readlines()
    kept = lines[:1] + [line for line in lines[1:] if int(line.split(",")[0]) <= step]
    path.write_text("".join(kept), encoding="utf-8")
