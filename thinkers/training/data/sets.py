"""Labelled sets: which instances they hold, and where their parts are cached."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from thinkers.problems.problem import Problem
from thinkers.settings import Settings
from thinkers.training.data import cache
from thinkers.training.data.code import Code, code_of
from thinkers.training.task import Task

AnyProblem = Problem[Any, Any]

TRAIN, VALIDATION = 0, 1
"""Which part of the random numbers a data set is drawn from."""

VERSION = 3
"""Of the files in the cache: those of an older one are not read, and labelled anew."""

CHUNK = 250
"""Instances that are labelled and cached together: what a killed process can lose."""


@dataclass(frozen=True, eq=False)
class LabelledSet:
    """Instances of one combination of parameters; all of what they are follows from the fields."""

    task: Task
    params: Settings
    count: int
    seed: int
    part: int

    @property
    def options(self) -> dict[str, Any]:
        """The parameters that are not the defaults, in plain types.

        So an option that a generator gains later does not change what was drawn without it.
        """
        return self.params.model_dump(mode="json", exclude_defaults=True)

    def chunks(self) -> list[range]:
        """The instances that are labelled together, by number."""
        return [
            range(first, min(first + CHUNK, self.count)) for first in range(0, self.count, CHUNK)
        ]

    @property
    def code(self) -> Code:
        """The code that the instances and labels follow from.

        Raises:
            ConfigError: It has no files.
        """
        return code_of(type(self.task.problem))

    def identity(self, chunk: range) -> str:
        """What a chunk's instances and labels follow from; the set's count is not part of it.

        Raises:
            ConfigError: The problem's code has no files.
        """
        code = self.code
        own = {
            "problem": self.task.problem.name, "params": self.options,
            "seed": self.seed, "part": self.part, "chunk": [chunk.start, chunk.stop],
            "class": f"{type(self.task.problem).__module__}:{type(self.task.problem).__qualname__}",
            "distributions": code.distributions, "code": code.digest, "version": VERSION,
        }  # fmt: skip
        return json.dumps(own, sort_keys=True)

    def entry(self, chunk: range) -> cache.Entry:
        """The chunk's place in the cache.

        Raises:
            ConfigError: There is no cache, or the problem's code has no files.
        """
        identity, code = self.identity(chunk), self.code
        key = hashlib.sha256(identity.encode()).hexdigest()[:24]
        path = cache.file(self.task.problem.name, code.digest, key)
        return cache.Entry(path, identity, code.packages)

    def generate(self) -> list[Any]:
        """The instances, without labels."""
        words = json.dumps(self.options, sort_keys=True).encode()
        own = int.from_bytes(hashlib.sha256(words).digest()[:8], "big")
        rng = np.random.default_rng([self.seed, self.part, own])
        return self.task.problem.generate(rng, self.count, self.params)


def params_of(problem: AnyProblem, combination: Mapping[str, Any]) -> Settings:
    """The options of the problem's generator.

    Raises:
        ConfigError: One is unknown or out of range.
    """
    return problem.params(combination, f"{problem.name} data")
