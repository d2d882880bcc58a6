"""What computes the steps of a model: torch, or onnxruntime for an exported network."""

from typing import TYPE_CHECKING, Any

from thinkers.engine.in_onnx import InOnnx
from thinkers.engine.runtime import Precision, Runtime
from thinkers.models.onnx.file import OnnxModel
from thinkers.problems.encoding import Encoding

if TYPE_CHECKING:
    from thinkers.engine.acceleration import Acceleration
    from thinkers.models.kinds import AnyModel


def choose_runtime(
    model: "AnyModel",
    encoding: Encoding[Any, Any],
    device: str = "auto",
    acceleration: "type[Acceleration] | None" = None,
    precision: Precision = "float32",
) -> Runtime:
    """The model, ready to think; torch is imported where it computes.

    Args:
        model: What thinks.
        encoding: What it sees of an instance.
        device: `auto`, `cpu` or `cuda`.
        acceleration: As in `loop.think`.
        precision: What steps are computed in.

    Raises:
        DeviceError: The device is not there, or not for this runtime.
        ConfigError: The runtime does not know the acceleration or the precision.
    """
    if isinstance(model, OnnxModel):
        return InOnnx(model, device, acceleration, precision)
    from thinkers.engine.in_torch import InTorch

    channels = encoding.signature.inputs
    return InTorch(model.thinker, channels, device, acceleration, precision)
