"""The card of a model: JSON in the header of its file, read without torch and without weights."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from math import isfinite, prod
from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from safetensors import SafetensorError, safe_open

from thinkers.errors import ConfigError, ModelError
from thinkers.models.digest import digest_of
from thinkers.models.renamed import with_present_names
from thinkers.models.scores import Score, scored_by_gap
from thinkers.models.soundness import fault_of
from thinkers.problems.encoding import Encoding
from thinkers.settings import Settings

CARD_KEY = "thinkers"
"""The metadata key that holds the card."""


class Budget(Settings):
    """How long to think by default: a rule fixed in the recipe, before any test.

    Attributes:
        minimum: Iterations for the smallest instances.
        per_size: Iterations per position along the longest axis.
        power: Of that number of positions: at 0.5 four times as many take twice the iterations.
        read_every: Iterations from one answer that is read along the way to the next; the best of
            these and of the last is the answer. 0 for the last alone, and always so where answers
            are right or wrong: what has no cost cannot be chosen without knowing the answer.
    """

    minimum: int = Field(ge=1, le=10**9)
    per_size: float = Field(default=0.0, ge=0, le=1e6)
    power: float = Field(default=1.0, gt=0, le=1)
    read_every: int = Field(default=0, ge=0, le=10**9)

    def iterations(self, shape: tuple[int, ...]) -> int:
        """The number of iterations for instances of this shape."""
        positions: float = float(max(shape)) ** self.power
        return max(self.minimum, round(self.per_size * positions))


class Evidence(Settings):
    """The numbers that a certificate is verified with, beside the weights.

    Attributes:
        factors: The bound of each piece that is not 1 by construction.
        multipliers: Of each block that norms alone do not bound well enough.
        dtype: What it was computed in.
    """

    factors: dict[str, float] = {}
    multipliers: dict[str, list[list[float]]] = {}
    dtype: str = "float64"


class StoredCertificate(Settings):
    """A certificate of contraction in a model file: of one set of weights, by their digest.

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
        steps: The most optimisation steps of its recipe; the weights are the best on the way.
        versions: Versions of what trained it.
        scores: Measured after training, one entry a size and family.
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
    certificate: StoredCertificate | None = None
    sha256: str = ""

    def pick_encoding(self, encodings: Mapping[str, Encoding[Any, Any]]) -> Encoding[Any, Any]:
        """Of a problem's encodings the one that the model reads.

        Raises:
            ModelError: There is none of that name.
        """
        if self.encoding not in encodings:
            raise ModelError(
                f"{self.name}: the problem {self.problem} has no encoding {self.encoding}"
            )
        return encodings[self.encoding]

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
            values = json.loads(metadata[CARD_KEY], parse_constant=_number, parse_float=_number)
            if isinstance(values.get("recipe"), dict):
                values["recipe"] = with_present_names(values["recipe"], str(path))
            return cls(path, Card.of(values, str(path)))
        except (ValueError, TypeError, AttributeError, RecursionError, ConfigError) as error:
            raise ModelError(f"the card of {path} is damaged: {error}") from error

    def require_whole(self) -> None:
        """See, without torch, that the weights are sound, and those that the card was written for.

        Raises:
            ModelError: They are not, or cannot be read.
        """
        try:
            content = self.path.read_bytes()
            whole, fault = self.card.sha256 == digest_of(content), fault_of(content)
        except (OSError, SafetensorError) as error:
            raise ModelError(f"cannot read the model {self.path}: {error}") from error
        if not whole:
            raise ModelError(
                f"{self.path}: the weights are damaged: their SHA-256 is not the one in the card",
                "get the file again, or train the model again",
            )
        if fault:
            raise ModelError(f"{self.path}: the weights are damaged: {fault}")

    def weights(self) -> int:
        """How many numbers the thinker has learned, from the header alone."""
        with safe_open(self.path, framework="numpy") as file:
            return sum(prod(file.get_slice(name).get_shape()) for name in file.keys())  # noqa: SIM118

    @classmethod
    def folder(cls, folder: Path | Traversable) -> "list[ModelCard]":
        """Read every model file of a folder, sorted by name; none where there is no folder.

        Raises:
            ModelError: One of them is damaged.
        """
        return [cls.read(path) for path in sorted(Path(str(folder)).glob("*.safetensors"))]


def _number(text: str) -> float:
    """A number of a card; JSON knows no others than finite ones, Python does."""
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"expected finite numbers, got {text:.20}")
    return number
