"""Maximum independent set: as many nodes of a graph as possible, no two of them joined."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from thinkers import FileFormat, Problem, Settings, Verdict, maximise
from thinkers_independent_set import formats
from thinkers_independent_set.baselines import largest
from thinkers_independent_set.check import check
from thinkers_independent_set.encoding import GraphEncoding, RelaxedEncoding
from thinkers_independent_set.generator import KINDS, generate
from thinkers_independent_set.instance import Chosen, Graph

LABEL_SECONDS = 10.0
"""Time for a label; what is not proved by then is the best that was found."""


class IndependentSetParams(Settings):
    """Options of the generator."""

    nodes: int = Field(default=30, ge=1, description="Number of nodes.")
    degree: float = Field(default=3.0, ge=0, le=6, description="Mean number of neighbours.")
    kind: Literal["uniform", "geometric", "trees"] = Field(
        default="uniform", description="How edges are drawn."
    )


class IndependentSet(Problem[Graph, Chosen]):
    """NP-hard, and learned here without a single label."""

    name = "independent_set"
    summary = "the most nodes of a graph of which no two are joined"
    Params = IndependentSetParams
    size_option = "nodes"
    encodings = {"relaxed": RelaxedEncoding(), "labelled": GraphEncoding()}
    objective = maximise("size")
    reference = "cp-sat"
    families = {kind: {"kind": kind} for kind in KINDS}
    formats = (FileFormat(".col", many=False, answers=False),)

    def generate(self, rng: np.random.Generator, count: int, params: Settings) -> list[Graph]:
        """Graphs of one kind."""
        assert isinstance(params, IndependentSetParams)
        return [
            generate(child, params.nodes, params.degree, params.kind) for child in rng.spawn(count)
        ]

    def check(self, instance: Graph, solution: Chosen) -> Verdict:
        """Right when no two nodes are joined."""
        return check(instance.nodes, instance.edges.tolist(), solution.tolist())

    def label(self, instances: Sequence[Graph]) -> list[Chosen]:
        """The largest sets, or of large graphs the largest that CP-SAT finds in time."""
        return [largest(each, LABEL_SECONDS)[0] for each in instances]

    def toy(self) -> tuple[Graph, Chosen]:
        """A path of five nodes: both ends and the middle."""
        return Graph(5, np.array([[0, 1], [1, 2], [2, 3], [3, 4]])), np.array([0, 2, 4])

    def read(self, path: Path, options: Settings | None = None) -> list[Graph]:
        """The graph of a file."""
        return [formats.read(path)]

    def write(
        self, path: Path, instances: Sequence[Graph], solutions: Sequence[Chosen] | None
    ) -> None:
        """One graph; the form holds no answers."""
        [graph] = instances
        formats.write(path, graph)

    def lower_bound(self, instance: Graph) -> float:
        """From above, as sizes are maximised: of each edge of a matching one end is out."""
        free = np.ones(instance.nodes, bool)
        for first, second in instance.edges.tolist():
            if free[first] and free[second]:
                free[[first, second]] = False
        return float(instance.nodes - (~free).sum() // 2)

    def symmetric(
        self, instance: Graph, rng: np.random.Generator
    ) -> tuple[Graph, Callable[[Chosen], Chosen]]:
        """The nodes renumbered; the numbers by chance of the encoding are then others."""
        number = rng.permutation(instance.nodes)
        back = number.argsort()
        return Graph(instance.nodes, number[instance.edges]), lambda chosen: np.sort(back[chosen])
