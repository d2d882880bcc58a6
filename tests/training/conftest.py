"""What the training tests share: a recipe that trains in a second, and copies of it, changed."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from thinkers.training.callbacks import Callbacks
from thinkers.training.many.parallel import End, PrunedError
from thinkers.training.recipe import Recipe

VALUES: dict[str, Any] = {
    "name": "prefix_sums/tiny",
    "problem": "prefix_sums",
    "thinker": "dt-l",
    "seed": 3,
    "validate_every": 5,
    "config": {"width": 8},
    "budget": {"minimum": 8},
    "data": {
        "batch": 8,
        "train": [{"count": 40, "params": {"bits": 8}}],
        "validation": [{"count": 20, "params": {"bits": 8}}],
    },
    "loss": {"iterations": 3, "alpha": 0.5},
    "optimizer": {"steps": 20, "learning_rate": 0.01, "weight_decay": 0.01, "clip": 1.0},
    "scores": {"sizes": [8, 12], "instances": 10},
}


@pytest.fixture(scope="session")
def recipe_with() -> Callable[..., Recipe]:
    """Gives a recipe that differs from the tiny one in the settings given."""

    def make(**changes: Any) -> Recipe:
        values = deepcopy(VALUES)
        for name, change in changes.items():
            values[name] = values.get(name, {}) | change if isinstance(change, dict) else change
        return Recipe.of(values)

    return make


@pytest.fixture
def jobs_here(monkeypatch):
    """Has a module run its jobs in this process, one after another; gives the names that ran."""

    def jobs_here(module):
        ran = []

        def run_jobs(jobs, at_once, watch):
            for job in jobs:
                ran.append(job.name)

                def heard(row, name=job.name):
                    if not watch.goes_on(name, row):
                        raise PrunedError

                try:
                    end = End("finished", job.task(Callbacks(metrics=heard)))
                except PrunedError:
                    end = End("pruned")
                watch.ended(job.name, end)

        monkeypatch.setattr(module, "run_jobs", run_jobs)
        return ran

    return jobs_here
