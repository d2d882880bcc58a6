"""Hidden states that are tuples of tensors, seen as one tensor by all that iterates them."""

from collections.abc import Sequence
from math import prod
from typing import Any, cast

import torch
from torch import Tensor

from thinkers.nets.thinker import Thinker


class Packed:
    """A thinker whose hidden state is a tuple, seen as one whose state is `(b, d)`.

    The tensors lie side by side in it, in their order. All else is the thinker's own.

    Args:
        thinker: Whose state is a tuple.
        parts: Its hidden states of some instances of one shape: their shapes and types.
    """

    def __init__(self, thinker: Thinker, parts: Sequence[Tensor]) -> None:
        self._thinker = thinker
        self._like = [(part.shape[1:], part.dtype) for part in parts]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._thinker, name)

    def embed(self, inputs: Tensor) -> Tensor:
        """The first hidden state, `(b, d)`."""
        return _joined(self._thinker.embed(inputs))

    def step(self, thought: Tensor, recall: Any) -> Tensor:
        """The next hidden state, `(b, d)`, of `(b, d)`."""
        return _joined(self._thinker.step(self._parts(thought), recall))

    def readout(self, thought: Tensor) -> Tensor:
        """Logits of a hidden state `(b, d)`."""
        return self._thinker.readout(self._parts(thought))

    def _parts(self, thought: Tensor) -> Any:
        sizes = [prod(shape) for shape, _ in self._like]
        cut = zip(thought.split(sizes, dim=1), self._like, strict=True)
        return tuple(part.unflatten(1, shape).to(dtype) if shape else part[:, 0].to(dtype)
                     for part, (shape, dtype) in cut)  # fmt: skip


def packed(thinker: Thinker, inputs: Tensor) -> Thinker:
    """The thinker with a hidden state that is one tensor: itself, where it is one already.

    Args:
        thinker: Any.
        inputs: `(b, channels, *shape)` of instances of one shape, or of one of them.
    """
    if not thinker.tuple_state or isinstance(thinker, Packed):
        return thinker
    with torch.no_grad():
        return cast(
            "Thinker", Packed(thinker, cast("tuple[Tensor, ...]", thinker.embed(inputs[:1])))
        )


def rows_of(recall: Any, rows: Any) -> Any:
    """The instances of a thought or an input injection that an index chooses.

    Args:
        recall: A tensor, a tuple of tensors, or None, which has none.
        rows: A slice, or which instances, in their order; all of them are not copied.
    """
    if isinstance(recall, tuple):
        return tuple(rows_of(each, rows) for each in recall)
    whole = recall is None or (not isinstance(rows, slice) and len(rows) == len(recall))
    return recall if whole else recall[rows]


def _joined(parts: Any) -> Tensor:
    return torch.cat([part.flatten(1) if part.ndim > 1 else part[:, None] for part in parts], dim=1)
