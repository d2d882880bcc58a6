"""A model: a trained thinker in one safetensors file, and the card in its header.

The card is JSON in the file's metadata, so it can be listed without torch and without weights.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from math import isfinite, prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict, Field

from thinkers.errors import ConfigError, ModelError
from thinkers.problems.files import write_whole
from thinkers.scoring.statistics import scored_by_gap
from thinkers.settings import Settings

if TYPE_CHECKING:
    from torch import Tensor

    from thinkers.nets import Thinker
    from thinkers.problems.batch import Signature

MOST_REASON = 300
"""Characters of a reason that fit one readable line."""

MOST_UNSEEN = 1024
"""Layers up to this wide are built without asking first whether the file holds such (40 MB)."""

TYPES = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16", "I64": "int64",
    "I32": "int32", "I16": "int16", "I8": "int8", "U8": "uint8", "BOOL": "bool",
}  # fmt: skip
"""What torch calls the types of safetensors."""

CARD_KEY = "thinkers"
"""The metadata key that holds the card."""


class Budget(Settings):
    """How long to think by default: a rule fixed in the recipe, before any test.

    Attributes:
        minimum: Iterations for the smallest instances.
        per_size: Iterations per position along the longest axis.
    """

    minimum: int = Field(ge=1, le=10**9)
    per_size: float = Field(default=0.0, ge=0, le=1e6)

    def iterations(self, shape: tuple[int, ...]) -> int:
        """The number of iterations for instances of this shape."""
        return max(self.minimum, round(self.per_size * max(shape)))


class Evidence(Settings):
    """What a proof of contraction can be checked by, beside the weights.

    Attributes:
        factors: The bound of each piece that is not 1 by construction.
        multipliers: Of each block that norms alone do not bound well enough.
        dtype: What it was computed in.
    """

    model_config = ConfigDict(allow_inf_nan=False)

    factors: dict[str, float] = {}
    multipliers: dict[str, list[list[float]]] = {}
    dtype: str = "float64"


class Claim(Settings):
    """A contraction that was proven when the file was written, of these weights and no others.

    Attributes:
        K: The step's Lipschitz constant, 0 <= K < 1.
        norm: l2.
        scope: Every size.
        method: `product` of norms, or `lmi` for at least one block.
        evidence: What it can be checked by.
        weights: The SHA-256 of the tensors.
    """

    K: float = Field(ge=0, lt=1)
    norm: Literal["l2"]
    scope: Literal["every size"]
    method: Literal["product", "lmi"]
    evidence: Evidence
    weights: str


class Score(Settings):
    """What a model was measured to do on fresh instances of one size and kind.

    The fields are those of `thinkers.scoring.evaluating.Evaluation`, and with them:

    Attributes:
        params: Options of the generator, beside the size.
        seed: Drew the instances.
        shape: The positions of the largest instance, as the model reads it.
        traits: What kinds they were, see `Problem.traits`, each with the share that is of it.
    """

    model_config = ConfigDict(allow_inf_nan=False)

    problem: str = ""
    model: str = ""
    size: int | None = Field(default=None, ge=0)
    instances: int = Field(ge=1)
    feasible: float = Field(ge=0, le=1)
    exact: float = Field(ge=0, le=1)
    cell_accuracy: float | None = None
    mean_gap: float | None = None
    iterations: float = 0.0
    stopped_by: dict[str, int] = {}
    seconds: float = 0.0
    unknown: int = 0
    params: dict[str, Any] = {}
    seed: int = 0
    shape: tuple[int, ...] = ()
    traits: dict[str, float] = {}

    @property
    def where(self) -> str:
        """The size and the other options, on one line: `30 asymmetric`."""
        size = "" if self.size is None else str(self.size)
        return " ".join([size, *map(str, self.params.values())]).strip()


class Card(Settings):
    """What the header of a model file says.

    Attributes:
        name: `problem/model`.
        problem: The problem it was trained on.
        thinker: The architecture.
        encoding: The problem's encoding that it reads.
        config: The architecture's settings.
        budget: How long it thinks by default.
        recipe: The whole recipe that trained it.
        seed: The seed of the training.
        steps: Optimisation steps done.
        versions: Versions of what trained it.
        scores: Measured after training, one entry a size.
        certificate: What was proven of the step; it counts only if it is proven again.
        sha256: Digest of the file's tensors, see `digest`; empty before it is saved.
    """

    name: str
    problem: str
    thinker: str
    encoding: str
    config: dict[str, Any]
    budget: Budget
    recipe: dict[str, Any] = {}
    seed: int = 0
    steps: int = 0
    versions: dict[str, str] = {}
    scores: list[Score] = []
    certificate: Claim | None = None
    sha256: str = ""

    @property
    def scored_by_gap(self) -> bool:
        """Whether its scores are mean gaps and not shares right, see `scoring`."""
        return scored_by_gap(self.scores)


@dataclass(frozen=True)
class ModelCard:
    """A model file and what its header says."""

    path: Path
    card: Card

    @classmethod
    def read(cls, path: Path | Traversable) -> "ModelCard":
        """Read the header of a model file, without its weights.

        Raises:
            ModelError: There is no such file, or it is not a model of ours.
        """
        from safetensors import SafetensorError, safe_open

        path = Path(str(path))
        try:
            with safe_open(path, framework="numpy") as file:
                metadata = file.metadata() or {}
        except (OSError, SafetensorError) as error:
            raise ModelError(f"cannot read the model {path}: {error}") from error
        if CARD_KEY not in metadata:
            raise ModelError(
                f"{path} is a safetensors file, but not a thinkers model",
                "models are written by `thinkers train`",
            )
        try:
            return cls(path, Card.of(json.loads(metadata[CARD_KEY]), str(path)))
        except (ValueError, TypeError, RecursionError, ConfigError) as error:
            raise ModelError(f"the card of {path} is damaged: {error}") from error

    def require_whole(self) -> None:
        """See, without torch, that the weights are those that the card was written for.

        Raises:
            ModelError: They are not, or cannot be read.
        """
        from safetensors import SafetensorError

        try:
            content = self.path.read_bytes()
            whole = self.card.sha256 == _digest(content)
        except (OSError, SafetensorError) as error:
            raise ModelError(f"cannot read the model {self.path}: {error}") from error
        if not whole:
            raise ModelError(
                f"{self.path}: the weights are damaged: their SHA-256 is not the one in the card",
                "get the file again, or train the model again",
            )

    def weights(self) -> int:
        """How many numbers the thinker has learned, from the header alone."""
        from safetensors import safe_open

        with safe_open(self.path, framework="numpy") as file:
            return sum(prod(file.get_slice(name).get_shape()) for name in file.keys())  # noqa: SIM118

    @classmethod
    def folder(cls, folder: Path | Traversable) -> "list[ModelCard]":
        """Read every model file of a folder, sorted by name; none where there is no folder.

        Raises:
            ModelError: One of them is damaged.
        """
        return [cls.read(path) for path in sorted(Path(str(folder)).glob("*.safetensors"))]


@dataclass(frozen=True, eq=False)
class Model:
    """A card and the thinker that it describes, with its weights."""

    card: Card
    thinker: "Thinker"


def load_model(
    model: ModelCard, thinker: "type[Thinker]", encodings: "Mapping[str, Signature]"
) -> Model:
    """Build the thinker and give it its weights.

    Args:
        model: The file.
        thinker: The class that the card names.
        encodings: The encodings of the problem that the card names.

    Raises:
        ModelError: The weights are damaged, or do not fit the architecture.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    card = model.card
    if card.encoding not in encodings:
        raise ModelError(f"{card.name}: the problem {card.problem} has no encoding {card.encoding}")
    signature = encodings[card.encoding]
    model.require_whole()
    try:
        tensors = load(model.path.read_bytes())
        _require_sound(model, tensors)
        _require_shapes(model, thinker, signature, tensors)
        built = thinker.build(signature, card.config)
        built.load_state_dict(tensors)
    except (ConfigError, OSError, SafetensorError, RuntimeError, KeyError) as error:
        reason = " ".join(str(error).split())[:MOST_REASON]
        raise ModelError(
            f"{model.path}: the weights do not fit {card.thinker}: {reason}"
        ) from error
    if card.certificate and card.certificate.weights == digest(built):
        built.multipliers = card.certificate.evidence.multipliers
    return Model(card, built.eval())


