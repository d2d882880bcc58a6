"""Strings of bits as a saved tensor, the form of the easy-to-hard data (v1.0.0)."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile, ZipFile

import numpy as np

from thinkers import InvalidInstanceError, require_count
from thinkers_prefix_sums.instance import Bits

if TYPE_CHECKING:
    import torch

PLAIN = (
    "bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64",
)  # fmt: skip
"""The types of numbers that are read."""


def read_tensor(path: Path) -> list[Bits]:
    """The rows of a tensor `(count, bits)` of 0 and 1, of any plain type of numbers.

    Raises:
        InvalidInstanceError: The file holds no such tensor, or cannot be read.
    """
    import torch

    if _is_compressed(path):
        raise InvalidInstanceError(f"{path} is compressed, which saved tensors are not")
    try:
        with catch_warnings():
            simplefilter("ignore")  # of tensors that are refused below
            tensor = torch.load(path, weights_only=True, map_location="cpu")
    except Exception as error:  # torch.load raises what the damage happens to cause
        raise InvalidInstanceError(f"cannot read {path}: not a saved tensor") from error
    fault = _fault(tensor)
    if fault:
        raise InvalidInstanceError(
            f"{path}: expected one tensor (count, bits) of 0 and 1, got {fault}"
        )
    require_count(len(tensor), path, what="strings")
    rows: Bits = tensor.detach().to(torch.int64).numpy()
    rows.setflags(write=False)
    return list(rows)


def tensor_content(instances: Sequence[Bits]) -> bytes:
    """A saved tensor `(count, bits)` float32.

    Raises:
        InvalidInstanceError: The strings have several lengths.
    """
    import torch

    if len({len(bits) for bits in instances}) != 1:
        raise InvalidInstanceError("a tensor needs strings of one length", "use .txt")
    stream = BytesIO()
    torch.save(torch.from_numpy(np.stack(instances).astype(np.float32)), stream)
    return stream.getvalue()


def _is_compressed(path: Path) -> bool:
    """Whether an archive would unpack to more than itself: torch makes room for what it says."""
    try:
        with ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            return unpacked > path.stat().st_size
    except (OSError, ValueError, BadZipFile, NotImplementedError):
        return False  # of the older form, or no archive at all


def _fault(tensor: "torch.Tensor") -> str:
    """What is wrong with what was loaded, found without making room for it; empty if nothing is."""
    import torch

    if not isinstance(tensor, torch.Tensor):
        return f"a {type(tensor).__name__}"
    kind = str(tensor.dtype).removeprefix("torch.")
    if tensor.layout != torch.strided or tensor.device.type != "cpu" or kind not in PLAIN:
        return f"a tensor of {kind}, {tensor.layout} on {tensor.device}"
    shape = tuple(tensor.shape)
    if len(shape) != 2 or not tensor.numel():
        return f"the shape {shape}"
    if tensor.numel() * tensor.element_size() > tensor.untyped_storage().nbytes():
        return f"the shape {shape}, of which the file does not hold all values"
    if not ((tensor == 0) | (tensor == 1)).all():
        return "other values"
    return ""
