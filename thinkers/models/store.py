"""The store of models: a trained thinker and its card in one safetensors file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load, save
from torch import Tensor

from thinkers.errors import ModelError
from thinkers.models.card import CARD_KEY, Card, ModelCard
from thinkers.models.digest import digest_of
from thinkers.nets.thinker import Thinker
from thinkers.problems.encoding import Encoding
from thinkers.problems.files import write_whole
from thinkers.problems.signature import Signature
from thinkers.problems.wording import reason_of

MAX_UNSEEN = 1024
"""Layers up to this wide are built without asking first whether the file holds such (40 MB)."""


@dataclass(frozen=True, eq=False)
class Model:
    """A card and the thinker that it describes, with its weights."""

    card: Card
    thinker: Thinker

    @property
    def settles(self) -> bool:
        """Whether it comes to a fixed point to the last bit, see `Thinker.settles`."""
        return self.thinker.settles


def load_model(
    model: ModelCard, thinker: type[Thinker], encodings: Mapping[str, Encoding[Any, Any]]
) -> Model:
    """Build the thinker and give it its weights.

    Args:
        model: The file.
        thinker: The class that the card names.
        encodings: The encodings of the problem that the card names.

    Raises:
        ModelError: The weights are damaged, or do not fit the architecture.
    """
    card = model.card
    signature = card.pick_encoding(encodings).signature
    model.require_whole()
    try:
        tensors = load(model.path.read_bytes())
        _require_shapes(model, thinker, signature, tensors)
        built = thinker.build(signature, card.config)
        built.load_state_dict(tensors)
    except (ModelError, MemoryError):
        raise
    except Exception as error:  # a stranger's thinker is built by a card that may say anything
        raise ModelError(
            f"{model.path}: the weights do not fit {card.thinker}: {reason_of(error)}"
        ) from error
    if card.certificate and card.certificate.weights == digest(built):
        built.multipliers = card.certificate.evidence.multipliers
    return Model(card, built.eval())


def digest(thinker: Thinker) -> str:
    """The SHA-256 of a thinker's tensors with their names, types and shapes."""
    return digest_of(save(_tensors(thinker)))


def _tensors(thinker: Thinker) -> dict[str, Tensor]:
    return {name: value.contiguous() for name, value in thinker.state_dict().items()}


def save_model(path: Path, model: Model) -> None:
    """Write weights and card into one file, whole or not at all.

    Raises:
        ConfigError: The file cannot be written.
    """
    tensors = _tensors(model.thinker)
    card = model.card.model_copy(update={"sha256": digest_of(save(tensors))})
    metadata = {CARD_KEY: json.dumps(card.model_dump(mode="json"), sort_keys=True)}
    write_whole(path, save(tensors, metadata))


def _require_shapes(
    model: ModelCard,
    thinker: type[Thinker],
    signature: Signature,
    tensors: Mapping[str, Tensor],
) -> None:
    """Refuse a card that asks for far larger layers than the file holds, before room is made.

    Building without room for numbers takes a second, so it is done for large settings only.
    """
    most = max((max(value.shape, default=0) for value in tensors.values()), default=0)
    if max(_integers(model.card.config), default=0) <= min(most, MAX_UNSEEN):
        return
    with torch.device("meta"):
        planned = thinker.build(signature, model.card.config).state_dict()
    for name, value in planned.items():
        if name not in tensors or tensors[name].shape != value.shape:
            here = tuple(tensors[name].shape) if name in tensors else "nothing"
            raise ModelError(
                f"{model.path}: the card asks for {name} of shape {tuple(value.shape)}, "
                f"the file holds {here}"
            )


def _integers(value: Any) -> Iterator[int]:
    """The whole numbers of a setting, however deep."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _integers(each)
    elif isinstance(value, int | float):
        yield abs(int(value)) if isfinite(value) else 0