def digest(thinker: "Thinker") -> str:
    """The SHA-256 of a thinker's tensors with their names, types and shapes."""
    from safetensors.torch import save

    return _digest(save(_tensors(thinker)))


def _tensors(thinker: "Thinker") -> "dict[str, Tensor]":
    return {name: value.contiguous() for name, value in thinker.state_dict().items()}


def _digest(content: bytes) -> str:
    """The digest of the tensors in a safetensors file, whatever else its header says."""
    from safetensors import deserialize

    seen = hashlib.sha256()
    tensors = deserialize(content)  # type: ignore[no-untyped-call]
    for name, tensor in sorted(tensors, key=lambda each: each[0]):
        kind = TYPES.get(tensor["dtype"], tensor["dtype"])
        seen.update(f"{name} torch.{kind} {tuple(tensor['shape'])}\n".encode())
        seen.update(tensor["data"])
    return seen.hexdigest()


def save_model(path: Path, model: Model) -> None:
    """Write weights and card into one file, whole or not at all.

    Raises:
        ConfigError: The file cannot be written.
    """
    from safetensors.torch import save

    tensors = _tensors(model.thinker)
    card = model.card.model_copy(update={"sha256": _digest(save(tensors))})
    metadata = {CARD_KEY: json.dumps(card.model_dump(mode="json"), sort_keys=True)}
    write_whole(path, save(tensors, metadata))


def _require_sound(model: ModelCard, tensors: "Mapping[str, Tensor]") -> None:
    """Refuse weights that nothing can be with."""
    for name, value in tensors.items():
        if not bool(value.isfinite().all()):
            raise ModelError(f"{model.path}: the weights are damaged: {name} holds nan or infinity")
        if "weight" in name and value.ndim > 1 and not bool(value.any()):
            raise ModelError(f"{model.path}: the weights are damaged: {name} holds zeros only")


def _require_shapes(
    model: ModelCard,
    thinker: "type[Thinker]",
    signature: "Signature",
    tensors: "Mapping[str, Tensor]",
) -> None:
    """Refuse a card that asks for far larger layers than the file holds, before room is made.

    Building without room for numbers takes a second, so it is done for large settings only.
    """
    import torch

    most = max((max(value.shape, default=0) for value in tensors.values()), default=0)
    if max(_integers(model.card.config), default=0) <= min(most, MOST_UNSEEN):
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
