"""Linear assignment: a job for each agent, no job twice, as cheap as possible."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from thinkers import Problem, Settings, Verdict, minimise
from thinkers_assignment.baselines import solve
from thinkers_assignment.check import check
from thinkers_assignment.encoding import Costs, CostsEncoding, Jobs


class AssignmentParams(Settings):
    """Options of the generator."""

    agents: int = Field(default=10, ge=1, description="Number of agents.")
    spare: int = Field(default=0, ge=0, description="Jobs that are left over.")
    costs: Literal["uniform", "product", "profits"] = Field(
        default="uniform", description="How costs are drawn."
    )


def draw(rng: np.random.Generator, agents: int, jobs: int, kind: str) -> Costs:
    """Costs: independent; products of an agent's and a job's number; or below 0."""
    if kind == "product":
        return rng.random((agents, 1)) * rng.random((1, jobs)) + 0.1 * rng.random((agents, jobs))
    costs = rng.random((agents, jobs))
    return -costs if kind == "profits" else costs


class Assignment(Problem[Costs, Jobs]):
    """Solved exactly by classical means: an example of an encoding, not of a need."""

    name = "assignment"
    summary = "a job for each agent, as cheap as possible"
    Params = AssignmentParams
    size_option = "agents"
    encodings = {"costs": CostsEncoding()}
    objective = minimise("cost")
    reference = "scipy"
    families = {
        "uniform": {"costs": "uniform"},
        "product": {"costs": "product"},
        "profits": {"costs": "profits"},
        "rectangular": {"spare": 5},
    }

    def generate(self, rng: np.random.Generator, count: int, params: Settings) -> list[Costs]:
        """Costs of one kind."""
        assert isinstance(params, AssignmentParams)
        jobs = params.agents + params.spare
        return [draw(child, params.agents, jobs, params.costs) for child in rng.spawn(count)]

    def check(self, instance: Costs, solution: Jobs) -> Verdict:
        """Each agent has a job of its own; the cost from the matrix."""
        return check(instance.tolist(), solution.tolist())

    def label(self, instances: Sequence[Costs]) -> list[Jobs]:
        """The cheapest assignments."""
        return [solve(costs) for costs in instances]

    def toy(self) -> tuple[Costs, Jobs]:
        """The first agent is to leave the cheap job to the second."""
        return np.array([[1.0, 2.0], [1.0, 9.0]]), np.array([1, 0])
