"""Resume files: all that a stopped training needs to go on bit for bit."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from thinkers.errors import ConfigError, ModelError
from thinkers.models import MOST_REASON

FILE = "resume.pt"


@dataclass(frozen=True)
class State:
    """Where a training stands. Random numbers need no state: they follow from seed and step.

    Attributes:
        recipe: The recipe in plain types; a resume file fits no other.
        step: Steps done.
        loss_module: Weights and buffers.
        optimizer: The optimiser's state.
        best_loss: The lowest validation loss so far.
        best: The thinker's weights at that point.
        losses: Training losses since the last metrics row.
        seconds: Time spent training.
    """

    recipe: dict[str, Any]
    step: int = 0
    loss_module: dict[str, Any] = field(default_factory=dict)
    optimizer: dict[str, Any] = field(default_factory=dict)
    best_loss: float = float("inf")
    best: dict[str, Any] = field(default_factory=dict)
    losses: list[float] = field(default_factory=list)
    seconds: float = 0.0


def save(folder: Path, state: State) -> None:
    """Write the state, whole or not at all.

    Raises:
        ConfigError: The folder cannot be written.
    """
    path = folder / FILE
    try:
        part = path.with_suffix(".part")
        torch.save(vars(state), part)
        part.replace(path)
    except (OSError, RuntimeError) as error:
        raise ConfigError(f"cannot write {path}: {error}", "choose another --out") from error


def require_none(folder: Path) -> None:
    """Refuse to start afresh over a run.

    Raises:
        ConfigError: The folder holds a resume file.
    """
    if (folder / FILE).exists():
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
    try:
        state = State(**torch.load(path, weights_only=True, map_location="cpu"))
    except Exception as error:  # torch.load raises what the damage happens to cause
        reason = " ".join(str(error).split())[:MOST_REASON]
        raise ModelError(f"{path} is damaged: {reason}", "start afresh in another --out") from error
    if state.recipe != recipe:
        changed = sorted(key for key in recipe if state.recipe.get(key) != recipe[key])
        raise ModelError(
            f"{path} belongs to another recipe; it differs in {', '.join(changed)}",
            "resume with the same recipe and --set, or choose another --out",
        )
    return state
