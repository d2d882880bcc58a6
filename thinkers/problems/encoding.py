"""What a thinker sees of a problem's instances, and what its scores say of their answers."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from thinkers.errors import ConfigError
from thinkers.problems.batch import Batch
from thinkers.problems.encoded import ENCODING_FAULTS
from thinkers.problems.least_steps import Correctness, LeastSteps, UnprovenError
from thinkers.problems.marks import Heat
from thinkers.problems.returns import guard
from thinkers.problems.signature import Signature

Loss = Callable[[Any, Mapping[str, Any]], Any]
"""A training loss: a scalar tensor from logits and the tensors of a batch."""

Instance = TypeVar("Instance")
Solution = TypeVar("Solution")


class Encoding(ABC, Generic[Instance, Solution]):
    """Instances as arrays, and scores as answers. Implementations use numpy only, hold no state.

    They do not write to the scores that they are given: the same are read again.

    Attributes:
        signature: The shapes that it gives a thinker and asks back.
        needs_labels: Whether training needs targets; only a `loss` of its own can do without.
    """

    signature: Signature
    needs_labels: bool = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = vars(cls).get("signature")
        if isinstance(own, Signature) and (rule := own.broken_rule()):
            raise ConfigError(f"the signature of the encoding {cls.__name__} means nothing: {rule}")
        guard(cls, Encoding, ENCODING_FAULTS)

    @abstractmethod
    def shape(self, instance: Instance) -> tuple[int, ...]:
        """The positions of the encoded instance; equal shapes can share a batch."""

    @abstractmethod
    def encode(
        self, instances: Sequence[Instance], solutions: Sequence[Solution] | None = None
    ) -> Batch:
        """Instances of one shape as arrays, with targets when solutions are given."""

    @abstractmethod
    def decode(self, scores: NDArray[np.float32], instance: Instance) -> Solution:
        """The answer that the scores mean; always an answer, right or wrong.

        Args:
            scores: `(classes, *shape)` float32 logits; `(classes, n)` for the target `node`.
            instance: The task.
        """

    def decode_each(
        self, scores: NDArray[np.float32], instances: Sequence[Instance]
    ) -> list[Solution]:
        """The answers of several instances of one shape: those that `decode` gives, one by one.

        Override it where many take less time together; where answers are read along the way, that
        is most of the time on a GPU.

        Args:
            scores: `(b, classes, *shape)` float32 logits, as `decode` gets those of each.
            instances: The tasks.
        """
        return [self.decode(*each) for each in zip(scores, instances, strict=True)]

    def augment(self, batch: Batch, rng: np.random.Generator) -> Batch:
        """A labelled batch made from another by the problem's symmetries; override if it has some.

        Every instance is changed by itself, all chance comes from `rng`, and shapes and types
        stay. Targets stay right: symmetries that hold only roughly do not belong here. The arrays
        of `batch` must not be written to.
        """
        del rng
        return batch

    def loss(self, logits: Any, batch: Mapping[str, Any]) -> Any:
        """A training loss of its own, such as an expected cost; by default cross-entropy is taken.

        Import torch inside; all must be differentiable by the logits.

        Args:
            logits: `(b, classes, *shape)` tensor, as `decode` gets those of each instance.
            batch: The arrays of `Batch` as tensors, by name, on the device of the logits;
                `inputs` are what the thinker sees. There are `targets` where there are labels.

        Returns:
            The mean loss of the batch, a scalar tensor.
        """
        raise NotImplementedError

    @property
    def own_loss(self) -> Loss | None:
        """The loss of its own; None where cross-entropy is taken."""
        return None if type(self).loss is Encoding.loss else self.loss

    def accuracy(self, scores: NDArray[np.float32], instance: Instance) -> float | None:
        """How right the scores are before `decode` helps them, where the field reports that.

        It is reported beside the verdict, as `Result.metrics`, and never in place of it.

        Args:
            scores: `(classes, *shape)` float32 logits.
            instance: The task.

        Returns:
            A share from 0 to 1, or None where nothing of the kind is reported.
        """
        del scores, instance
        return None

    def confidence(self, scores: NDArray[np.float32], instance: Instance) -> float | None:
        """How likely the scores hold the answer that `decode` gives, by themselves.

        It is reported beside the verdict, as `Result.metrics`; of answers that the check cannot
        tell apart without their label, `--breadth` keeps the one with the most.

        Args:
            scores: `(classes, *shape)` float32 logits.
            instance: The task.

        Returns:
            A chance from 0 to 1, or None where nothing of the kind is reported.
        """
        del scores, instance
        return None

    def heat(self, scores: NDArray[np.float32], instance: Instance) -> Heat:
        """What the scores say of each place, as the problem's `draw` shades it.

        Override it where the places that are drawn are not the encoding's choices, or to say
        more plainly what the chances are of.

        Args:
            scores: `(classes, *shape)` float32 logits, as `decode` gets them.
            instance: The task.

        Returns:
            By default the chances of `Signature.chances`.
        """
        own = self.signature
        chances = own.chances(scores, self.encode([instance]).mask[0])
        what = "a choice" if own.target == "row" else "class 1"
        return Heat(chances, f"chance of {what if own.classes <= 2 else 'the best class'}")

    def prove(self, thinker: LeastSteps) -> Correctness:
        """Prove that a thinker of least steps answers every instance right.

        Override it where all instances consist of finitely many local cases.

        Args:
            thinker: On this encoding.

        Raises:
            UnprovenError: What stands in the way.
        """
        del thinker
        raise UnprovenError("there is no proof for this encoding")
