"""What a report shows of one comparison."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from thinkers.scoring.circumstances import Range
from thinkers.scoring.columns import solver_of
from thinkers.scoring.statistics import gaps

if TYPE_CHECKING:
    from thinkers.scoring.comparing import Comparison
    from thinkers.scoring.rows import Row
    from thinkers.scoring.runs import Run


@dataclass(frozen=True, eq=False)
class Sheet:
    """One comparison with what is needed to show it.

    Attributes:
        found: What came of it.
        title: What was compared on, such as `tsp, 50 cities, 20 instances`.
        setting: The title without the problem and the number of instances.
        instances: The tasks, for pictures; None for one that is not known any more.
        digests: Of each instance.
        size: Value of the problem's size option, where all instances have one.
        series: What sheets of other sizes have in common with this one, to be drawn as one curve:
            in words, and all else that must be the same; empty where there is no size.
        facts: How it was run, in words, by name.
        trained: The least and the greatest size that each model was trained on, by its name.
    """

    found: "Comparison"
    title: str
    setting: str = ""
    instances: Sequence[Any] = ()
    digests: Sequence[str] = ()
    size: float | None = None
    series: tuple[str, str] | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    trained: Mapping[str, Range] = field(default_factory=dict)

    @cached_property
    def solvers(self) -> "list[tuple[Row, Run]]":
        """The scored lines with their runs, those that give bounds only aside."""
        known = [
            index
            for index in range(len(self.found.runs[0].answers) if self.found.runs else 0)
            if all(run.answers[index].verdict.known for run in self.found.runs)
        ]
        pairs = zip(self.found.rows, self.found.runs, strict=False)
        return [(row, run.of(known)) for row, run in pairs if row.kind != "bound"]

    def records(self) -> Iterator[dict[str, Any]]:
        """One row for each solver and instance, in plain JSON types."""
        for run in self.found.runs:
            for record in run.records(self.found.problem):
                yield {
                    "problem": record["problem"], "size": self.size,
                    "digest": self.digests[record["instance"]], **record,
                }  # fmt: skip

    @cached_property
    def names(self) -> list[str]:
        """What the solvers are called."""
        return [solver_of(row) for row, _ in self.solvers]

    @cached_property
    def best(self) -> NDArray[np.float64]:
        """`(b,)` the least cost of each scored instance."""
        return np.asarray(np.min([run.costs for _, run in self.solvers], axis=0), np.float64)

    @cached_property
    def gaps(self) -> list[NDArray[np.float64]]:
        """Of each solver `(b,)`, its gaps in percent; `inf` for a failure."""
        return [100 * gaps(run.costs, self.best) for _, run in self.solvers]
