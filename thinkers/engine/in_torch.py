"""Thinking by torch, on a CPU or a GPU."""

import numpy as np
import torch
from numpy.typing import NDArray

from thinkers.engine.acceleration import Acceleration
from thinkers.engine.bounds import LipschitzBounds
from thinkers.engine.devices import pick_device
from thinkers.engine.halting import scores_of
from thinkers.engine.looking import Read
from thinkers.engine.loop import think
from thinkers.engine.memory import exhausted, release, require_room
from thinkers.engine.runtime import Precision, Runtime, Shape
from thinkers.engine.stop import StopRule
from thinkers.engine.thoughts import Heard, Thoughts, Trace
from thinkers.engine.versions import versions
from thinkers.errors import ConfigError, SolveError
from thinkers.nets import Thinker
from thinkers.problems.origin import package_of


class InTorch(Runtime):
    """A thinker on a device.

    Args:
        thinker: In evaluation mode.
        channels: Of its inputs.
        device: `auto`, `cpu` or `cuda`.
        acceleration: As in `loop.think`.
        precision: bf16 is fast on GPUs that have units for it.

    Raises:
        ConfigError: The thinker proves a contraction, which says nothing of steps in bf16.
    """

    def __init__(
        self,
        thinker: Thinker,
        channels: int,
        device: str = "auto",
        acceleration: type[Acceleration] | None = None,
        precision: Precision = "float32",
    ) -> None:
        self.halved = precision == "bf16"
        if self.halved and LipschitzBounds.of(thinker) is not None:
            raise ConfigError(
                f"what is proven of {thinker.name} is not so of steps in bf16",
                "leave out --precision",
            )
        self.device = pick_device(device)
        self.thinker, self.channels, self.acceleration = thinker, channels, acceleration
        self.name, self.package = thinker.name, package_of(thinker)
        self.place = str(self.device)
        thinker.to(self.device)

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
        """As `loop.think`."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.halved):
            return think(
                self.thinker, torch.from_numpy(inputs).to(self.device), stop, trace,
                mask=None if mask is None else torch.from_numpy(mask).to(self.device),
                acceleration=self.acceleration, watch=watch, read=read,
            )  # fmt: skip

    def first_scores(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """The readout of what `embed` gives."""
        thinker = self.thinker
        with torch.inference_mode(), thinker.cached_weights():
            first = thinker.embed(torch.from_numpy(inputs).to(self.device))
            return scores_of(thinker.readout(first))

    def room(self, shape: Shape, wanted: int, swift: bool = False) -> int:
        """See `memory.require_room`."""
        return require_room(
            self.thinker, self.channels, shape, wanted, self.device, self.acceleration, swift
        )

    def exhausted(self, shape: Shape) -> SolveError:
        """See `memory.exhausted`."""
        return exhausted(self.thinker, self.channels, shape, self.acceleration)

    def release(self) -> None:
        """See `memory.release`."""
        release(self.device)

    def versions(self) -> dict[str, str]:
        """Torch's among them."""
        return versions()
