"""The instances that checks look at: a few, always the same."""

from typing import Any

import numpy as np

from thinkers.problem import Problem
from thinkers.settings import Settings

AnyProblem = Problem[Any, Any]

COUNT = 3
"""Instances that each check looks at."""


def rng() -> np.random.Generator:
    """The random numbers of every check."""
    return np.random.default_rng(0)


def draw(problem: AnyProblem, params: Settings, count: int = COUNT) -> list[Any]:
    """A few instances."""
    return problem.generate(rng(), count, params)


def labelled(problem: AnyProblem, instances: list[Any]) -> list[tuple[Any, Any]]:
    """Instances with their labels."""
    return list(zip(instances, problem.label(instances), strict=True))
