"""Settings shared by the convolutional thinkers."""

from dataclasses import dataclass

from thinkers.errors import ConfigError


@dataclass(frozen=True)
class WidthConfig:
    """Settings of a thinker whose only choice is its width.

    Attributes:
        width: Channels of the thought, even, >= 2.
    """

    width: int = 32

    def __post_init__(self) -> None:
        require_even_width(self.width)


def require_even_width(width: int) -> None:
    """Raise ConfigError unless `width` is even and >= 2: readouts halve it."""
    if width < 2 or width % 2:
        raise ConfigError(f"expected an even width >= 2, got {width}")


def require_contraction(factor: float) -> None:
    """Raise ConfigError unless `factor` is a strict contraction's constant, 0 < K < 1."""
    if not 0 < factor < 1:
        raise ConfigError(f"expected 0 < contraction < 1, got {factor}")
