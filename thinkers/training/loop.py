"""The training loop: steps, validation, resume files. It prints nothing; it reports."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from time import perf_counter

import numpy as np
import torch
from torch import Tensor, nn

from thinkers.engine.devices import use_threads
from thinkers.errors import ConfigError, DivergedError, InterruptionError, ModelError
from thinkers.nets import Thinker
from thinkers.problems.batch import Batch
from thinkers.problems.lock import locked_folder
from thinkers.problems.sound import require_sound
from thinkers.problems.wording import one_line
from thinkers.training import metrics, resume
from thinkers.training.beginning import begin
from thinkers.training.callbacks import Callbacks
from thinkers.training.data import VALIDATION, Feed, prepare
from thinkers.training.events import Unwritten
from thinkers.training.interrupts import Interrupts
from thinkers.training.metrics import Metrics
from thinkers.training.run import Run
from thinkers.training.step.descent import Descent
from thinkers.training.step.distributed import any_of, begins_first, launch
from thinkers.training.step.optimizers import learning_rate
from thinkers.training.tensorboard import logged
from thinkers.training.validation import validate

MIN_FACTOR = 0.05
"""How often what has no loss left still comes, of what is hardest: so that it stays so."""


def train(run: Run, callbacks: Callbacks | None = None, *, resuming: bool = False) -> Thinker:
    """Train a thinker by a recipe and return it with its best weights.

    Interrupted (Ctrl-C, SIGTERM), it ends the step and writes a resume file; killed, it has lost
    what came after the last one. A resumed run goes on bit for bit on the CPU.

    Args:
        run: What to train, where, and how to compute.
        callbacks: How to watch.
        resuming: Whether to go on from the resume file in the run's folder.

    Raises:
        ThinkersError: What is wrong with recipe, folder or resume file.
    """
    use_threads(run.threads)
    callbacks = callbacks or Callbacks()
    watching = logged(callbacks, run.folder) if run.tensorboard else nullcontext(callbacks)
    with locked_folder(run.folder) if begins_first() else nullcontext(), watching as watched:
        metrics.prepare_folder(run.folder)
        if not resuming:
            resume.require_none(run.folder)
        return Training(run).train(watched, resuming)


class Training:
    """The state of a run: weights, optimiser, progress."""

    def __init__(self, run: Run) -> None:
        recipe, problem = run.recipe, run.problem
        for size, params in recipe.scores.combinations():
            problem.sized(size, params, "scores")  # a fault would else be found after the last step
        self.run, self.recipe, self.folder = run, recipe, run.folder
        self.encoding = run.task.encoding
        torch.manual_seed(recipe.seed)
        built = run.thinker.build(self.encoding.signature, recipe.config)
        if recipe.start is not None:
            begin(built, recipe.start)
        self.fabric = launch(run.device, run.devices, run.precision)
        self.descent = Descent(recipe, built, self.encoding, self.fabric)
        self.progress = resume.Progress()
        self.best: dict[str, Tensor] = {}
        self.looked_at: set[tuple[int, ...]] = set()

    def train(self, callbacks: Callbacks, resuming: bool = False) -> Thinker:
        """Step to the end, to an early stop, or to an interruption."""
        callbacks = callbacks.outlasting_output() if self.fabric.is_global_zero else Callbacks()
        if resuming:
            self._restore()
        else:
            self._save()
        self._write_metrics(callbacks)
        held_out, feed = self._data(callbacks)
        with feed, Interrupts() as interrupts:
            saved = perf_counter()
            while not (self._done() or any_of(self.fabric, interrupts.asked)):
                self._step(feed, held_out, callbacks)
                if perf_counter() - saved > self.run.checkpoint_seconds:
                    self._try_to_save(callbacks)
                    saved = perf_counter()
        if self._done():
            self._try_to_save(callbacks)
        else:
            self._save()
            raise InterruptionError(
                f"interrupted after {self.progress.step} steps; nothing is lost",
                "go on with --resume",
            )
        if not self.best:
            raise DivergedError("the validation loss was never finite", "lower learning_rate")
        self.descent.thinker.load_state_dict(self.best)
        return self.descent.thinker.eval()

    def _data(self, callbacks: Callbacks) -> tuple[Sequence[Batch], Feed]:
        """The batches of validation, and the feed of those to train on; labelled by one process."""
        recipe, run, rank = self.recipe, self.run, self.fabric.global_rank
        with self.fabric.rank_zero_first():
            sets = prepare(
                run.task, recipe.data.validation, recipe.seed, VALIDATION, callbacks.note,
                run.workers, scheduler=run.scheduler, relabel=run.relabel,
            )  # fmt: skip
            feed = Feed(
                recipe, run.task, rank, callbacks.note, run.workers,
                scheduler=run.scheduler, relabel=run.relabel,
            )  # fmt: skip
        if self.progress.factors:
            feed.weigh(self.progress.factors)
        return [batch for one in sets for batch in one], feed

    def _done(self) -> bool:
        patience = self.recipe.optimizer.patience
        given_up = patience is not None and self.progress.stale >= patience
        return given_up or self.progress.step >= self.recipe.optimizer.steps

    def _step(self, feed: Feed, held_out: Sequence[Batch], callbacks: Callbacks) -> None:
        now, begin = self.progress, perf_counter()
        batch = feed.batch(now.step)
        self._look_at(batch)
        loss, norm = self.descent.step(batch, now.step)
        now.step += 1
        now.losses.append(loss)
        now.gradient_norm = max(now.gradient_norm, norm)
        now.seconds += perf_counter() - begin
        callbacks.step(now.step, loss)
        if now.step % self.recipe.validate_every == 0 or now.step == self.recipe.optimizer.steps:
            callbacks.metrics(self._validate(held_out))
            self._write_metrics(callbacks)
            if self.recipe.data.hard:
                self._weigh(feed)

    def _look_at(self, batch: Batch) -> None:
        """See that the first batch of each shape is sound, as `check-plugin` does."""
        if batch.mask.shape not in self.looked_at:
            require_sound(self.run.task.encoding, batch)
            self.looked_at.add(batch.mask.shape)

    def _weigh(self, feed: Feed) -> None:
        """Have batches come more often from what is hard, by the loss on some of its instances."""
        losses = [
            validate(self.descent.evaluated, [probe], self._iterations, self.encoding, self.fabric)[
                0
            ]
            for probe in feed.probes()
        ]
        factors = np.array(self.fabric.broadcast(losses)) ** self.recipe.data.hard
        if np.isfinite(factors).all() and factors.max() > 0:
            least = MIN_FACTOR * factors.max()
            self.progress.factors = np.maximum(factors, least).tolist()
            feed.weigh(self.progress.factors)

    def _validated(self, batches: Sequence[Batch]) -> tuple[float, float]:
        """Loss and exact accuracy of the weights that are kept."""
        evaluated = self.descent.evaluated
        return validate(evaluated, batches, self._iterations, self.encoding, self.fabric)

    def _iterations(self, shape: tuple[int, ...]) -> int:
        """How long to think in validation: M, or as long as the model will where that is more."""
        return max(self.recipe.loss.iterations, self.recipe.budget.iterations(shape))

    def _validate(self, held_out: Sequence[Batch]) -> Metrics:
        evaluated, now = self.descent.evaluated, self.progress
        error, right = self.fabric.broadcast(self._validated(held_out))
        row = Metrics(
            step=now.step,
            loss=float(np.mean(now.losses)),
            validation_loss=error,
            validation_exact=right,
            gradient_norm=now.gradient_norm,
            learning_rate=learning_rate(self.recipe.optimizer, now.step - 1),
            seconds=round(now.seconds, 1),
        )
        now.losses, now.gradient_norm, now.stale = [], 0.0, now.stale + 1
        now.rows.append(asdict(row))
        if error < now.best_loss:
            now.best_loss, now.stale, self.best = error, 0, _copy(evaluated)
        return row

    def _write_metrics(self, callbacks: Callbacks) -> None:
        if self.fabric.is_global_zero:
            try:
                metrics.write(self.folder, self.progress.rows)
            except ConfigError as error:
                callbacks.note(Unwritten(str(error)))

    def _try_to_save(self, callbacks: Callbacks) -> None:
        """Save; a full disk costs the checkpoint, not the training."""
        try:
            self._save()
        except ConfigError as error:
            callbacks.note(Unwritten(str(error), error.hint))

    def _save(self) -> None:
        if self.fabric.is_global_zero:
            progress = {"progress": asdict(self.progress), "best": self.best}
            state = {"recipe": self.recipe.chosen(), **progress, **self.descent.state()}
            resume.save(self.folder, state)

    def _restore(self) -> None:
        state = resume.load(self.folder, self.recipe.chosen())
        self.progress = resume.Progress(**state["progress"])
        self.best = state["best"]
        try:
            if not 0 <= self.progress.step <= self.recipe.optimizer.steps:
                raise ValueError(f"step {self.progress.step} is none of the recipe's")
            self.descent.load(state)
        except (LookupError, TypeError, ValueError, AttributeError, RuntimeError) as error:
            raise ModelError(
                f"{self.folder / resume.FILE} does not fit its recipe: {one_line(error)}",
                "start afresh in another --out",
            ) from error


def _copy(module: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().cpu().clone() for name, value in module.state_dict().items()}
