"""Networks that were exported once and are kept: where, and which there are."""

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from thinkers.errors import ModelError
from thinkers.models.card import Card
from thinkers.models.onnx.file import SUFFIX, OnnxModel
from thinkers.problems.cache import cache_folder

FOLDER = "onnx"
"""The folder of the cache where they are."""


def place_of(card: Card) -> Path:
    """The file of a model's network, by all that it follows from."""
    parts: dict[str, Any] = {
        "version": version("thinkers"), "weights": card.sha256, "problem": card.problem,
        "thinker": card.thinker, "encoding": card.encoding, "config": card.config,
    }  # fmt: skip
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return cache_folder() / FOLDER / f"{digest[:32]}{SUFFIX}"


def networks() -> Iterator[tuple[Path, Card | None]]:
    """The files there are, each with the card in it; None where it is damaged."""
    for path in sorted((cache_folder() / FOLDER).glob(f"*{SUFFIX}")):
        try:
            yield path, OnnxModel.read(path).card
        except ModelError:
            yield path, None
