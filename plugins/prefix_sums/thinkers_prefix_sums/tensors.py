"""Strings of bits as a saved tensor, the form of the easy-to-hard data (v1.0.0)."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError, read_pth, require_count
from thinkers_prefix_sums.instance import Bits


def read_tensor(path: Path) -> list[Bits]:
    """The rows of a tensor `(count, bits)` of 0 and 1, of any plain type of numbers.

    Raises:
        InvalidInstanceError: The file holds no such tensor, or cannot be read.
    """
    array = read_pth(path)
    right = array.ndim == 2 and array.size > 0 and bool(((array == 0) | (array == 1)).all())
    if not right:
        values = "other values" if array.ndim == 2 and array.size else f"the shape {array.shape}"
        raise InvalidInstanceError(
            f"{path}: expected one tensor (count, bits) of 0 and 1, got {values}"
        )
    require_count(len(array), path, what="strings")
    rows: Bits = array.astype(np.int64)
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
