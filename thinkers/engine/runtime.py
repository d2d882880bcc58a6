"""What computes a thinker's steps: torch, or another library that is given the same network."""

from abc import ABC, abstractmethod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.looking import Read
from thinkers.engine.stop import StopRule
from thinkers.engine.thoughts import Heard, Thoughts, Trace
from thinkers.errors import SolveError

Shape = tuple[int, ...]

Precision = Literal["float32", "bf16"]
"""What steps are computed in. With bf16 factors have 8 significant bits; nothing is proven then."""


class Runtime(ABC):
    """A network that is ready to think somewhere; arrays go in and come out.

    Attributes:
        name: Of the thinker.
        package: Whose code the thinker is.
        place: Where it computes.
    """

    name: str
    package: str
    place: str

    @abstractmethod
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
        """Iterate the step of each instance until a rule stops it, see `loop.think`."""

    @abstractmethod
    def first_scores(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """`(b, classes, *shape)` logits of the initial states of `(b, channels, *shape)` inputs."""

    @abstractmethod
    def room(self, shape: Shape, wanted: int, swift: bool = False) -> int:
        """How many of `wanted` instances of a shape there is memory for to think together.

        Args:
            shape: The positions of an instance.
            wanted: At least 1.
            swift: Whether there are fewer where that is faster.

        Raises:
            MemoryLimitError: Not even for one.
        """

    @abstractmethod
    def exhausted(self, shape: Shape) -> SolveError:
        """What to raise where memory ran out though but one instance was thinking."""

    @abstractmethod
    def release(self) -> None:
        """Give back memory that is kept for later."""

    @abstractmethod
    def versions(self) -> dict[str, str]:
        """The versions that a result depends on."""
