"""The certificate of contraction: the one thing that may be called certified."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from thinkers.errors import ConfigError

Scope = Literal["every size", "ball"]
Method = Literal["product", "lmi", "ball"]


@dataclass(frozen=True)
class Certificate:
    """A proven Lipschitz constant K < 1 of the step G: `‖G(φ) - G(φ')‖ <= K ‖φ - φ'‖`, one input.

    The sums and products of a step are taken as exact; a step's own rounding is not covered.

    Attributes:
        K: The constant, 0 <= K < 1.
        norm: The norm, l2 over the whole thought.
        scope: `every size`, for all thoughts; or `ball`, around one thought of one instance.
        method: `product` of the pieces' bounds, `lmi` for at least one block, or `ball`.
        evidence: Plain numbers from which the proof can be checked again.
    """

    K: float
    norm: Literal["l2"]
    scope: Scope
    method: Method
    evidence: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.K < 1:
            raise ConfigError(f"expected a contraction, 0 <= K < 1, got K = {self.K}")

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Back from plain values.

        Raises:
            ConfigError: They describe no certificate.
        """
        try:
            return cls(**values)
        except TypeError as error:
            raise ConfigError(f"no certificate is described: {error}") from error
