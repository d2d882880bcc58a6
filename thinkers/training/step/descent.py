"""One training step: weights, optimiser, and their exponential moving average."""

from collections.abc import Mapping
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils import clip_grads_with_norm_, get_total_norm
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from thinkers.errors import DivergedError
from thinkers.nets import Thinker
from thinkers.problems.batch import Batch
from thinkers.problems.encoding import Encoding
from thinkers.training.recipe import Recipe
from thinkers.training.step.distributed import average, mean
from thinkers.training.step.gradient import Gradient
from thinkers.training.step.loss import Draw, ProgressiveLoss
from thinkers.training.step.optimizers import build_optimizer, learning_rate
from thinkers.training.step.optional.caps import free_kernels
from thinkers.training.step.optional.throttled_step import Throttled
from thinkers.training.step.pool import Pool
from thinkers.training.step.rng import repeatable, seed
from thinkers.training.step.rows import Carried, Rows, tensors

if TYPE_CHECKING:
    from lightning_fabric import Fabric


class Descent:
    """The state of gradient descent; a step follows from weights, batch and step number."""

    def __init__(
        self, recipe: Recipe, thinker: Thinker, encoding: Encoding[Any, Any], fabric: "Fabric"
    ) -> None:
        self.recipe, self.thinker, self.fabric = recipe, thinker, fabric
        self.signature = encoding.signature
        thinker.prepare()
        loss = ProgressiveLoss(thinker, recipe.loss, self.signature.target, encoding.own_loss)
        self.optimizer: torch.optim.Optimizer
        capped = [] if recipe.optimizer.cap is None else free_kernels(thinker)
        on_gpu = fabric.device.type == "cuda"
        optimizer = build_optimizer(loss, recipe.optimizer, capped, fused=on_gpu)
        self.loss, self.optimizer = fabric.setup(loss, optimizer)
        self.gradient = Gradient(loss, self.loss, fabric)
        self.pools: dict[str, Pool] = {}
        self.throttled: Throttled | None = None
        if recipe.optimizer.throttle != "none":
            self.throttled = Throttled(recipe.optimizer, self.optimizer, thinker)
        self.average: AveragedModel | None = None
        if recipe.optimizer.ema_decay is not None:
            decay = get_ema_multi_avg_fn(recipe.optimizer.ema_decay)
            self.average = AveragedModel(thinker, multi_avg_fn=decay)

    @property
    def evaluated(self) -> Thinker:
        """The thinker that is validated and kept: the averaged one where there is one."""
        return self.thinker if self.average is None else cast("Thinker", self.average.module)

    def step(self, batch: Batch, number: int) -> tuple[float, float]:
        """An optimiser step for each segment of the batch.

        All processes draw the same iterations, and each its own batch, pool and noise.

        Returns:
            The mean loss of all processes, and the largest gradient norm before clipping.

        Raises:
            DivergedError: A loss or gradient is not finite; the weights stay as they were.
        """
        settings = self.recipe.loss
        for options in self.optimizer.param_groups:
            options["lr"] = learning_rate(self.recipe.optimizer, number)
        draws = np.random.default_rng([self.recipe.seed, number])
        noise = np.random.default_rng([self.recipe.seed, number, self.fabric.global_rank, 1])
        seed(self.fabric.device, int(noise.integers(2**63)))
        if not self.thinker.training:
            self.loss.train()
        rows = tensors(batch, self.signature, self.fabric.device)
        pool = self._pool(rows)
        pool.admit(rows, noise)
        seen = []
        for _ in range(settings.segments):
            places = pool.some(len(rows.inputs), noise)
            draw = Draw.of(settings, draws)
            loss, norm, carried = self._descend(*pool.part(places), draw, number)
            pool.keep(places, carried)
            seen.append((loss, norm))
        losses, norms = zip(*seen, strict=True)
        return float(np.mean(losses)), max(norms)

    def _pool(self, rows: Rows) -> Pool:
        """The sample pool of this shape; without `loss.pool`, a new one for each batch."""
        most = self.recipe.loss.pool
        if most is None:
            return Pool(len(rows.inputs))
        shape = "x".join(map(str, rows.inputs.shape[2:]))
        return self.pools.setdefault(shape, Pool(most))

    def _descend(
        self, rows: Rows, carried: Carried | None, draw: Draw, number: int
    ) -> tuple[float, float, Carried]:
        gradient = partial(self._gradient, rows, draw, carried)
        if self.throttled is None:
            loss, reached = gradient()
        else:
            (loss, reached), again = repeatable(gradient, self.thinker, self.fabric.device)
        weights = [weight for weight in self.gradient.weights if weight.grad is not None]
        norm = get_total_norm([weight.grad for weight in weights])  # type: ignore[misc]  # ()
        error, size = torch.stack([loss, norm]).tolist()  # the one time that a GPU is waited for
        self._require_finite("loss", error, number)
        self._require_finite("gradient", size, number)
        clip = self.recipe.optimizer.clip
        if self.throttled is not None:
            cut = 1.0 if clip is None else min(1.0, clip / (size + 1e-6))
            rate = learning_rate(self.recipe.optimizer, number)
            self.throttled.step(number, rate, cut, error, again)
        else:
            if clip is not None:
                clip_grads_with_norm_(weights, clip, norm)
            self.optimizer.step()
        if self.average is not None:
            self.average.update_parameters(self.thinker)
        return error, size, reached

    def _gradient(self, rows: Rows, draw: Draw, carried: Carried | None) -> tuple[Tensor, Carried]:
        """Leave the gradients of a loss; give its mean over all processes and the last thought."""
        loss, reached = self.gradient(rows, draw, carried)
        average(self.fabric, self.thinker)
        return mean(self.fabric, loss), reached

    def _require_finite(self, what: str, value: float, number: int) -> None:
        if not isfinite(value):
            last = self.fabric.world_size - 1
            raise DivergedError(
                f"the {what} is {value} at step {number}, on the batch of seed "
                f"[{self.recipe.seed}, {number}, {f'0 to {last}' if last else 0}]; "
                "the last checkpoint stays",
                "lower learning_rate or set clip",
            )

    def state(self) -> dict[str, dict[str, Any]]:
        """All that a step changes."""
        return {
            "weights": self.thinker.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": {} if self.average is None else self.average.state_dict(),
            "throttle": {} if self.throttled is None else self.throttled.state(),
            "pools": {shape: pool.state() for shape, pool in self.pools.items()},
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `state` gave; other entries of the mapping are ignored."""
        self.thinker.load_state_dict(state["weights"])
        self.optimizer.load_state_dict(state["optimizer"])
        if self.average is not None:
            self.average.load_state_dict(state["average"])
        if self.throttled is not None:
            self.throttled.load(state["throttle"])
        for shape, pool in state["pools"].items():
            self.pools[shape] = Pool(self.recipe.loss.pool or 0)
            self.pools[shape].load(pool, self.fabric.device)
