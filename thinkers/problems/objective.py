"""The objective of a problem: what is counted, and whether less or more of it is better."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Objective:
    """What answers are compared by; `minimise` and `maximise` make one.

    The sense of an objective ends at the verdict: everything behind it compares costs, which are
    the smaller the better. A value to be maximised is a cost with its sign turned.

    Attributes:
        unit: What is counted, in one word, such as `length`.
        maximised: Whether more of it is better.
    """

    unit: str
    maximised: bool = False

    def turned(self, number: float) -> float:
        """A cost as people read it, or what people say as a cost: the one is the other's image."""
        return 0.0 - number if self.maximised else number

    def words(self, cost: float) -> str:
        """An answer's cost with its unit, as people read it: `length 12`, `size 5`."""
        return f"{self.unit} {self.turned(cost):.6g}"


def minimise(unit: str) -> Objective:
    """An objective of which less is better: `minimise("length")`; `Verdict.cost` counts it."""
    return Objective(unit)


def maximise(unit: str) -> Objective:
    """An objective of which more is better: `maximise("size")`; `Verdict.value` counts it."""
    return Objective(unit, maximised=True)
