"""What a comparison runs: one solver with its options, block by block of instances."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from thinkers.engine.solve import StopFor
from thinkers.engine.stop import StopRule
from thinkers.models.kinds import AnyModel
from thinkers.models.onnx.file import OnnxModel
from thinkers.problems.events import Watch
from thinkers.scoring.runs import Answer, AnyProblem, Kind


class Solver(ABC):
    """One solver with its options; implementations are final, and can be pickled.

    Attributes:
        problem: What its instances are of.
        name: As the tables show it; with the options that it has of its own.
        kinds: What each of the answers is that it gives for an instance.
        block: The most instances that it answers together.
        options: All else that its answers depend on, in plain JSON types.
        seed: Of its random numbers; with an instance's place, these are its own.
        budget: Wall seconds that it may use for an instance; None for as many as its options say.
        iterations: The most that a model thinks; None for what its card says.
    """

    problem: AnyProblem
    block: int = 1
    seed: int = 0
    budget: float | None = None
    iterations: int | None = None

    @property
    @abstractmethod
    def name(self) -> str:
        """As the tables show it."""

    @property
    @abstractmethod
    def kinds(self) -> tuple[Kind, ...]:
        """What each of the answers is that it gives for an instance."""

    @property
    def options(self) -> dict[str, Any]:
        """All else that its answers depend on, in plain JSON types."""
        return {}

    @abstractmethod
    def answers(
        self, places: Sequence[int], instances: Sequence[Any], watch: Watch
    ) -> list[tuple[Answer, ...]]:
        """For each instance an answer of each kind; a failure is an answer too.

        Args:
            places: Where the instances stand among all.
            instances: At most `block` of them.
            watch: Told how far the block is.

        Raises:
            ThinkersError: It cannot solve anything at all.
        """


def options_of(model: AnyModel, stop: StopRule | StopFor | None, device: str) -> dict[str, Any]:
    """What a model's answers depend on: the weights, when it stops, where and by what it thinks."""
    stops = None if stop is None else str(stop)
    told = {"weights": model.card.sha256, "stop": stops, "device": device}
    return {**told, "runtime": "onnx"} if isinstance(model, OnnxModel) else told
