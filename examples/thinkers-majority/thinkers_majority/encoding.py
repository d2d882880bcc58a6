"""What a thinker sees of the votes, and what its scores say."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Encoding, Signature

Votes = NDArray[np.int64]
"""`(n,)` int64, 0 for no and 1 for yes: the votes, or what each voter believes was decided."""


class VotesEncoding(Encoding[Votes, Votes]):
    """One channel, -1 for no and +1 for yes; two classes, what each voter believes."""

    signature = Signature("sequence", channels=1, classes=2)

    def shape(self, instance: Votes) -> tuple[int, ...]:
        """`(n,)`."""
        return instance.shape

    def encode(self, instances: Sequence[Votes], solutions: Sequence[Votes] | None = None) -> Batch:
        """Votes as inputs; the targets are the beliefs."""
        votes = np.stack(instances)
        inputs = (2 * votes[:, None] - 1).astype(np.float32)
        targets = None if solutions is None else np.stack(solutions)
        return Batch(inputs, np.ones(votes.shape, bool), targets)

    def decode(self, scores: NDArray[np.float32], instance: Votes) -> Votes:
        """The class of the larger score at each place."""
        return np.asarray(scores.argmax(0))
