"""What a thinker is: embed, step, readout, and the promise it can make about its step."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import chain
from math import inf
from typing import Any, ClassVar, Self, TypeVar

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from thinkers.certify import Chain, Contraction, Multipliers, hopeless, prove
from thinkers.certify.iterate import iterate
from thinkers.errors import ConfigError
from thinkers.nets.kernels.convolution import Convolution2d, compile_convolutions
from thinkers.nets.returns import FAULTS
from thinkers.problems.batch import Layout, Signature
from thinkers.problems.returns import guard
from thinkers.settings import config_of

Answer = TypeVar("Answer")


class Thinker(nn.Module, ABC):
    """A recurrent architecture: `φ⁰ = embed(x)`, `φᵐ = step(φᵐ⁻¹, recall(x))`, `y = readout(φ)`.

    The frame of Schwarzschild et al. 2021 (F, G and H there) and Bansal et al. 2022.
    The inside of a thought is the thinker's own affair; only its first axis, the batch, is fixed.

    Class attributes:
        name: Lower-case name, unique among all plugins.
        summary: One line for lists, with the source.
        Config: A frozen dataclass of its settings, every one with a default.
        layouts: The layouts that it can think on.
        settles: Whether, whatever its weights, after finitely many steps nothing changes any more,
            to the last bit; it is then that it stops by default.

    Attributes:
        multipliers: Of blocks by name, found when the model was certified: what its certificate
            rests on where norms alone prove nothing.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    Config: ClassVar[type]
    layouts: ClassVar[frozenset[Layout]]
    settles: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.partition(".")[0] != __package__.partition(".")[0]:
            guard(cls, Thinker, FAULTS)

    @classmethod
    def build(cls, signature: Signature, config: Mapping[str, Any]) -> Self:
        """Make a thinker for `signature` from plain settings.

        Raises:
            ConfigError: A setting is unknown or out of range, or the layout does not fit.
        """
        if signature.layout not in cls.layouts:
            raise ConfigError(
                f"{cls.name} thinks on {', '.join(sorted(cls.layouts))}, not on {signature.layout}",
                "choose another thinker or another encoding",
            )
        return cls(signature, config_of(cls.Config, config, f"thinker {cls.name}"))

    @abstractmethod
    def __init__(self, signature: Signature, config: Any) -> None:
        super().__init__()
        self.multipliers: Mapping[str, Multipliers] = {}
        self._answers: dict[str, tuple[str, Any]] = {}

    @abstractmethod
    def embed(self, inputs: Tensor) -> Tensor:
        """The first thought of `(b, channels, *shape)` inputs."""

    @abstractmethod
    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        """One iteration."""

    @abstractmethod
    def readout(self, thought: Tensor) -> Tensor:
        """`(b, classes, *shape)` logits."""

    def recall(self, inputs: Tensor) -> Tensor | None:
        """What every step adds of the input; computed once, since no thought changes it."""
        del inputs
        return None

    def prepare(self, positions: float = inf) -> None:
        """Make ready for batches of so many positions, as far as this machine allows.

        Here 3x3 convolutions are compiled. What a step gives stays the same, but for rounding.

        Args:
            positions: Of a batch; infinite for training, which always lasts long enough.
        """
        compile_convolutions(self, positions)

    def unrolled(self, inputs: Tensor, iterations: int) -> Tensor:
        """`(b, classes, *shape)` logits after so many iterations, whatever the residual.

        Fewer only where the thinker settles, and has.
        """
        recall = self.recall(inputs)
        step = lambda thought: self.step(thought, recall)  # noqa: E731
        return self.readout(iterate(step, self.embed(inputs), iterations, until_still=self.settles))

    @contextmanager
    def held(self) -> Iterator[None]:
        """While this context is open, weights are constrained and transformed once, and kept.

        That is done as it opens: were they first asked for by an iteration without gradient, those
        that follow would get none either.
        """
        with parametrize.cached(), ExitStack() as stack:
            for module in self.modules():
                if parametrize.is_parametrized(module):
                    for name in module.parametrizations:  # type: ignore[union-attr]
                        getattr(module, name)
                if isinstance(module, Convolution2d):
                    stack.enter_context(module.held())
            yield

    def pieces(self) -> Chain | None:
        """The step with its present weights as a chain of pieces; None if it has no description.

        All that is proven about a step is proven from these, so applied one after the other they
        must give the step itself: `thinkers.testing` holds the two against each other.
        """
        return None

    def certificate(self) -> Contraction | None:
        """The proof that the step is a contraction at every input size, in evaluation; or None.

        It takes up to seconds: ask through `once`.
        """
        pieces = self.pieces()
        if pieces is None or (not self.multipliers and hopeless(pieces)):
            return None
        return prove(pieces, self.multipliers).contraction

    def once(self, question: Callable[[], Answer]) -> Answer:
        """The answer to one of this thinker's methods, asked anew only after its numbers changed.

        What changed is seen in the numbers themselves, by SHA-256 (a millisecond), so that no way
        to change them goes unseen. Not for what depends on anything but weights, buffers,
        multipliers and whether it is in training.
        """
        now, name = self._fingerprint(), question.__name__
        then, answer = self._answers.get(name, ("", None))
        if then != now:
            answer = question()
            self._answers[name] = now, answer
        return answer  # type: ignore[no-any-return]

    def _fingerprint(self) -> str:
        seen = hashlib.sha256(repr((self.training, self.multipliers)).encode())
        for name, value in chain(self.named_parameters(), self.named_buffers()):
            seen.update(f"{name} {value.dtype} {tuple(value.shape)}".encode())
            seen.update(value.detach().cpu().flatten().view(torch.uint8).numpy().tobytes())
        return seen.hexdigest()

    def lipschitz(self) -> float | None:
        """The certificate's K, or None. An estimate, however good, is None."""
        certificate = self.certificate()
        return None if certificate is None else certificate.K

    def readout_lipschitz(self) -> float | None:
        """A proven bound of the readout's Lipschitz constant, or None."""
        return None
