"""Classical solvers: CP-SAT, which proves its answers, and the smallest degree first."""

import numpy as np
from pydantic import Field

from thinkers import Baseline, BaselineAnswer, MissingPackageError
from thinkers_independent_set.instance import Chosen, Graph

CHEAP = 60
"""Nodes up to which CP-SAT takes well under a second (measured)."""


def largest(graph: Graph, seconds: float, seed: int = 0) -> tuple[Chosen, bool, float]:
    """The largest set that CP-SAT finds in this time, whether it is proved, and an upper bound."""
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise MissingPackageError(
            "the baseline cp-sat needs ortools", "pip install ortools"
        ) from error
    model = cp_model.CpModel()
    inside = [model.new_bool_var(str(node)) for node in range(graph.nodes)]
    for first, second in graph.edges.tolist():
        model.add_at_most_one([inside[first], inside[second]])
    model.maximize(sum(inside))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False  # its handler may hang
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return np.zeros(0, np.int64), False, float(graph.nodes)
    chosen = np.flatnonzero([solver.boolean_value(each) for each in inside])
    return chosen, status == cp_model.OPTIMAL, float(round(solver.best_objective_bound))


class CpSat(Baseline[Graph, Chosen]):
    """Exact where there is time; its bound is from above, for the size is maximised."""

    name, problem, summary = "cp-sat", "independent_set", "OR-Tools CP-SAT, proves its answers"
    seconds: float = Field(default=10.0, gt=0, description="Time for one graph.")

    def solve(self, instance: Graph, rng: np.random.Generator) -> BaselineAnswer[Chosen]:
        """The largest set that is found."""
        return BaselineAnswer(*largest(instance, self.seconds, int(rng.integers(2**31))))

    def cheap(self, instance: Graph) -> bool:
        """Small graphs."""
        return instance.nodes <= CHEAP


class Greedy(Baseline[Graph, Chosen]):
    """Takes a node of the fewest free neighbours, again and again (Halldórsson et al. 1997)."""

    name, problem, summary = (
        "greedy",
        "independent_set",
        "a node of least degree, again and again",
    )

    def solve(self, instance: Graph, rng: np.random.Generator) -> BaselineAnswer[Chosen]:
        """Of equally good nodes the first."""
        del rng
        free = {node: set[int]() for node in range(instance.nodes)}
        for first, second in instance.both_ways.tolist():
            free[first].add(second)
        chosen = []
        while free:
            node = min(free, key=lambda each: (len(free[each]), each))
            chosen.append(node)
            for gone in [node, *free[node]]:
                for neighbour in free.pop(gone, set()):
                    free.get(neighbour, set()).discard(gone)
        return BaselineAnswer(np.sort(np.array(chosen, np.int64)))

    def cheap(self, instance: Graph) -> bool:
        """Always, nearly."""
        return instance.nodes <= 1000
