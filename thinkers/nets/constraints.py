"""What holds the convolutions of a step: constraints by name, applied to one module at a time."""

from collections.abc import Callable

from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from thinkers.errors import UnknownNameError

POWER_ITERATIONS = 1
"""Power-iteration steps per training step, torch's default; u and v are kept between steps."""


def spectral(module: nn.Module) -> nn.Module:
    """Divide the weight by the spectral norm of its reshaped kernel (Miyato et al. 2018).

    This is what DT-L appears to use. It is **no** bound of the convolution's true norm: with
    reshaped norm 1 a 3x3 convolution can stretch a thought by up to 3, a 1-D one by √3.
    """
    return spectral_norm(module, n_power_iterations=POWER_ITERATIONS)


def none(module: nn.Module) -> nn.Module:
    """Leave the weight alone."""
    return module


CONSTRAINTS: dict[str, Callable[[nn.Module], nn.Module]] = {"none": none, "spectral": spectral}


def constraint(name: str) -> Callable[[nn.Module], nn.Module]:
    """The constraint of that name.

    Raises:
        UnknownNameError: There is none; says what is near.
    """
    if name not in CONSTRAINTS:
        raise UnknownNameError("constraint", name, CONSTRAINTS)
    return CONSTRAINTS[name]
