"""The verdict from weights and values alone; it shares no code with encoding or labels."""

from thinkers import Verdict


def check(weights: list[int], values: list[int], capacity: int, packed: list[int]) -> Verdict:
    """Whether what is packed can be carried; what it is worth is the sum of its values."""
    if len(packed) != len(weights) or not set(packed) <= {0, 1}:
        return Verdict(False, reason=f"expected {len(weights)} times 0 or 1")
    load = sum(weight for weight, inside in zip(weights, packed, strict=True) if inside)
    if load > capacity:
        return Verdict(False, reason=f"{load} is packed, and {capacity} can be carried")
    worth = sum(value for value, inside in zip(values, packed, strict=True) if inside)
    return Verdict(True, value=worth)
