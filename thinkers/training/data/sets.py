"""Labelled batches for training: generated, labelled and encoded once, then cached on disk."""

import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from thinkers.errors import ConfigError
from thinkers.problem import Batch, Problem
from thinkers.settings import Settings
from thinkers.training.recipe import Group

AnyProblem = Problem[Any, Any]
Report = Callable[[str], None]

TRAIN, VALIDATION = 0, 1
"""Which part of the random numbers a data set is drawn from."""


def cache_folder() -> Path:
    """Where labelled data is kept: `$THINKERS_CACHE`, else the user's cache folder."""
    home = os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")
    return Path(os.environ.get("THINKERS_CACHE", Path(home) / "thinkers"))


def prepare(
    problem: AnyProblem,
    encoding: str,
    groups: Iterable[Group],
    seed: int,
    part: int,
    report: Report = lambda line: None,
) -> list[Batch]:
    """One labelled batch per combination of the groups' parameters."""
    batches = []
    for group in groups:
        for combination in group.combinations():
            params = params_of(problem, combination).model_dump(mode="json")
            identity = {
                "problem": problem.name, "encoding": encoding, "params": params,
                "count": group.count, "seed": seed, "part": part,
            }  # fmt: skip
            batches.append(_cached(problem, encoding, identity, report))
    return batches


def params_of(problem: AnyProblem, combination: Mapping[str, Any]) -> Settings:
    """The options of the problem's generator.

    Raises:
        ConfigError: One is unknown or out of range.
    """
    return problem.Params.of(combination, f"{problem.name} data")


def _cached(problem: AnyProblem, encoding: str, identity: dict[str, Any], report: Report) -> Batch:
    key = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:20]
    path = cache_folder() / f"{problem.name}-{key}.npz"
    cached = _read(path)
    if cached is not None:
        return cached
    report(f"labelling {identity['count']} instances, {identity['params']}")
    batch = _generate(problem, encoding, identity)
    assert batch.targets is not None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            np.savez_compressed(file, inputs=batch.inputs, mask=batch.mask, targets=batch.targets)
        part.replace(path)
    except OSError as error:
        raise ConfigError(
            f"cannot write the cache {path.parent}: {error.strerror}", "set THINKERS_CACHE"
        ) from error
    return batch


def _read(path: Path) -> Batch | None:
    """The cached batch, or None when there is none or it is damaged."""
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            return Batch(arrays["inputs"], arrays["mask"], arrays["targets"])
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
        return None


def _generate(problem: AnyProblem, encoding: str, identity: dict[str, Any]) -> Batch:
    params = problem.Params.of(identity["params"])
    words = json.dumps(identity["params"], sort_keys=True).encode()
    own = int.from_bytes(hashlib.sha256(words).digest()[:8], "big")
    rng = np.random.default_rng([identity["seed"], identity["part"], own])
    instances = problem.generate(rng, identity["count"], params)
    return problem.encode(instances, encoding, problem.label(instances))
