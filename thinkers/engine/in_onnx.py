"""Thinking by onnxruntime, on the CPU and without torch: the plain iteration, and no proofs."""

from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from itertools import count
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.following import Following
from thinkers.engine.looking import Read
from thinkers.engine.machine import ran_out
from thinkers.engine.progress import Progress
from thinkers.engine.runtime import Precision, Runtime, Shape
from thinkers.engine.stop import StopRule, ends
from thinkers.engine.thoughts import Halted, Heard, Thoughts, Trace
from thinkers.errors import ConfigError, DeviceError, SolveError
from thinkers.models.onnx.file import OnnxModel

if TYPE_CHECKING:
    from thinkers.engine.acceleration import Acceleration

Arrays = Sequence[NDArray[Any]]
"""The tensors of a hidden state, or of an input injection; the first axis of each is the batch."""


class InOnnx(Runtime):
    """An exported network, run by onnxruntime.

    Args:
        model: The network.
        device: `auto` or `cpu`.
        acceleration: None, or the plain iteration.
        precision: `float32`.

    Raises:
        DeviceError: Another device is asked for.
        ConfigError: An acceleration or another precision is.
    """

    place = "cpu"

    def __init__(
        self,
        model: OnnxModel,
        device: str = "auto",
        acceleration: "type[Acceleration] | None" = None,
        precision: Precision = "float32",
    ) -> None:
        if device not in {"auto", "cpu"}:
            raise DeviceError(
                f"onnxruntime thinks on the CPU here, not on {device}", "use --runtime torch"
            )
        if acceleration is not None and acceleration.name != "picard":
            raise ConfigError(
                f"onnxruntime iterates plainly, without {acceleration.name}", "use --runtime torch"
            )
        if precision != "float32":
            raise ConfigError(
                f"onnxruntime thinks in float32, not in {precision}", "use --runtime torch"
            )
        self.model, self.name, self.package = model, model.card.thinker, "thinkers"
        self._sessions = model.sessions

    def _run(self, function: str, *values: NDArray[Any]) -> list[NDArray[Any]]:
        session = self._sessions[function]
        names = (each.name for each in session.get_inputs())
        found: list[NDArray[Any]] = session.run(None, dict(zip(names, values, strict=True)))
        return found

    def begin(self, inputs: NDArray[np.float32]) -> tuple[Arrays, Arrays]:
        """The first state, and the input injection."""
        found, states = self._run("embed", inputs), len(self.model.network.state)
        return found[:states], found[states:]

    def step(self, state: Arrays, recall: Arrays) -> Arrays:
        """The next state."""
        return self._run("step", *state, *recall)

    def readout(self, state: Arrays) -> NDArray[np.float32]:
        """`(b, classes, *shape)` logits of a state."""
        [scores] = self._run("readout", *state)
        return scores

    def think(
        self,
        inputs: NDArray[np.float32],
        stop: StopRule,
        trace: Trace = False,
        *,
        mask: NDArray[np.bool_] | None = None,
        watch: Heard = lambda iteration, left: None,
        read: Read | None = None,
    ) -> Thoughts:
        """As `loop.think`, by the plain iteration; a step that has begun is finished."""
        del mask  # only proofs ask which positions count
        begin, active = perf_counter(), np.arange(len(inputs))
        thoughts, following = Thoughts.of(len(inputs)), Following(len(inputs), read)
        state, recall = self.begin(inputs)
        for iteration in count(1):
            image = self.step(state, recall)
            if trace is True or (trace and iteration in trace):
                thoughts.keep_trace(active, self.readout(image))
            change, size = distances(state, image)
            found = Progress(iteration, change, size, perf_counter() - begin)
            asked = partial(self.readout, image)
            progress = following.looked(following.followed(found), asked)
            thoughts.note(active, progress)
            reasons = ends(stop, progress)
            [rows] = np.nonzero(reasons)
            if len(rows):
                logits = self.readout([part[rows] for part in image])
                halted = Halted(rows, reasons[rows], logits, [None] * len(rows))
                thoughts.finish(active, iteration, halted)
            stay = np.delete(np.arange(len(active)), rows)
            watch(iteration, len(stay))
            if not len(stay):
                break
            state = image
            if len(rows):
                state, recall = ([part[stay] for part in each] for each in (state, recall))
                active = active[stay]
                following.keep(stay)
        return thoughts

    def first_scores(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """The readout of what `embed` gives."""
        return self.readout(self.begin(inputs)[0])

    def room(self, shape: Shape, wanted: int, swift: bool = False) -> int:
        """All that are wanted: what onnxruntime takes is not known before it runs."""
        del shape, swift
        return wanted

    def exhausted(self, shape: Shape) -> SolveError:
        """That there is no way to think of the instance here."""
        return SolveError(ran_out(shape), "try a smaller instance, or --runtime torch")

    def release(self) -> None:
        """Nothing is kept for later."""

    def versions(self) -> dict[str, str]:
        """That of onnxruntime in torch's place."""
        return {name: version(name) for name in ("thinkers", "onnxruntime", "numpy")}


def distances(state: Arrays, image: Arrays) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """`(b,)` float64 each: l2 norms of what a step changes, and of what it gives."""
    with np.errstate(invalid="ignore"):
        apart = [new - old for old, new in zip(state, image, strict=True)]
    change = _norms(apart)
    return change, _norms(image)


def _norms(parts: Arrays) -> NDArray[np.float64]:
    with np.errstate(over="ignore", invalid="ignore"):
        rows = [part.reshape(len(part), -1).astype(np.float64) for part in parts]  # (b, d) each
        squares = [np.einsum("bd,bd->b", each, each) for each in rows]  # (b,) each
        norms: NDArray[np.float64] = np.sqrt(np.sum(squares, axis=0))
    return norms
