"""The instances that checks look at: a few, always the same."""

from contextlib import suppress
from typing import Any

import numpy as np

from thinkers.errors import ConfigError
from thinkers.problems.problem import Problem
from thinkers.settings import Settings

AnyProblem = Problem[Any, Any]

COUNT = 3
"""Instances that each check looks at."""

SMALL = 7
"""The size of the instances that checks look at by default, or the next that the problem has."""


def small(problem: AnyProblem) -> Settings:
    """The default options, with small instances where they have sizes."""
    defaults = problem.Params()
    if problem.size_option is not None:
        for size in range(SMALL, getattr(defaults, problem.size_option, 0)):
            with suppress(ConfigError):
                return problem.sized(size, {})
    return defaults


def rng() -> np.random.Generator:
    """The random numbers of every check."""
    return np.random.default_rng(0)


def draw(problem: AnyProblem, params: Settings, count: int = COUNT) -> list[Any]:
    """A few instances."""
    return problem.generate(rng(), count, params)


def labelled(problem: AnyProblem, instances: list[Any]) -> list[tuple[Any, Any]]:
    """Instances with their labels."""
    return list(zip(instances, problem.label(instances), strict=True))
