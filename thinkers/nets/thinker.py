"""The recurrent network (thinker): embed, step, readout, and the certificate of its step."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from math import inf
from typing import Any, ClassVar, Self, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils import parametrize

from thinkers.certify import Certificate, Chain, Multipliers, cannot_contract, prove
from thinkers.certify.iterate import iterate
from thinkers.errors import ConfigError
from thinkers.nets.kernels.convolution import Convolution2d, compile_convolutions
from thinkers.nets.returns import FAULTS
from thinkers.problems.least_steps import LeastSteps
from thinkers.problems.origin import package_of
from thinkers.problems.returns import guard
from thinkers.problems.signature import Layout, Signature
from thinkers.settings import config_of

Answer = TypeVar("Answer")


@dataclass(frozen=True, eq=False)
class Stride:
    """Several steps: the same thought to the last bit as by one after the other.

    Attributes:
        image: The last thought.
        change: `(steps, b)` float64, what each step changed of each thought, ‖G(φ) - φ‖₂.
        size: `(steps, b)` float64, the norm of each thought after it.
        thoughts: After each step, where they are kept.
    """

    image: Tensor
    change: NDArray[np.float64]
    size: NDArray[np.float64]
    thoughts: Sequence[Tensor] = ()


class Thinker(nn.Module, ABC):
    """A recurrent architecture: `φ⁰ = embed(x)`, `φᵐ = step(φᵐ⁻¹, recall(x))`, `y = readout(φ)`.

    The frame of Schwarzschild et al. 2021 (F, G and H there) and Bansal et al. 2022.
    The inside of a thought is the thinker's own affair; only its first axis, the batch, is fixed.

    Class attributes:
        name: Lower-case name, unique among all plugins.
        summary: One line for lists, with the source.
        Config: A frozen dataclass of its settings, every one with a default.
        layouts: The layouts that it can think on.
        pairs: Whether it knows rows of pairs: it reads classes of nodes, leaves out rows and
            columns that are not there, and takes rows and columns that are two sets.
        tuple_state: Whether its hidden state is a tuple of tensors, as that of an LSTM is. No
            certificate covers such a one.
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
    pairs: ClassVar[bool] = False
    tuple_state: ClassVar[bool] = False
    settles: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if package_of(cls) != package_of(Thinker):
            guard(cls, Thinker, FAULTS)

    @classmethod
    def build(cls, signature: Signature, config: Mapping[str, Any]) -> Self:
        """Make a thinker for `signature` from plain settings.

        Raises:
            ConfigError: A setting is unknown or out of range, or the layout does not fit.
        """
        fault = signature.broken_rule()
        if not fault and signature.layout not in cls.layouts:
            fault = (
                f"{cls.name} thinks on {', '.join(sorted(cls.layouts))}, not on {signature.layout}"
            )
        if not fault and not cls.pairs and (needs := _needs(signature)):
            fault = f"{cls.name} cannot think of {needs}"
        if fault:
            raise ConfigError(fault, "choose another thinker or another encoding")
        return cls(signature.seen, config_of(cls.Config, config, f"thinker {cls.name}"))

    @abstractmethod
    def __init__(self, signature: Signature, config: Any) -> None:
        super().__init__()
        self.multipliers: Mapping[str, Multipliers] = {}
        self._memo: dict[str, tuple[str, Any]] = {}

    @abstractmethod
    def embed(self, inputs: Tensor) -> Any:
        """The initial hidden state φ⁰, `(b, w, *shape)`, of `(b, channels, *shape)` inputs.

        Its first axis is the batch; of a tuple that of each of its tensors, floats all of them.
        """

    @abstractmethod
    def step(self, thought: Any, recall: Any) -> Any:
        """One recurrent step, `φᵐ = G(φᵐ⁻¹, recall(x))`: a map of the hidden state to itself.

        The engine applies it any number of times, to batches from which finished instances leave,
        and to states it made itself (Anderson acceleration, random starts, float64 copies).

        Args:
            thought: The hidden state `(b, w, *shape)`, or the tuple of tensors, as `embed` or a
                step gave it, of any floating dtype. It is not to be changed in place: the engine
                compares it with the result.
            recall: What `recall` gave for the same instances, in the same order; or None.

        Returns:
            The next hidden state, of the same shape, dtype and device, a new tensor. It depends on
            the two arguments, the weights, and (in training only) chance from torch's generators;
            each instance's on its own rows alone, but for batch statistics in training. It depends
            neither on the iteration number nor on earlier calls: between calls nothing may be
            kept but what follows from the weights (see `cached_weights`), else stored proofs,
            resumed runs and CUDA graphs are wrong.
        """

    @abstractmethod
    def readout(self, thought: Any) -> Tensor:
        """Logits `(b, classes, *shape)` of a hidden state; it changes nothing.

        For the target `node` they are `(b, classes, n)`, one for each row of pairs.
        """

    def recall(self, inputs: Tensor) -> Any:
        """The input injection (recall): the input's term in every step, computed once an instance.

        A tensor or a tuple of tensors, whole numbers too; their first axis is the batch, as that of
        the hidden state. None where there is none.
        """
        del inputs
        return None

    def ahead(self, thought: Tensor, recall: Any, count: int) -> Stride | None:
        """Several steps at once, where that is faster than one by one; None where it is not.

        Args:
            thought: As in `step`; without gradient.
            recall: As in `step`.
            count: The most steps, >= 2; there are fewer where nothing changes any more.
        """
        del thought, recall, count
        return None

    def prepare(self, positions: float = inf) -> None:
        """Choose kernels for batches of so many positions, as far as this machine allows.

        By default 3x3 convolutions are compiled. Results change by rounding only.

        Args:
            positions: Of a batch; infinite for training, which always lasts long enough.
        """
        compile_convolutions(self, positions)

    def unrolled(self, inputs: Tensor, iterations: int) -> Tensor:
        """Logits `(b, classes, *shape)` after a fixed number of iterations.

        Fewer only where the thinker settles, and has.
        """
        recall = self.recall(inputs)
        step = lambda thought: self.step(thought, recall)  # noqa: E731
        first, settles = self.embed(inputs), self.settles
        return self.readout(iterate(step, first, iterations, until_still=settles))

    @contextmanager
    def cached_weights(self) -> Iterator[None]:
        """Context in which constrained and transformed weights are computed once, and cached.

        They are computed as it opens: were an iteration without gradient the first to ask for
        them, the cached values would carry no gradient for the iterations that follow.
        """
        with parametrize.cached(), ExitStack() as stack:
            for module in self.modules():
                if parametrize.is_parametrized(module):
                    for name in module.parametrizations:  # type: ignore[union-attr]
                        getattr(module, name)
                if isinstance(module, Convolution2d):
                    stack.enter_context(module.cached_weights())
            yield

    def pieces(self) -> Chain | None:
        """The step with its present weights as a composition of pieces; None without such a form.

        Certificates are proven from the pieces, so applied in order they must give the step
        itself: `thinkers.testing` compares the two.
        """
        return None

    def certificate(self) -> Certificate | None:
        """The certificate that the step is a contraction at every size, in evaluation; or None.

        It takes up to seconds: ask through `memoised`.
        """
        pieces = self.pieces()
        if pieces is None or (not self.multipliers and cannot_contract(pieces)):
            return None
        return prove(pieces, self.multipliers).certificate

    def memoised(self, method: Callable[[], Answer]) -> Answer:
        """The memoised result of one of its methods, computed anew when its weights change.

        Changes are detected by the SHA-256 of the weights themselves (a millisecond), however they
        were made. Only for results that depend on nothing but weights, buffers, multipliers and
        the training mode.
        """
        now, name = self._fingerprint(), method.__name__
        then, answer = self._memo.get(name, ("", None))
        if then != now:
            answer = method()
            self._memo[name] = now, answer
        return answer  # type: ignore[no-any-return]

    def _fingerprint(self) -> str:
        seen = hashlib.sha256(repr((self.training, self.multipliers)).encode())
        for name, value in chain(self.named_parameters(), self.named_buffers()):
            seen.update(f"{name} {value.dtype} {tuple(value.shape)}".encode())
            seen.update(value.detach().cpu().flatten().view(torch.uint8).numpy().tobytes())
        return seen.hexdigest()

    def lipschitz(self) -> float | None:
        """The proven Lipschitz constant K of the step; None for one that is only estimated."""
        certificate = self.certificate()
        return None if certificate is None else certificate.K

    def least_steps(self) -> LeastSteps | None:
        """What it settles on, in numpy, where that is least numbers of steps; else None.

        From it `Encoding.prove` may prove that every answer is right.
        """
        return None

    def readout_lipschitz(self) -> float | None:
        """A proven bound of the readout's Lipschitz constant, or None."""
        return None


def _needs(signature: Signature) -> str:
    """What of a signature only thinkers on pairs can do; empty where there is nothing."""
    needs = {
        "a class for each node": signature.target == "node",
        "rows and columns that are two sets": signature.bipartite,
        "rows and columns that are not there": signature.padded,
    }
    return next((words for words, needed in needs.items() if needed), "")
