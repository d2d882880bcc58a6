"""The verdict on prefix parities, bit by bit, from the definition alone."""

import numpy as np
from numpy.typing import NDArray

from thinkers import Verdict


def check(bits: NDArray[np.int64], answer: NDArray[np.int64]) -> Verdict:
    """Whether `answer[i]` is the parity of `bits[0] … bits[i]` for every i."""
    if len(answer) != len(bits):
        return Verdict(False, reason=f"expected {len(bits)} bits, got {len(answer)}", accuracy=0.0)
    ones, wrong = 0, []
    for position, (bit, parity) in enumerate(zip(bits.tolist(), answer.tolist(), strict=True)):
        ones += bit
        if parity != ones % 2:
            wrong.append(position)
    accuracy = 1 - len(wrong) / len(bits)
    if wrong:
        reason = f"{len(wrong)} of {len(bits)} bits are wrong, the first at position {wrong[0]}"
        return Verdict(False, reason=reason, accuracy=accuracy)
    return Verdict(True, accuracy=accuracy)
