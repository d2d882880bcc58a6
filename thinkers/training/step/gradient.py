"""The loss of a batch and its gradients; on a GPU as CUDA graphs."""

from contextlib import nullcontext
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from thinkers.nets.constraints import no_power_iterations
from thinkers.nets.cuda_graphs import Graphs, Tensors
from thinkers.training.step.loss import Draw, ProgressiveLoss
from thinkers.training.step.rows import Carried, Rows

if TYPE_CHECKING:
    from lightning_fabric import Fabric
    from lightning_fabric.wrappers import _FabricModule


class Gradient:
    """Leaves the gradients of a loss in its weights.

    Args:
        loss: The loss.
        wrapped: The same, as Fabric set it up.
        fabric: Where to compute.

    Attributes:
        graphs: On a single GPU, where the loss allows it; else None, and all is done as it comes.
    """

    def __init__(self, loss: ProgressiveLoss, wrapped: "_FabricModule", fabric: "Fabric") -> None:
        self.loss, self.wrapped, self.fabric = loss, wrapped, fabric
        one_gpu = fabric.device.type == "cuda" and fabric.world_size == 1
        self.graphs = Graphs() if one_gpu and loss.capturable else None
        self.weights = list(loss.parameters())

    def __call__(self, rows: Rows, draw: Draw, carried: Carried | None) -> tuple[Tensor, Carried]:
        """The loss, a scalar, and the last thoughts; the next call may overwrite the loss."""
        if self.graphs is None:
            return self._descend(rows, carried, draw)
        return self._replayed(self.graphs, rows, carried, draw)

    def _descend(self, rows: Rows, carried: Carried | None, draw: Draw) -> tuple[Tensor, Carried]:
        self.loss.zero_grad()
        with self.loss.thinker.cached_weights(), self.fabric.no_backward_sync(self.wrapped):
            loss, reached = self.wrapped(rows, draw, carried)
            self.fabric.backward(loss)
        return loss.detach(), reached

    def _replayed(
        self, graphs: Graphs, rows: Rows, carried: Carried | None, draw: Draw
    ) -> tuple[Tensor, Carried]:
        """The same as graphs; as two of them where a draw splits: n + k then serve for n k draws.

        Both compute constrained weights, but power iterations go on once a step.
        """
        advanced = self.loss.splits(draw)
        if advanced:
            carried, draw = (
                self._advanced(graphs, rows, carried, draw.no_grad_steps),
                draw.grad_alone(),
            )
        fresh = _fresh(carried)

        def work(given: Tensors) -> Tensors:
            with no_power_iterations(self.loss) if advanced else nullcontext():
                loss, reached = self._descend(*_unpacked(given, fresh), draw)
            return {"loss": loss, **reached.given(), **self._slopes()}

        found = graphs(("descend", draw, fresh, advanced), work, _packed(rows, carried))
        for number, weight in enumerate(self.weights):
            weight.grad = found.get(str(number))
        reached = Carried(found["thought"].clone(), found["iterations"].clone())
        return found["loss"], reached

    def _slopes(self) -> Tensors:
        slopes = {str(number): weight.grad for number, weight in enumerate(self.weights)}
        return {name: each for name, each in slopes.items() if each is not None}

    def _advanced(self, graphs: Graphs, rows: Rows, carried: Carried | None, count: int) -> Carried:
        fresh = _fresh(carried)

        def work(given: Tensors) -> Tensors:
            rows, begun = _unpacked(given, fresh)
            with torch.no_grad(), self.loss.thinker.cached_weights(), self.fabric.autocast():
                return self.loss.advance(rows.inputs, count, begun).given()

        found = graphs(("advance", count, fresh), work, _packed(rows, carried))
        return Carried(found["thought"], found["iterations"])


def _fresh(carried: Carried | None) -> bool:
    return carried is not None and carried.fresh


def _packed(rows: Rows, carried: Carried | None) -> Tensors:
    return rows.given() if carried is None else rows.given() | carried.given()


def _unpacked(given: Tensors, fresh: bool) -> tuple[Rows, Carried | None]:
    rows = Rows(**{name: each for name, each in given.items() if name in Rows._fields})
    if "thought" not in given:
        return rows, None
    return rows, Carried(given["thought"], given["iterations"], fresh)
