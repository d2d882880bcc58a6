"""Untrusted tensors as torch saves them: nothing in them is run, sizes are not believed."""

from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile, ZipFile

from numpy.typing import NDArray

from thinkers.errors import InvalidInstanceError

PLAIN = frozenset({
    "bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64",
})  # fmt: skip
"""The types of numbers that are read."""


def read_pth(path: Path) -> NDArray[Any]:
    """The one tensor of numbers of a file, as an array; bfloat16 becomes float32.

    Raises:
        InvalidInstanceError: The file holds none, is damaged, or cannot be read.
    """
    import torch

    if _is_compressed(path):
        raise InvalidInstanceError(f"{path} is compressed, which saved tensors are not")
    try:
        with catch_warnings():
            simplefilter("ignore")  # of tensors that are refused below
            tensor = torch.load(path, weights_only=True, map_location="cpu")
    except OSError as error:
        raise InvalidInstanceError(f"cannot read {path}: {error.strerror or error}") from error
    except Exception as error:  # torch.load raises what the damage happens to cause
        raise InvalidInstanceError(f"{path} is no saved tensor, or is damaged") from error
    if not isinstance(tensor, torch.Tensor):
        raise InvalidInstanceError(f"{path}: expected one tensor, got a {type(tensor).__name__}")
    kind = str(tensor.dtype).removeprefix("torch.")
    if tensor.layout != torch.strided or tensor.device.type != "cpu" or kind not in PLAIN:
        raise InvalidInstanceError(
            f"{path}: expected a tensor of plain numbers, got one of {kind}, {tensor.layout} on "
            f"{tensor.device}"
        )
    claimed, there = tensor.numel() * tensor.element_size(), tensor.untyped_storage().nbytes()
    if claimed > there:
        raise InvalidInstanceError(
            f"{path}: its tensor of shape {tuple(tensor.shape)} claims {claimed:,} bytes, and the "
            f"file holds {there:,}"
        )
    plain = tensor.float() if tensor.dtype == torch.bfloat16 else tensor
    array: NDArray[Any] = plain.detach().resolve_neg().numpy()
    return array


def _is_compressed(path: Path) -> bool:
    """Whether an archive would unpack to more than itself: torch makes room for what it says."""
    try:
        with ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            return unpacked > path.stat().st_size
    except (OSError, ValueError, BadZipFile, NotImplementedError):
        return False  # of the older form, or no archive at all
