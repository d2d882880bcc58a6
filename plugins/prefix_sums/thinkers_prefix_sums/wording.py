"""An answer in words: its parities, in groups so that lines can be broken between them."""

from thinkers_prefix_sums.instance import Bits, as_text

GROUP = 32
"""Bits that stand together: two groups fit a line of 80 characters, one a line of 40."""

MAX_SHOWN_BITS = 384
"""Bits that are written out; more are cut off."""


def parities_in_words(parities: Bits) -> str:
    """The parities on one line, cut off where they are too many."""
    text = as_text(parities[:MAX_SHOWN_BITS])
    groups = [text[first : first + GROUP] for first in range(0, len(text), GROUP)]
    left = len(parities) - len(text)
    if left:
        groups.append(f"... and {left} more: --json prints and -o writes all")
    return f"parities: {' '.join(groups)}"
