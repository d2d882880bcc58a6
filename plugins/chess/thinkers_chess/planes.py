"""The encoding `planes`: one plane per kind of piece, and the two squares of a move to mark."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Encoding, Heat, Signature
from thinkers_chess import encoding as codec
from thinkers_chess.instance import ChessInstance
from thinkers_chess.symmetry import mirrored


class PlanesEncoding(Encoding[ChessInstance, str]):
    """Twelve planes from the mover's side, and two squares to mark; moves are UCI."""

    signature = Signature("grid", channels=12, classes=2)

    def shape(self, instance: ChessInstance) -> tuple[int, ...]:
        """`(8, 8)`."""
        del instance
        return (8, 8)

    def encode(
        self, instances: Sequence[ChessInstance], solutions: Sequence[str] | None = None
    ) -> Batch:
        """Inputs as of `planes`, targets as of `encoding.target`."""
        inputs = np.stack([self.planes(instance) for instance in instances])
        mask = np.ones((len(inputs), 8, 8), bool)
        if solutions is None:
            return Batch(inputs, mask)
        answers = zip(instances, solutions, strict=True)
        return Batch(inputs, mask, np.stack([codec.target(*answer) for answer in answers]))

    def planes(self, instance: ChessInstance) -> NDArray[np.float32]:
        """`(channels, 8, 8)`, as of `encoding.encode`."""
        return codec.encode(instance)

    def decode(self, scores: NDArray[np.float32], instance: ChessInstance) -> str:
        """The best legal move."""
        return codec.decode(scores, instance)

    def augment(self, batch: Batch, rng: np.random.Generator) -> Batch:
        """Mirror images of positions in which nobody can castle."""
        return mirrored(batch, rng)

    def heat(self, scores: NDArray[np.float32], instance: ChessInstance) -> Heat:
        """The chance that the move begins or ends on a square, `(8, 8)` from the mover's side."""
        return replace(super().heat(scores, instance), words="chance that the move touches it")

    def accuracy(self, scores: NDArray[np.float32], instance: ChessInstance) -> float | None:
        """1 where the two best squares are the answer's: the published metric."""
        found = codec.top_two(scores, instance)
        return None if found is None else float(found)

    def confidence(self, scores: NDArray[np.float32], instance: ChessInstance) -> float | None:
        """The chance of the move among the legal ones."""
        return codec.confidence(scores, instance)
