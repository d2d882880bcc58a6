"""Lipschitz constraints of the maps of a step, by name, applied to one module at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import prod
from typing import Any, cast

from torch import Tensor, nn
from torch.nn.utils import parametrize
from torch.nn.utils.parametrizations import spectral_norm

from thinkers.certify import conv_norm_exact
from thinkers.errors import ConfigError, UnknownNameError
from thinkers.nets.parametrisations import CappedMap, Certified, RowScaled

POWER_ITERATIONS = 1
"""Power-iteration steps per training step, torch's default; u and v are kept between steps."""

ROUNDING = 1e-5
"""What a cap stays below 1, since rounding to float32 adds 2^-24 √w at most."""


@contextmanager
def no_power_iterations(module: nn.Module) -> Iterator[None]:
    """While this is open, spectral norms are those of the vectors as they are."""
    parts: list[Any] = [part for part in module.modules() if hasattr(part, "n_power_iterations")]
    before = [part.n_power_iterations for part in parts]
    for part in parts:
        part.n_power_iterations = 0
    try:
        yield
    finally:
        for part, count in zip(parts, before, strict=True):
            part.n_power_iterations = count


def none(module: nn.Module) -> nn.Module:
    """Leave the weight alone."""
    return module


def spectral(module: nn.Module) -> nn.Module:
    """Divide the weight by the spectral norm of its reshaped kernel (Miyato et al. 2018).

    This is what DT-L appears to use. It is **no** bound of the convolution's true norm: with
    reshaped norm 1 a 3x3 convolution can stretch a thought by up to 3, a 1-D one by √3.
    """
    return spectral_norm(module, n_power_iterations=POWER_ITERATIONS)


def certified(module: nn.Module) -> nn.Module:
    """Divide the weight always by a proven bound of its norm, so that 1 is nearly reached."""
    return parametrize.register_parametrization(module, "weight", Certified())


def certified_clip(module: nn.Module) -> nn.Module:
    """Divide the weight by a proven bound of its norm, where that exceeds 1."""
    return parametrize.register_parametrization(module, "weight", Certified(clip=True))


def row_scaled(module: nn.Module) -> nn.Module:
    """Divide each output channel by its own scale, after which a norm of at most 1 is proven."""
    channels = len(cast("Tensor", module.weight))
    return parametrize.register_parametrization(module, "weight", RowScaled(channels))


def svd_cap(module: nn.Module) -> nn.Module:
    """Lower singular values above 1 to 1, of a dense map or a 1x1 convolution; an SVD each time.

    The nearest map of norm 1: unlike `certified` it leaves all other directions as they are. Not
    for more than some hundred channels.

    Raises:
        ConfigError: The kernel has several taps: capping their frequencies one by one gives a
            kernel of every size, and cutting that off bounds nothing.
    """
    taps = prod(cast("Tensor", module.weight).shape[2:])
    if taps > 1:
        raise ConfigError(
            f"svd-cap holds dense maps and kernels of one tap, and this one has {taps}",
            "take certified or certified-clip",
        )
    return parametrize.register_parametrization(module, "weight", CappedMap(1 / (1 + ROUNDING)))


CONSTRAINTS: dict[str, Callable[[nn.Module], nn.Module]] = {
    "none": none,
    "spectral": spectral,
    "certified": certified,
    "certified-clip": certified_clip,
    "row-scaled": row_scaled,
    "svd-cap": svd_cap,
}

PROVEN = frozenset({"certified", "certified-clip", "row-scaled"})
"""The constraints under which a norm of at most 1 is proven, whatever the kernel."""


def constraint(name: str) -> Callable[[nn.Module], nn.Module]:
    """The constraint of that name.

    Raises:
        UnknownNameError: There is none; says what is near.
    """
    if name not in CONSTRAINTS:
        raise UnknownNameError("constraint", name, CONSTRAINTS)
    return CONSTRAINTS[name]


def norm_upper(module: nn.Module) -> float:
    """A proven bound of the norm of a convolution or dense map, of its weight as it is used."""
    return conv_norm_exact(cast("Tensor", module.weight)).high


def head_upper(head: nn.Sequential) -> float:
    """A proven Lipschitz constant of a readout: the product of its maps' norms, ReLUs between."""
    return prod(norm_upper(layer) for layer in head if hasattr(layer, "weight"))
