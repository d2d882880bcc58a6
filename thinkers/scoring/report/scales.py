"""Scales of charts: where a number lies between 0 and 1, and which numbers are marked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10, sqrt

FEW = 5
"""Marks that an axis has at most, the ends aside (our choice)."""


@dataclass(frozen=True)
class Scale:
    """One axis.

    Attributes:
        low: The number at its beginning.
        high: The number at its end, above `low`.
        bend: Makes of a number what is drawn in proportion.
        marks: The numbers that are marked.
        label: What is counted.
    """

    low: float
    high: float
    bend: Callable[[float], float]
    marks: Sequence[float]
    label: str

    def at(self, number: float) -> float:
        """Where the number lies, from 0 to 1; the ends stand for all that is beyond them."""
        low, high = self.bend(self.low), self.bend(self.high)
        clipped = min(max(number, self.low), self.high)
        return (self.bend(clipped) - low) / (high - low)


def linear(low: float, high: float, label: str) -> Scale:
    """A scale on which equal differences are equally long."""
    high = high if high > low else low + 1.0
    step = _round_step((high - low) / FEW)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return Scale(low, high, float, [number * step for number in range(first, last + 1)], label)


def root(high: float, label: str) -> Scale:
    """A scale from 0 on which small numbers have more room: lengths are square roots."""
    high = high if high > 0 else 1.0
    step = _round_step(high / FEW)
    small = [_round_step(step / part) for part in (20, 5, 2.5)]
    wanted = [0.0, *small, *(number * step for number in range(1, FEW + 1))]
    return Scale(0.0, high, sqrt, [mark for mark in wanted if mark <= high * (1 + 1e-9)], label)


def logarithmic(numbers: Iterable[float], label: str) -> Scale:
    """A scale on which equal ratios are equally long, around positive numbers."""
    kept = [number for number in numbers if number > 0] or [1.0]
    low, high = floor(log10(min(kept)) + 1e-9), ceil(log10(max(kept)) - 1e-9)
    high = max(high, low + 1)
    step = ceil((high - low) / FEW)
    marks = [10.0**power for power in range(low, high + 1, step)]
    return Scale(10.0**low, 10.0**high, log10, marks, label)


def at_sizes(sizes: Sequence[float], label: str) -> Scale:
    """A scale whose marks are these sizes; by ratios where they are far apart."""
    low, high = min(sizes), max(sizes)
    far = low > 0 and high / low > FAR
    return Scale(low, high if high > low else low + 1, log10 if far else float, sizes, label)


FAR = 8.0
"""The ratio of sizes from which on they are drawn by ratios (our choice)."""


def _round_step(step: float) -> float:
    """1, 2 or 5 times a power of ten, not below the step."""
    power = 10.0 ** floor(log10(step))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= step * (1 - 1e-9))
