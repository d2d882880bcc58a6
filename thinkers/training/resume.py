"""Checkpoints of a training (resume files), to go on bit for bit; complete or absent."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from thinkers.errors import ConfigError, ModelError
from thinkers.models.renamed import RENAMED_ARRAYS, with_present_names
from thinkers.problems.files import write_whole
from thinkers.problems.wording import reason_of
from thinkers.settings import config_of

FILE = "resume.ckpt"
DIGEST_SIZE = hashlib.sha256().digest_size


@dataclass
class Progress:
    """How far a training has come, in plain types.

    Attributes:
        step: Steps done.
        seconds: Time spent training.
        best_loss: The lowest validation loss so far.
        stale: Validations since then.
        losses: Training losses since the last metrics row.
        gradient_norm: The largest gradient norm since the last metrics row.
        rows: The metrics rows so far.
        factors: How hard each source of batches was at the last validation, see `data.hard`; empty
            before the first, and where it does not count.
    """

    step: int = 0
    seconds: float = 0.0
    best_loss: float = float("inf")
    stale: int = 0
    losses: list[float] = field(default_factory=list)
    gradient_norm: float = 0.0
    rows: list[dict[str, Any]] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)


State = dict[str, dict[str, Any]]
"""Where a training stands, by the parts of `PARTS`."""

PARTS = {
    "recipe": "what the recipe chooses, in plain types; a resume file fits no other",
    "progress": "the fields of `Progress`",
    "weights": "weights and buffers of the thinker",
    "optimizer": "the optimiser's state",
    "average": "the averaged weights; empty without averaging",
    "throttle": "the throttle's memory; empty without one",
    "pools": "the instances that live on, by shape; empty without a pool. Of several processes "
    "those of the first, with which all go on",
    "best": "the weights at the lowest validation loss; empty before the first validation",
}
"""What a state holds. Random numbers need no state: they follow from seed and step."""


def save(folder: Path, state: State) -> None:
    """Write the state behind its SHA-256, on the disk before it takes the old one's place.

    Raises:
        ConfigError: The folder cannot be written, or the disk is full; the old file stays.
    """
    buffer = io.BytesIO()
    torch.save(state, buffer)
    content = buffer.getvalue()
    try:
        write_whole(folder / FILE, hashlib.sha256(content).digest() + content)
    except ConfigError as error:
        raise ConfigError(str(error), "free some space, or choose another --out") from error


def require_none(folder: Path) -> None:
    """Refuse to start afresh over a run; one that failed before its first step is none.

    Raises:
        ConfigError: The folder holds a resume file.
    """
    if (folder / FILE).exists() and not _is_of_no_step(folder / FILE):
        raise ConfigError(
            f"{folder} already holds a run", "go on with --resume, or choose another --out"
        )


def load(folder: Path, recipe: dict[str, Any]) -> State:
    """Read the state of a training that was stopped.

    Raises:
        ModelError: There is none, it is damaged, or it belongs to another recipe.
    """
    path = folder / FILE
    if not path.exists():
        raise ModelError(f"nothing to resume in {folder}", "leave out --resume to start afresh")
    state = _read(path)
    if state["recipe"] != recipe:
        changes = differences(state["recipe"], recipe)
        raise ModelError(
            f"{path} belongs to another recipe: {'; '.join(changes)}",
            "resume with the same recipe and --set, or choose another --out",
        )
    return state


def _is_of_no_step(path: Path) -> bool:
    try:
        return bool(_read(path)["progress"]["step"] == 0)
    except ModelError:
        return False


def _read(path: Path) -> State:
    try:
        content = path.read_bytes()
        digest, content = content[:DIGEST_SIZE], content[DIGEST_SIZE:]
        if hashlib.sha256(content).digest() != digest:
            raise ValueError("its checksum does not match")
        loaded = torch.load(io.BytesIO(content), weights_only=True, map_location="cpu")
        state: State = {part: {} for part in PARTS} | loaded
        _require_sound(state)
        return state | {
            "recipe": with_present_names(state["recipe"], str(path)),
            "pools": {shape: _present(pool) for shape, pool in state["pools"].items()},
        }
    except Exception as error:  # torch.load raises what the damage happens to cause
        raise ModelError(
            f"{path} is damaged: {reason_of(error)}", "start afresh in another --out"
        ) from error


def _present(pool: Mapping[str, Any]) -> dict[str, Any]:
    """A pool's tensors under the present names of the arrays of a `Batch`."""
    return {RENAMED_ARRAYS.get(name, name): value for name, value in pool.items()}


def _require_sound(state: State) -> None:
    """Validate a state: its checksum only says that the file is undamaged.

    Raises:
        ConfigError: It is none.
    """
    for name in state.keys() - PARTS.keys():
        raise ConfigError(f"{name} is no part of a training")
    for name, value in state.items():
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise ConfigError(f"{name} is no table by name")
    config_of(Progress, state["progress"], "progress")
    for part in ("weights", "average", "best"):
        for name, value in state[part].items():
            if not isinstance(value, torch.Tensor) or value.layout != torch.strided:
                raise ConfigError(f"{part}: {name} is no tensor")
            if value.is_meta or not bool(value.isfinite().all()):
                raise ConfigError(f"{part}: {name} holds nan or infinity, or nothing")


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What was changed between two recipes, a phrase for each setting: `seed was 0, is 1`."""
    before, after = dict(_flat(then)), dict(_flat(now))
    keys = sorted(before.keys() | after.keys())
    return [
        f"{key} was {before.get(key, 'the default')}, is {after.get(key, 'the default')}"
        for key in keys
        if key not in before or key not in after or before[key] != after[key]
    ]


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
